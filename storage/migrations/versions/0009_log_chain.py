"""The log is a chain: each row holds the digest of the row before it and of its own content"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: Rows written at once.
BATCH = 1000
APPEND_ONLY = ("events", "decisions")


def upgrade() -> None:
    """Rows of before are chained as they stand; then nothing may be changed, replaced or emptied."""
    op.add_column("events", sa.Column("previous", sa.String(64), server_default="", nullable=False))
    op.add_column("events", sa.Column("digest", sa.String(64), server_default="", nullable=False))
    op.create_table(
        "log_heads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_id", sa.Integer(), nullable=True),
        sa.Column("broken_id", sa.Integer(), nullable=True),
        sa.Column("trouble", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_heads")),
    )
    _open_the_log()
    rows, last, digest = _chain()
    op.get_bind().execute(
        sa.text("INSERT INTO log_heads (id, rows, last_id, digest) VALUES (1, :r, :l, :d)"),
        {"r": rows, "l": last, "d": digest},
    )
    _close_the_log()


def downgrade() -> None:
    """The chain is lost; the rows stay."""
    if _is_sqlite():
        for table in APPEND_ONLY:
            op.execute(f"DROP TRIGGER {table}_no_replace")
    else:
        for table in APPEND_ONLY:
            op.execute(f"DROP TRIGGER {table}_not_emptied ON {table}")
    op.drop_table("log_heads")
    op.drop_column("events", "digest")
    op.drop_column("events", "previous")


def _chain() -> tuple[int, int, str]:
    """Every row there is, in the order of its number; how many, the last, its digest."""
    bind, last, rows, digest = op.get_bind(), 0, 0, ""
    events = sa.table(
        "events", sa.column("id", sa.Integer), sa.column("at", sa.DateTime(timezone=True)),
        sa.column("actor"), sa.column("action"), sa.column("subject"), sa.column("detail", sa.JSON),
        sa.column("previous"), sa.column("digest"),
    )  # fmt: skip
    change = (
        events.update()
        .where(events.c.id == sa.bindparam("row"))
        .values(previous=sa.bindparam("before"), digest=sa.bindparam("own"))
    )
    while held := bind.execute(
        events.select().where(events.c.id > last).order_by(events.c.id).limit(BATCH)
    ).all():
        values = []
        for row in held:
            before, digest = digest, _digest(row, digest)
            values.append({"row": row.id, "before": before, "own": digest})
        bind.execute(change, values)
        last, rows = held[-1].id, rows + len(held)
    return rows, last, digest


def _digest(row: Any, previous: str) -> str:
    """As storage/log_chain.py reckons it; kept apart, so that this step stays as it was."""
    at = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
    content = [previous, _text(at), row.actor, row.action, row.subject, row.detail]
    told = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _open_the_log() -> None:
    if _is_sqlite():
        op.execute("DROP TRIGGER events_no_update")
    else:
        op.execute("ALTER TABLE events DISABLE TRIGGER events_append_only")


def _close_the_log() -> None:
    """Also against replacing a row under its number, and against emptying a table."""
    if not _is_sqlite():
        op.execute("ALTER TABLE events ENABLE TRIGGER events_append_only")
        for table in APPEND_ONLY:
            op.execute(
                f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        return
    op.execute(
        "CREATE TRIGGER events_no_update BEFORE UPDATE ON events "
        "BEGIN SELECT RAISE(ABORT, 'events is append-only'); END"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
