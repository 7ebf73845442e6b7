"""A page's tree and its source's template → the lines of the article, or None where the page does not fit."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from json import JSONDecodeError

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.template import Template
from crawler.template_blocks import Block, Path, blocks

#: Elements that shape text and are no box of their own.
TEXTUAL = frozenset({
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "table", "thead",
    "tbody", "tfoot", "tr", "td", "th", "caption",
})  # fmt: skip
#: A reading shorter than this many characters has not found the article.
LEAST_CHARACTERS = 120
#: Share of the container's text in places never seen from which the site is built anew.
MOST_UNKNOWN = 0.3
#: Share of the text read that is links from which it is a list.
MOST_LINKED = 0.35
#: Share of the text that the page's own linked data gives, to be found.
LEAST_OF_DECLARED = 0.7
#: Characters from which a paragraph elsewhere on the page counts, and how many times more of them than on
#: the pages learned from may stand there, if they are more than the text read.
LONG_PARAGRAPH, MORE_ELSEWHERE = 80, 1.5
#: Letters from which a block that stands in a longer one, too, is that one pulled out to be seen.
LEAST_QUOTED = 25
#: Lines remembered, squashed: a page's paragraphs are looked at as blocks, and then as what stands elsewhere.
HELD = 512
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Reading:
    """What a template takes from a page, before it is believed."""

    blocks: dict[str, Block] = field(default_factory=dict)  #: by their letters, squashed
    unknown: dict[str, Block] = field(default_factory=dict)  #: in places that no learned page had

    @property
    def kept(self) -> int:
        """Letters taken."""
        return sum(map(len, self.blocks))


def read(template: Template, tree: LexborHTMLParser) -> list[str] | None:
    """The article's lines, in order; None where any cheap sign speaks against them."""
    try:
        reading = take(template, tree)
    except RecursionError:  # thousands of elements in each other
        return None
    kept, unknown = reading.kept, sum(map(len, reading.unknown))
    linked = sum(block.linked * len(same) for same, block in reading.blocks.items())
    if kept < LEAST_CHARACTERS or linked > MOST_LINKED * kept:
        return None
    if unknown > MOST_UNKNOWN * (kept + unknown):
        return None
    if kept < LEAST_OF_DECLARED * _declared(tree):
        return None
    if elsewhere(tree, reading) > max(kept, MORE_ELSEWHERE * template.elsewhere):
        return None
    return [line for block in reading.blocks.values() for line in _written(block)]


def _written(block: Block) -> tuple[str, ...]:
    """A block's lines as the careful reading writes them: a dash before an item of a list."""
    return tuple(f"- {line}" for line in block.lines) if block.is_item else block.lines


def outermost(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """What the selector finds, without what lies inside another find."""
    found = tree.css(selector)
    places = {node.mem_id for node in found}
    return [node for node in found if not any(up.mem_id in places for up in _above(node))]


@lru_cache(maxsize=HELD)
def squash(text: str) -> str:
    """Letters and digits alone, in lower case: two readings of a line compare equal."""
    return _NO_LETTER.sub("", text).casefold()


def digest(squashed: str) -> str:
    """A short name for a line."""
    return blake2b(squashed.encode(), digest_size=8).hexdigest()


def key(path: Path) -> str:
    """A path as it is stored."""
    return "/".join(path)


def below(main: Iterable[str]) -> dict[Path, tuple[str, ...]]:
    """The names of the elements that lead to the paragraphs, by the path they lie under."""
    names: dict[Path, dict[str, None]] = {}
    for one in main:
        path = tuple(one.split("/")) if one else ()
        for at, name in enumerate(path):
            names.setdefault(path[:at], {})[name] = None
    return {path: tuple(found) for path, found in names.items()}


def off(parent: Path, main: frozenset[str]) -> Path:
    """What of a path leads away from the elements that hold the paragraphs, and from those above them."""
    length = len(parent)
    while length and not any(
        one == (here := key(parent[:length])) or one.startswith(here + "/") for one in main
    ):
        length -= 1
    return parent[length:]


def is_text(signatures: Path) -> bool:
    """Whether every one of these elements only shapes text."""
    return all(one.split(" ", 1)[0] in TEXTUAL for one in signatures)


def take(template: Template, tree: LexborHTMLParser) -> Reading:
    """Every block that the template's rules take, each once; where they take none, the one place full of text."""
    found = [(squash(block.text), block) for block in _blocks(template, tree)]
    reading = _take(template, found)
    if reading.kept < LEAST_CHARACTERS and (place := _fullest(reading.unknown)) is not None:
        return _take(replace(template, main=template.main | {key(place)}), found)
    return reading


def _take(template: Template, found: Sequence[tuple[str, Block]]) -> Reading:
    reading = Reading()
    for same, block in found:
        if not same or same in reading.blocks or digest(same) in template.repeated:
            continue
        kept = _is_article(template, block)
        if kept is None:
            reading.unknown[same] = block
        elif kept:
            reading.blocks[same] = block
    whole = "\0".join(reading.blocks)
    for same in [one for one in reading.blocks if len(one) >= LEAST_QUOTED]:
        if whole.count(same) > 1:
            del reading.blocks[same]
    return reading


def _fullest(unknown: Mapping[str, Block]) -> Path | None:
    """The unknown place that holds the most text in plain paragraphs."""
    held: dict[Path, int] = defaultdict(int)
    for same, block in unknown.items():
        if block.tag == "p":
            held[block.parent] += len(same)
    return max(held, key=lambda one: held[one], default=None)


def _blocks(template: Template, tree: LexborHTMLParser) -> Iterator[Block]:
    names = below(template.main)
    for node in outermost(tree, template.container):
        yield from blocks(node, names=names, enter=lambda path: key(path) not in template.closed)


def _is_article(template: Template, block: Block) -> bool | None:
    """None where no page that was learned from says it."""
    if block.is_link:
        return False
    known = template.rules.get(key(block.path))
    if known is not None:
        return known
    away = (*off(block.parent, template.main), block.path[-2])
    return True if is_text(away) else None


def _declared(tree: LexborHTMLParser) -> int:
    """Letters of the text that the page's own linked data gives; 0 where it gives none."""
    for node in tree.css('script[type="application/ld+json"]'):
        said = node.text()
        if '"articleBody"' in said:
            return len(squash(article_body(said)))
    return 0


def article_body(said: str) -> str:
    """The `articleBody` of linked data, wherever it lies in it."""
    at = said.find('"articleBody"')
    opening = said.find('"', said.find(":", at + 13))
    try:
        text = json.JSONDecoder(strict=False).raw_decode(said, opening)[0]
    except JSONDecodeError:
        return ""
    return text if isinstance(text, str) else ""


def elsewhere(tree: LexborHTMLParser, reading: Reading) -> int:
    """Letters of the page's long paragraphs that the reading has not."""
    texts = {text for node in tree.css("p") if len(text := node.text().strip()) >= LONG_PARAGRAPH}
    squashed = {squash(text) for text in texts}
    return sum(len(text) for text in squashed if text not in reading.blocks)


def _above(node: LexborNode) -> Iterator[LexborNode]:
    held = node.parent
    while held is not None:
        yield held
        held = held.parent
