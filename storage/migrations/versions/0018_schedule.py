"""Named jobs, the log of every run, and leases that show life"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables; who ran each run; a beat beside each lease."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "jobs",
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("next_at", moment, nullable=True),
        sa.Column("paused_at", moment, nullable=True),
        sa.Column("paused_by", sa.Text(), nullable=False),
        sa.Column("last_run", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_jobs")),
    )
    op.create_table(
        "run_lines",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_run_lines_run_id_runs")),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_run_lines")),
    )
    op.add_column("runs", sa.Column("holder", sa.Text(), nullable=False, server_default=""))
    op.add_column("leases", sa.Column("beats", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """What ran stays; its lines and the plan are lost."""
    op.drop_column("leases", "beats")
    op.drop_column("runs", "holder")
    op.drop_table("run_lines")
    op.drop_table("jobs")
