"""Flag to Decision: web pages and JSON API over storage."""
