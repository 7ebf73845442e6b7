"""When: the APScheduler service."""
