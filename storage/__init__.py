"""Records to rows and back (SQLAlchemy), search, migrations; knows nothing of the other rooms."""
