"""How sources build their pages"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table that no other one knows of."""
    op.create_table(
        "templates",
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("learned_at", sa.Date(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "version", name=op.f("pk_templates")),
    )


def downgrade() -> None:
    """What was learned is learned again."""
    op.drop_table("templates")
