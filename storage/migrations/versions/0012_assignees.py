"""Who has taken a story; lines of the log by what they are about"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has taken what is there."""
    assignee = sa.Column("assignee", sa.Text(), nullable=False, server_default="")
    op.add_column("flags", assignee)
    op.create_index(op.f("ix_events_subject"), "events", ["subject"])


def downgrade() -> None:
    """Who had taken what stays in the log."""
    op.drop_index(op.f("ix_events_subject"), "events")
    op.drop_column("flags", "assignee")
