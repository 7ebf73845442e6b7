"""Lessons and the container they share → the rules of a template: what to take in it and what to leave."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median_low

from selectolax.lexbor import LexborNode

from crawler.template import Template
from crawler.template_blocks import Block, Path, blocks
from crawler.template_lesson import Lesson, Votes
from crawler.template_read import (
    below,
    digest,
    elsewhere,
    is_text,
    key,
    off,
    outermost,
    squash,
    take,
)

#: Share of all kept letters from which an element is one that holds the paragraphs.
LEAST_MAIN = 0.15
#: Share of votes from which a kind of block is the article's: among its paragraphs (teachers lose some),
#: in plain elements around them, and in boxes, which must carry text beside.
AMONG, AROUND, BOXED = 0.3, 0.5, 0.8
#: Share of its page's text that a box carries to be taken for a part of the article.
LEAST_BOX = 0.1
#: A long block has no more votes than this many letters.
MOST_VOTES = 300
#: Share of its letters that a part of the page keeps at most to be closed.
CLOSED = 0.05
#: Blocks at each end of the container where a line on two pages is the house's, not a shared background.
EDGE = 4
#: Letters of a line below which it may be a byline or an agency's name.
LEAST_REPEATED = 40
#: Names that sites, whatever their language, give to what is not the article.
_NAMED = re.compile(
    r"caption|promo|related|newsletter|author|byline|\bbio\b|-bio|share|social|comment|advert|sponsor|credit|subscri|signup|recommend|copyright",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(slots=True)
class _Heard:
    """What the lessons say of the parts of a container."""

    kinds: dict[Path, Votes] = field(default_factory=lambda: defaultdict(Votes))
    parts: dict[Path, Votes] = field(default_factory=lambda: defaultdict(Votes))
    boxes: dict[Path, float] = field(default_factory=lambda: defaultdict(float))
    lines: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))


def ruled(container: str, lessons: Sequence[Lesson], *, today: date, version: int) -> Template:
    """The template of these lessons; how far it agrees with them is not known yet."""
    places = [outermost(lesson.tree, container) for lesson in lessons]
    main = _main(lessons, places)
    heard = _Heard()
    for lesson, nodes in zip(lessons, places, strict=True):
        _hear(heard, lesson, [block for node in nodes for block in blocks(node, names=below(main))])
    template = Template(
        container=container,
        main=main,
        rules={key(path): _rule(path, votes, heard, main) for path, votes in heard.kinds.items()},
        closed=frozenset(key(path) for path, votes in heard.parts.items() if votes.share <= CLOSED),
        repeated=frozenset(
            digest(line) for line, ends in heard.lines.items() if _repeats(line, ends)
        ),
        elsewhere=0,
        pages=len(lessons),
        agreement=0.0,
        learned_at=today,
        version=version,
    )
    beside = [elsewhere(lesson.tree, take(template, lesson.tree)) for lesson in lessons]
    return replace(template, elsewhere=median_low(beside))


def _main(lessons: Sequence[Lesson], places: Sequence[Sequence[LexborNode]]) -> frozenset[str]:
    """Paths of the elements that hold the paragraphs, by the names that the pages share."""
    main: list[Path] = []
    for lesson, nodes in zip(lessons, places, strict=True):
        held: dict[Path, int] = defaultdict(int)
        for node in nodes:
            for block in blocks(node):
                held[block.parent] += len(block.text) * lesson.keeps(block)
        least = LEAST_MAIN * sum(held.values())
        for path, letters in held.items():
            if letters >= least and letters:
                _merge(main, path)
    return frozenset(map(key, main))


def _merge(main: list[Path], path: Path) -> None:
    """Add a path, or shorten the names of a known one to those both have."""
    for at, known in enumerate(main):
        if len(known) == len(path):
            shared = tuple(map(_shared, known, path))
            if all(shared):
                main[at] = shared
                return
    main.append(path)


def _shared(one: str, other: str) -> str:
    """What two signatures of one element have in common; empty where that is not the same element."""
    if one == other:
        return one
    parts = other.split(" ")
    both = [part for part in one.split(" ") if part in parts]
    return " ".join(both) if len(both) > 1 and one.split(" ", 1)[0] == parts[0] else ""


def _hear(heard: _Heard, lesson: Lesson, found: Sequence[Block]) -> None:
    kept = [lesson.keeps(block) for block in found]
    total = sum(len(block.text) for block, is_kept in zip(found, kept, strict=True) if is_kept) or 1
    ends: dict[str, bool] = {}
    carried: dict[Path, int] = defaultdict(int)
    for at, (block, is_kept) in enumerate(zip(found, kept, strict=True)):
        weight = min(len(block.text), MOST_VOTES)
        heard.kinds[block.path].add(is_kept, weight)
        for length in range(1, len(block.path)):
            heard.parts[block.path[:length]].add(is_kept, weight)
        if is_kept:
            carried[block.parent] += len(block.text)
            carried[block.path] += len(block.text)
        ends.setdefault(squash(block.text), at < EDGE or at >= len(found) - EDGE)
    for path, letters in carried.items():
        heard.boxes[path] = max(heard.boxes[path], letters / total)
    for line, is_end in ends.items():
        heard.lines[line].append(is_end)


def _rule(path: Path, votes: Votes, heard: _Heard, main: frozenset[str]) -> bool:
    parent = path[:-2]
    away = (*off(parent, main), path[-2])
    if any(map(_NAMED.search, away)) and heard.boxes[path] < LEAST_MAIN:
        return False
    if key(parent) in main:
        return votes.share >= AMONG
    if is_text(away):
        return votes.share >= AROUND
    return votes.share >= BOXED and heard.boxes[parent] >= LEAST_BOX


def _repeats(line: str, ends: list[bool]) -> bool:
    """On most pages; or on two, at the ends of the article both times: a shared background stands inside.

    A short line at the article's end is a writer's name, which others read out of the text.
    """
    if len(line) < LEAST_REPEATED:
        return len(ends) >= 3 and not any(ends)
    return len(ends) >= 3 or (len(ends) == 2 and all(ends))
