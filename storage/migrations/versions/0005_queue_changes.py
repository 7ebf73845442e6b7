"""When a flag last changed: the queue reads only that again"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Flags of before count as changed when they were made."""
    moment = sa.DateTime(timezone=True)
    op.add_column("flags", sa.Column("changed_at", moment, nullable=True))
    op.execute("UPDATE flags SET changed_at = created_at")
    with op.batch_alter_table("flags") as table:
        table.alter_column("changed_at", existing_type=moment, nullable=False)
    op.create_index(op.f("ix_flags_changed_at"), "flags", ["changed_at"])


def downgrade() -> None:
    """The queue reads everything again."""
    op.drop_index(op.f("ix_flags_changed_at"), "flags")
    with op.batch_alter_table("flags") as table:
        table.drop_column("changed_at")
