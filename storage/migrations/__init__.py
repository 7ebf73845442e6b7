"""Alembic scripts, packaged so that an installed doichieu can upgrade its database."""
