"""Who closed what was to be looked into on a document, and why"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of tasks closed before, nobody knows who closed them."""
    for name in ("closed_by", "closing_note"):
        column = sa.Column(name, sa.Text(), nullable=False, server_default="")
        op.add_column("document_tasks", column)


def downgrade() -> None:
    """The log keeps both."""
    for name in ("closing_note", "closed_by"):
        op.drop_column("document_tasks", name)
