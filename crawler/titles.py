"""The title of a page: the heading its readers see, or the head's word without the name of the site."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from doichieu.text import one_line

#: A heading of fewer words is a section's name or a logo.
LEAST_TITLE_WORDS = 4
#: Characters of a title that are read; what is longer is none, and costs seconds.
LONGEST_TITLE = 1000
_LAST_MARK = re.compile(r"(.*\S)\s+([|–—•»-])\s+(\S.*)")
_SITE = re.compile(
    r"(?:báo|tạp chí|đài|cổng|trang|tin tức|cơ quan)\b.{0,60}$|[\w-]+\.(?:com\.|org\.|gov\.)?vn$|.{0,40}\b(?:online|điện tử|\.vn|\.com|news)$",
    re.IGNORECASE,
)
#: Heads write plain marks where headings have those of print.
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})


def title_of(tree: LexborHTMLParser, *, said: list[str], site_name: str) -> str:
    """The heading that a word of the head confirms; else the first word, without the site's name."""
    whole = tree.css_first("title")
    words = [*said, one_line(whole.text()[:LONGEST_TITLE]) if whole else ""]
    words = [word[:LONGEST_TITLE] for word in words if word]
    headings = [one_line(node.text(separator=" ")[:LONGEST_TITLE]) for node in tree.css("h1")]
    headings = [heading for heading in headings if heading]
    for heading in headings:
        if any(
            _agree(heading, bare)
            for word in words
            for bare in (word, without_site(word, site_name))
        ):
            return heading
    bare = without_site(words[0], site_name) if words else ""
    alone = [one for one in headings if len(one.split()) >= LEAST_TITLE_WORDS]
    if (not bare or bare.casefold() == site_name.casefold()) and alone:
        return alone[0]
    return bare or next(iter(headings), "")


def without_site(said: str, site_name: str) -> str:
    """ "Tăng lương cơ sở - Báo Lâm Giang" → "Tăng lương cơ sở"."""
    match = _LAST_MARK.match(said)
    if match and (match[3].casefold() == site_name.casefold() or _SITE.match(match[3])):
        return match[1]
    return said


def _agree(heading: str, said: str) -> bool:
    """Whether one is the other, but for a site's name behind it or a kicker before it."""
    one, other = (words.casefold().translate(_PLAIN) for words in (heading, said))
    if one == other:
        return True
    if other.startswith(one) and re.match(r"\s*[|•»-]\s", other[len(one) :]):
        return True
    shorter, longer = sorted((one, other), key=len)
    return shorter in longer and len(shorter) >= 0.7 * len(longer)
