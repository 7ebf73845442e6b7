"""Stories and the marks they are found by."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables; articles stored before are placed when a flag asks for their story."""
    op.create_table(
        "stories",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_stories_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_stories")),
    )
    op.create_index(op.f("ix_stories_story"), "stories", ["story"], unique=False)
    op.create_table(
        "story_marks",
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("mark", "day", "article_id", name=op.f("pk_story_marks")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Stories are worked out from the articles; nothing is lost."""
    op.drop_table("story_marks")
    op.drop_table("stories")
