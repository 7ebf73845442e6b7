"""What a crawl that runs for years remembers: answers, visits, pace, archive, health"""

import sqlalchemy as sa
from alembic import op

import storage.moments

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New tables, and new columns of articles, revisions and sources."""
    _answers()
    _archive()
    _health()
    moment = storage.moments.Moment(timezone=True)
    op.add_column("sources", sa.Column("problem_since", moment, nullable=True))
    op.add_column("sources", sa.Column("pace_minutes", sa.Integer(), nullable=True))
    op.add_column("sources", sa.Column("not_before", moment, nullable=True))
    op.add_column("sources", sa.Column("spent_on", sa.Date(), nullable=True))
    op.add_column("sources", sa.Column("spent", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("articles", sa.Column("next_visit_at", moment, nullable=True))
    op.create_index(op.f("ix_articles_next_visit_at"), "articles", ["next_visit_at"])
    op.add_column(
        "revisions", sa.Column("difference", sa.JSON(), nullable=False, server_default="[]")
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("is_list", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seen_at", storage.moments.Moment(timezone=True), nullable=False),
        sa.Column("changed_at", storage.moments.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_source_id"), "answers", ["source_id"])


def _archive() -> None:
    op.create_table(
        "archive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("fetched_at", storage.moments.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive")),
    )
    op.create_index(op.f("ix_archive_digest"), "archive", ["digest"])
    op.create_index("ix_archive_url", "archive", ["url", "fetched_at"])


def _health() -> None:
    op.create_table(
        "health",
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("crawls", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("short_texts", sa.Integer(), nullable=False),
        sa.Column("without_date", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "day", name=op.f("pk_health")),
    )


def downgrade() -> None:
    """What was remembered would be lost."""
    raise RuntimeError("this step cannot be taken back; restore a backup instead")
