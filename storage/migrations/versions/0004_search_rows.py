"""Where each thing stands in SQLite's full text, so that writing it anew reads one row, not all."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """PostgreSQL has an index on kind and ref already."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(
        "CREATE TABLE search_rows (kind TEXT NOT NULL, ref TEXT NOT NULL, at INTEGER NOT NULL, "
        "PRIMARY KEY (kind, ref)) WITHOUT ROWID"
    )
    op.execute(
        "INSERT OR REPLACE INTO search_rows (kind, ref, at) SELECT kind, ref, rowid FROM search"
    )


def downgrade() -> None:
    """The full text itself is as it was."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_rows")
