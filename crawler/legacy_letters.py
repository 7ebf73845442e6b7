"""Text written for the fonts of before Unicode (TCVN3, VNI) → Vietnamese letters."""

from __future__ import annotations

import re

from doichieu.legacy_fonts import from_tcvn3, from_vni

_TCVN3_SAID = re.compile(
    r"tcvn-?\.?3|x-viet-tcvn|charset=[\"']?tcvn|\.vn(?:time|arial)", re.IGNORECASE
)
_VNI_SAID = re.compile(r"x-viet-vni|charset=[\"']?(?:x-)?vni|[\"':, ]vni-\w+", re.IGNORECASE)
#: Names one of which stands in every page the patterns find: asked first, for speed.
_NAMES = ("tcvn", ".vntime", ".vnarial", "vni")
_UNICODE = re.compile("[\u1ea0-\u1ef9]")
#: How far into a page its fonts are looked for.
HEAD = 20_000


def is_legacy(text: str) -> bool:
    """Whether a page names such a charset or font, and no letter of its own says otherwise."""
    return bool(_reader(text))


def in_unicode(text: str) -> str:
    """`text`, decoded as windows-1252, with the letters its fonts showed; as it was where it names none."""
    said = _reader(text)
    if said is _TCVN3_SAID:
        return from_tcvn3(text)
    return from_vni(text) if said is _VNI_SAID else text


def _reader(text: str) -> re.Pattern[str] | None:
    head = text[:HEAD].lower()
    if not any(name in head for name in _NAMES):
        return None
    for said in (_TCVN3_SAID, _VNI_SAID):
        if said.search(head) and not _UNICODE.search(text):
            return said
    return None
