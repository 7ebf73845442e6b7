"""Text with spans marked, as safe HTML: everything crawled is escaped, and its direction kept to itself."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape


def marked(text: str, spans: Iterable[tuple[int, int]], *, label: str = "") -> Markup:
    """`text` with each span in <mark>; `label` tells those who do not see colours."""
    told = Markup('<span class="hidden">{} </span>').format(label) if label else Markup()
    out = Markup()
    at = 0
    for start, end in sorted(spans):
        if not at <= start < end <= len(text):
            continue
        out += escape(text[at:start])
        out += Markup("<mark>{}{}</mark>").format(told, text[start:end])
        at = end
    return Markup("<bdi>{}</bdi>").format(out + escape(text[at:]))


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a sentence in its own paragraph."""
    begin = text.rfind("\n", 0, start) + 1
    finish = text.find("\n", end)
    return text[begin:start], text[end : finish if finish >= 0 else len(text)]


def safe_link(url: str) -> str:
    """An address a browser may be sent to, or nothing."""
    return url if url.startswith(("http://", "https://")) else ""
