"""A few pages of one source → its template: what a teacher's reading of them keeps, page after page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from statistics import mean

from crawler.template import Template
from crawler.template_container import container_of
from crawler.template_lesson import Lesson, taught
from crawler.template_read import read, squash
from crawler.template_rules import ruled

#: Pages learned from at most; measured on the teacher's own agreement, more change next to nothing.
MOST_PAGES = 4
#: With fewer pages nothing can be seen to repeat.
LEAST_PAGES = 2
#: Letters of a teacher's reading below which a page teaches nothing.
LEAST_TAUGHT = 120
#: Share of shared lines from which two pages are one story.
SAME_STORY = 0.3
#: Agreement with the teacher below which nothing was understood.
LEAST_AGREEMENT = 0.8


def learn(
    pages: Sequence[str], *, today: date, version: int = 1, teacher: Callable[[str], list[str]] = taught
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
        container = container_of(lessons)
        if container is None:
            return None
        template = ruled(container, lessons, today=today, version=version)
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


def _agreement(template: Template, lesson: Lesson) -> float:
    lines = {squash(line) for line in read(template, lesson.tree) or ()}
    both = sum(len(line) for line in lines if line in lesson.lines)
    sizes = sum(map(len, lines)) + sum(map(len, lesson.lines))
    return 2 * both / sizes if sizes else 0.0
