"""A few pages of one source → its template: what a teacher's reading of them keeps, page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import mean, median_low

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.body import body_lines
from crawler.template import Template
from crawler.template_blocks import NAMING, Block, Path, blocks
from crawler.template_read import (
    below,
    digest,
    elsewhere,
    is_text,
    key,
    off,
    outermost,
    read,
    squash,
    take,
)
from doichieu.text import one_line

#: Pages learned from at most; more change next to nothing, measured on the teacher's own agreement.
MOST_PAGES = 4
#: With fewer pages nothing can be seen to repeat.
LEAST_PAGES = 2
#: Letters of a teacher's reading below which a page teaches nothing.
LEAST_TAUGHT = 120
#: Letters from which a block inside a longer line of the teacher's is no chance.
LEAST_RUN = 25
#: What a letter that the teacher drops costs in a container, against one that it keeps.
COST = 0.3
#: How much worse than the best a container may score to be taken for lying deeper.
NEARLY = 0.005
#: Names of one element that its selector has at most: enough to find no other one.
MOST_NAMES = 4
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
#: Share of shared blocks from which two pages are one story.
SAME_STORY = 0.3
#: Share of blocks at the container's ends where a line on two pages is the house's, not a shared background.
EDGE = 4
#: Letters of a line below which it may be a byline or an agency's name.
LEAST_REPEATED = 40
#: Agreement with the teacher below which nothing was understood.
LEAST_AGREEMENT = 0.8
#: Names that sites, whatever their language, give to what is not the article.
_NAMED = re.compile(
    r"caption|promo|related|newsletter|author|byline|\bbio\b|-bio|share|social|comment|advert|sponsor|credit|subscri|signup|recommend|copyright",
    re.IGNORECASE,
)  # fmt: skip
_PLAIN_NAME = re.compile(r"[A-Za-z_][\w-]*")
_NUMBER = re.compile(r"\d{2}")


@dataclass(slots=True)
class Lesson:
    """A page with the teacher's reading of it."""

    tree: LexborHTMLParser
    lines: frozenset[str]  #: squashed
    whole: str

    @property
    def body(self) -> LexborNode:
        """What the page shows; the parser makes one for every page."""
        body = self.tree.body
        assert body is not None
        return body

    @classmethod
    def of(cls, markup: str, lines: Iterable[str] | None = None) -> Lesson:
        """Read by the teacher, unless its reading is at hand."""
        said = [squash(one_line(line)) for line in (body_lines(markup) if lines is None else lines)]
        return cls(LexborHTMLParser(markup), frozenset(filter(None, said)), "\0".join(said))

    def keeps(self, block: Block) -> bool:
        """Whether the teacher has this block in its reading, whole or for the most part."""
        same = squash(block.text)
        if block.tag == "h1":
            return False
        if same in self.lines or (len(same) >= LEAST_RUN and same in self.whole):
            return True
        parts = [squash(line) for line in block.lines]
        return 0 < sum(len(part) for part in parts if part in self.lines) >= 0.6 * len(same)


@dataclass(slots=True)
class _Votes:
    kept: int = 0
    dropped: int = 0

    @property
    def share(self) -> float:
        return self.kept / (self.kept + self.dropped or 1)

    def add(self, kept: bool, weight: int) -> None:
        self.kept += weight * kept
        self.dropped += weight * (not kept)


@dataclass(slots=True)
class _Heard:
    """What the lessons say of the parts of a container."""

    kinds: dict[Path, _Votes] = field(default_factory=lambda: defaultdict(_Votes))
    parts: dict[Path, _Votes] = field(default_factory=lambda: defaultdict(_Votes))
    boxes: dict[Path, float] = field(default_factory=lambda: defaultdict(float))
    lines: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))


def learn(
    pages: Sequence[str], *, today: date, version: int = 1, teacher: Callable[[str], list[str]] = body_lines
) -> Template | None:  # fmt: skip
    """The template of pages (markup) of one source; None where they teach none."""
    try:
        return _learned(pages, today, version, teacher)
    except RecursionError:  # thousands of elements in each other: no page to learn from
        return None


def _learned(
    pages: Sequence[str], today: date, version: int, teacher: Callable[[str], list[str]]
) -> Template | None:
    lessons = list(_different(Lesson.of(page, teacher(page)) for page in pages))[:MOST_PAGES]
    while len(lessons) >= LEAST_PAGES:
        container = _container(lessons)
        if container is None:
            return None
        template = _ruled(container, lessons, today, version)
        agreements = [_agreement(template, lesson) for lesson in lessons]
        if min(agreements) > 0 and mean(agreements) >= LEAST_AGREEMENT:
            return replace(template, agreement=round(mean(agreements), 3))
        # A page of another kind (a live ticker, a gallery) must not spoil the rest.
        lessons.pop(agreements.index(min(agreements)))
    return None


def _different(lessons: Iterable[Lesson]) -> Iterator[Lesson]:
    """Lessons that teach something, one a story."""
    taken: list[Lesson] = []
    for lesson in lessons:
        shared = max((len(lesson.lines & one.lines) for one in taken), default=0)
        if len(lesson.whole) >= LEAST_TAUGHT and shared <= SAME_STORY * len(lesson.lines):
            taken.append(lesson)
            yield lesson


def _container(lessons: Sequence[Lesson]) -> str | None:
    """The selector whose finds hold most of what the teacher keeps and least of what it drops; the innermost."""
    scores: dict[str, float] = defaultdict(float)
    depths: dict[str, int] = {}
    for lesson in lessons:
        inside: dict[str, _Votes] = defaultdict(_Votes)
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


def _ruled(container: str, lessons: Sequence[Lesson], today: date, version: int) -> Template:
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


def _rule(path: Path, votes: _Votes, heard: _Heard, main: frozenset[str]) -> bool:
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


def _agreement(template: Template, lesson: Lesson) -> float:
    lines = {squash(line) for line in read(template, lesson.tree) or ()}
    both = sum(len(line) for line in lines if line in lesson.lines)
    sizes = sum(map(len, lines)) + sum(map(len, lesson.lines))
    return 2 * both / sizes if sizes else 0.0
