"""Wrong guesses are counted a name and an address, also for names that nobody has"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of its own; the counts beside the people go."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "guesses",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", moment, nullable=False),
        sa.Column("until", moment, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_guesses")),
    )
    op.drop_column("users", "locked_until")
    op.drop_column("users", "failures")


def downgrade() -> None:
    """Nobody is locked."""
    moment = sa.DateTime(timezone=True)
    op.add_column("users", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("users", sa.Column("locked_until", moment, nullable=True))
    op.drop_table("guesses")
