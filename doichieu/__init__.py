"""The frame: what every room shares (records, errors, settings, text), the jobs where rooms meet, and the doors (commands)."""

__version__ = "0.1.0"
