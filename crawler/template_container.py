"""Lessons → the selector of the part of a source's pages that holds the article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from selectolax.lexbor import LexborNode

from crawler.template_blocks import NAMING, blocks
from crawler.template_lesson import Lesson, Votes

#: What a letter that the teacher drops costs in a container, against one that it keeps.
COST = 0.3
#: How much worse than the best a container may score to be taken for lying deeper; more would lose leads.
NEARLY = 0.005
#: Names of one element that its selector has at most: enough to find no other one.
MOST_NAMES = 4
_PLAIN_NAME = re.compile(r"[A-Za-z_][\w-]*")
_NUMBER = re.compile(r"\d{2}")


def container_of(lessons: Sequence[Lesson]) -> str | None:
    """The selector whose finds hold most of what the teacher keeps and least of what it drops; the innermost."""
    scores: dict[str, float] = defaultdict(float)
    depths: dict[str, int] = {}
    for lesson in lessons:
        inside: dict[str, Votes] = defaultdict(Votes)
        for block in blocks(lesson.body):
            kept = lesson.keeps(block)
            for depth, node in enumerate(block.above):
                for selector in _selectors(node):
                    inside[selector].add(kept, len(block.text))
                    depths[selector] = max(depth, depths.get(selector, 0))
        total = inside["body"].kept or 1
        for selector, votes in inside.items():
            scores[selector] += (votes.kept - COST * min(votes.dropped, total)) / total
    return _innermost(scores, depths, len(lessons)) if scores else None


def _innermost(scores: Mapping[str, float], depths: Mapping[str, int], pages: int) -> str:
    """The deepest of those that score next to the best; names that find the same elements are joined."""
    least = max(scores.values()) - NEARLY * pages
    near = [one for one in scores if scores[one] >= least]
    best = max(near, key=lambda one: (depths[one], scores[one], one))
    tag = _tag(best)
    same = [one for one in near if (depths[one], scores[one]) == (depths[best], scores[best])]
    names = sorted(one.removeprefix(tag) for one in same if _tag(one) == tag)
    return tag + "".join(names[:MOST_NAMES])


def _tag(selector: str) -> str:
    return re.split(r"[.#\[]", selector, maxsplit=1)[0]


def _selectors(node: LexborNode) -> Iterator[str]:
    """Simple selectors that find an element on other pages too: no numbers of one page in them."""
    tag, attributes = node.tag, node.attributes
    if tag in ("body", "article", "main"):
        yield tag
    names = [("#", attributes.get("id") or "")]
    names += [(".", one) for one in set((attributes.get("class") or "").split())]
    for mark, name in names:
        if _PLAIN_NAME.fullmatch(name) and not _NUMBER.search(name):
            yield f"{tag}{mark}{name}"
    for name in NAMING:
        if _PLAIN_NAME.fullmatch(said := attributes.get(name) or ""):
            yield f'{tag}[{name}="{said}"]'
