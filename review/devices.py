"""A browser's own description → the words its owner knows it by."""

from __future__ import annotations

#: What stands in the description → the name; the first found counts, for each claims to be the next, too.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("SamsungBrowser", "Samsung"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip
#: Of a description we cannot read, as much as is shown.
LONGEST = 40


def device_name(agent: str) -> str:
    """ "Firefox · Windows"; the beginning of what is neither."""
    parts = [
        next((name for mark, name in known if mark in agent), "") for known in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(part for part in parts if part) or agent[:LONGEST]
