"""Articles whose check fails are put aside"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table beside the articles."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "check_troubles",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("aside_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_check_troubles_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_check_troubles")),
    )
    op.create_index(op.f("ix_check_troubles_aside_at"), "check_troubles", ["aside_at"])


def downgrade() -> None:
    """What was put aside is tried again."""
    op.drop_table("check_troubles")
