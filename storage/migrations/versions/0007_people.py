"""People have roles that mean something, an end, and a mail address; sessions tell when and where they were used"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Who could sign in still can: unknown roles become reviewers, and there is an administrator."""
    op.add_column("users", sa.Column("email", sa.Text(), nullable=True))
    op.add_column("users", sa.Column("ended_at", MOMENT, nullable=True))
    op.create_index("ix_users_email", "users", ["email"], unique=True)
    op.add_column("tokens", sa.Column("created_at", MOMENT, nullable=True))
    op.add_column("tokens", sa.Column("seen_at", MOMENT, nullable=True))
    op.execute(
        "UPDATE users SET role = 'reviewer' WHERE role NOT IN ('reader', 'reviewer', 'lead', 'admin')"
    )
    op.execute(
        "UPDATE users SET role = 'admin' WHERE id = (SELECT min(id) FROM users)"
        " AND NOT EXISTS (SELECT 1 FROM users AS others WHERE others.role = 'admin')"
    )


def downgrade() -> None:
    """Roles stay: what was before asked for none."""
    op.drop_column("tokens", "seen_at")
    op.drop_column("tokens", "created_at")
    op.drop_index("ix_users_email", "users")
    op.drop_column("users", "ended_at")
    op.drop_column("users", "email")
