"""Which outlet carried which official text"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of its own; what was flagged before tells the first of it."""
    op.create_table(
        "coverage",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("document", "source_id", name=op.f("pk_coverage")),
    )
    op.create_index(op.f("ix_coverage_first_day"), "coverage", ["first_day"])
    op.execute(
        "INSERT INTO coverage (document, source_id, first_day)"
        " SELECT document, source_id, min(date(created_at)) FROM flags GROUP BY document, source_id"
    )


def downgrade() -> None:
    """Told again when articles are checked again."""
    op.drop_table("coverage")
