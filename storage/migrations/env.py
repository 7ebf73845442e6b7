"""Run by Alembic: migrations on the connection that storage.migrate hands in."""

from alembic import context

import storage.alert_schema
import storage.counters_schema
import storage.coverage
import storage.official_schema
import storage.people_schema
import storage.quarantine_schema
import storage.schedule_schema  # noqa: F401 - the tables of these are of the same metadata
from storage.schema import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
