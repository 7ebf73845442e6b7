"""The lead of an article (sapo): shown above the text, often outside of it, kept once."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.boilerplate import same, without_prefix
from doichieu.text import one_line

#: Where page families show the lead.
_LEADS = (
    "[data-role=sapo], .sapo, .detail-sapo, .article__sapo, .singular-sapo, p.description, .lead, .tomtat, .pHead,"
    " .news_detail_sapo, .sc-longform-header-sapo, .desc, .detail-desc, .chapeau, .article-sapo, .sapo_detail"
)
#: What else can hold a lead, once its words are known from the head.
_BLOCKS = ("h2", "h3", "h4", "p", "div", "strong", "b")
#: Words that can stand in a selector and that markup seldom parts.
_PLAIN_WORDS = re.compile(r"\w+(?: \w+){2,4}")
SHORTEST, LONGEST = 30, 900
#: Lines at the start of the text among which the lead can stand.
FIRST_LINES = 3
_FRAMES = frozenset({"aside", "nav", "footer", "li"})


def shown_lead(
    tree: LexborHTMLParser, *, title: str, description: str, prefixes: tuple[str, ...]
) -> str:
    """The lead above the text, without the house's mark; "" where the page shows none."""
    shown = _shown(tree) or _described(tree, one_line(description))
    lead = without_prefix(shown or "", prefixes)
    return "" if same(lead, title) else lead


def with_lead(lines: list[str], lead: str) -> list[str]:
    """The lines with the lead first, once."""
    if not lead or any(lead.casefold() in line.casefold() for line in lines[:FIRST_LINES]):
        return lines
    # The words of the lead in lines of their own, or the same words further down, are the lead.
    rest = [line for line in lines if not same(line, lead)]
    while rest and len(rest[0]) >= SHORTEST and rest[0].casefold() in lead.casefold():
        rest.pop(0)
    return [lead, *rest]


def _shown(tree: LexborHTMLParser) -> str | None:
    """The first lead behind the heading; boxes above it and beside it have leads, too."""
    nodes = tree.css(f"h1, {_LEADS}")
    headings = [at for at, node in enumerate(nodes) if node.tag == "h1"]
    for node in nodes[headings[0] if headings else 0 :]:
        if node.tag == "h1" or _framed(node):
            continue
        if SHORTEST <= len(text := one_line(node.text(separator=" "))) <= LONGEST:
            return text
    return None


def _described(tree: LexborHTMLParser, description: str) -> str | None:
    """The description of the head, where the page shows these very words in one block."""
    start = description.rstrip(". …").casefold()
    words = _PLAIN_WORDS.search(description[:120])
    if len(start) < SHORTEST or not words:
        return None
    # The engine finds the few blocks that hold the first words; reading every block costs a page's time.
    wanted = ", ".join(f'{tag}:lexbor-contains("{words[0]}" i)' for tag in _BLOCKS)
    for node in tree.css(wanted):
        text = one_line(node.text(separator=" "))
        if len(text) <= LONGEST and text.casefold().startswith(start) and not _framed(node):
            return text if len(text) <= 2 * len(description) else None
    return None


def _framed(node: LexborNode) -> bool:
    held = node.parent
    while held is not None and held.tag != "body":
        if held.tag in _FRAMES or "relate" in (held.attributes.get("class") or ""):
            return True
        held = held.parent
    return False
