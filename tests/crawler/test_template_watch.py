"""When a source's template is learned in a crawl, and when anew."""

from __future__ import annotations

import asyncio
from datetime import date

from crawler.template import Template
from crawler.template_watch import LARGEST_PAGE, Watch
from doichieu.records import Page

TEMPLATE = Template(
    container="div.a", main=frozenset({""}), rules={"p/plain": True}, elsewhere=0,
    pages=4, agreement=1.0, learned_at=date(2026, 11, 20),
)  # fmt: skip


def _page(at: int, *, body: bytes = b"") -> Page:
    return Page(url=f"https://b.example/{at}", status=200, body=body or b"trang %d" % at)


def test_four_pages_are_handed_over_once_as_they_came() -> None:
    watch = Watch()
    for at in range(3):
        watch.saw(_page(at), way="careful")
    assert watch.pages_to_learn_from() == ()
    watch.saw(_page(3), way="careful")
    assert watch.pages_to_learn_from() == tuple(_page(at) for at in range(4))
    for at in range(8):
        watch.saw(_page(at), way="careful")
    assert watch.pages_to_learn_from() == ()
    assert watch.pages_to_learn_from(at_the_end=True) == ()


def test_two_pages_will_do_at_the_end_of_a_crawl_that_brought_no_more() -> None:
    watch = Watch()
    watch.saw(_page(0), way="careful")
    assert watch.pages_to_learn_from(at_the_end=True) == ()
    watch.saw(_page(1), way="careful")
    assert len(watch.pages_to_learn_from(at_the_end=True)) == 2


def test_single_pages_that_do_not_fit_are_no_new_site() -> None:
    watch = Watch(TEMPLATE)
    for at in range(20):
        watch.saw(_page(at), way="fallback" if at % 2 else "template")
    assert watch.pages_to_learn_from(at_the_end=True) == ()


def test_four_pages_running_that_do_not_fit_are() -> None:
    watch = Watch(TEMPLATE)
    watch.saw(_page(0), way="template")
    for at in range(1, 5):
        watch.saw(_page(at), way="fallback")
    assert len(watch.pages_to_learn_from()) == 4


def test_a_page_too_large_to_keep_is_not_learned_from() -> None:
    watch = Watch()
    for at in range(9):
        watch.saw(_page(at, body=b"x" * (LARGEST_PAGE + 1)), way="careful")
    assert watch.pages_to_learn_from(at_the_end=True) == ()


def test_pages_after_the_ones_to_learn_from_wait_for_the_template_however_it_ends() -> None:
    async def crawl(*, learned: bool) -> list[bool]:
        watch, ways = Watch(), []

        async def read(at: int) -> None:
            async with watch.turn():
                ways.append(watch.template is not None)
                await asyncio.sleep(0)
                if watch.template is None:
                    watch.saw(_page(at), way="careful")
                if watch.pages_to_learn_from():
                    await asyncio.sleep(0)
                    watch.learned(TEMPLATE) if learned else watch.not_learned()

        await asyncio.gather(*map(read, range(12)))
        return ways

    assert asyncio.run(crawl(learned=True)) == [False] * 4 + [True] * 8
    assert asyncio.run(crawl(learned=False)) == [False] * 12


def test_a_page_that_is_no_article_lets_the_next_one_in() -> None:
    async def crawl() -> int:
        watch, read = Watch(), 0

        async def fail() -> None:
            nonlocal read
            async with watch.turn():
                read += 1

        await asyncio.gather(*(fail() for _ in range(9)))
        return read

    assert asyncio.run(crawl()) == 9
