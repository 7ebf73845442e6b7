"""How sources build their pages, and how often a template did not fit"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table that no other one knows of, and two counts of a day."""
    op.create_table(
        "templates",
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("learned_at", sa.Date(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "version", name=op.f("pk_templates")),
    )
    with op.batch_alter_table("health") as table:
        table.add_column(sa.Column("by_template", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("fallbacks", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """What was learned is learned again."""
    with op.batch_alter_table("health") as table:
        table.drop_column("fallbacks")
        table.drop_column("by_template")
    op.drop_table("templates")
