"""When official texts and their parts count, where they came from, how they were"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns beside the documents, and three tables."""
    empty = sa.text("'[]'")
    with op.batch_alter_table("official_documents") as table:
        table.add_column(sa.Column("year", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("applied", sa.Date(), nullable=True))
        table.add_column(sa.Column("own_expires", sa.Date(), nullable=True))
        table.add_column(sa.Column("relations", sa.JSON(), nullable=False, server_default=empty))
        table.add_column(sa.Column("changes", sa.JSON(), nullable=False, server_default=empty))
        table.add_column(sa.Column("origins", sa.JSON(), nullable=False, server_default=empty))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.drop_constraint("uq_official_documents_number_key", type_="unique")
        table.create_unique_constraint(
            "uq_official_documents_number_key", ["number_key", "issuer", "year"]
        )
    op.execute("UPDATE official_documents SET own_expires = expires WHERE replaced_by IS NULL")
    op.create_table(
        "official_keys",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["official_documents.id"],
            name=op.f("fk_official_keys_document_id_official_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", "key", "own", name=op.f("pk_official_keys")),
    )
    op.create_index(op.f("ix_official_keys_key"), "official_keys", ["key"])
    op.execute(
        "INSERT INTO official_keys (document_id, key, own)"
        " SELECT id, number_key, true FROM official_documents"
    )
    op.create_table(
        "official_versions",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["official_documents.id"],
            name=op.f("fk_official_versions_document_id_official_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", "version", name=op.f("pk_official_versions")),
    )
    op.create_table(
        "official_problems",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("vi", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_official_problems")),
    )


def downgrade() -> None:
    """Only what the texts say again when they are read again is lost."""
    for name in ("official_problems", "official_versions", "official_keys"):
        op.drop_table(name)
    with op.batch_alter_table("official_documents") as table:
        table.drop_constraint("uq_official_documents_number_key", type_="unique")
        table.create_unique_constraint("uq_official_documents_number_key", ["number_key", "issuer"])
        for name in (
            "version",
            "origins",
            "changes",
            "relations",
            "own_expires",
            "applied",
            "year",
        ):
            table.drop_column(name)
