"""In the crawl: how a page was read → counts, and the source's template when there is enough to learn from."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import TimeoutError as OverTime
from typing import Any

from pebble import ProcessExpired

from crawler.findings import Learned
from crawler.reading import learn_template
from crawler.tally import Tally
from crawler.template_watch import Way
from doichieu.records import Page

#: Runs a step in a worker process; raises what ends one.
InWorker = Callable[..., Coroutine[Any, Any, Any]]
Tell = Callable[[Learned], None]


async def page_read(page: Page, way: Way, tally: Tally, *, in_worker: InWorker, tell: Tell) -> None:
    """Count how a page was read; learn the template, or learn it anew, when it is due."""
    if way != "careful":
        tally.add("template" if way == "template" else "template_fallback")
    tally.watch.saw(page, way=way)
    await _learn(tally.watch.pages_to_learn_from(), tally, in_worker, tell)


async def crawl_ended(tallies: Iterable[Tally], *, in_worker: InWorker, tell: Tell) -> None:
    """Sources that brought few pages are learned from those."""
    for tally in tallies:
        await _learn(tally.watch.pages_to_learn_from(at_the_end=True), tally, in_worker, tell)


async def _learn(pages: tuple[Page, ...], tally: Tally, in_worker: InWorker, tell: Tell) -> None:
    if not pages:
        return
    known = tally.watch.template
    try:
        template = await in_worker(learn_template, pages, source=tally.source, template=known)
    except (TimeoutError, OverTime, ProcessExpired):
        template = None
    if template is None:
        tally.watch.not_learned()
        tally.add("template_not_learned")
        return
    tally.add("template_relearned" if known else "template_learned")
    tally.watch.learned(template)
    tell(Learned(source_id=tally.source.id, template=template))
