"""When a source's template is learned in a crawl, and when anew."""

from __future__ import annotations

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
