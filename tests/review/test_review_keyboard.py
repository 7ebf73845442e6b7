"""Fifty decisions by keyboard alone: every key counted, the mouse never touched."""

from __future__ import annotations

import re
from typing import Any

import pytest

from review.views import OUTCOMES

pytestmark = pytest.mark.browser
DECISIONS = 50
#: Keys beside one a decision: to the first row, open it.
FEW = 2


class Keyboard:
    """The keys of a page, counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)
        self.pressed += 1


def _stories(site: Any) -> list[int]:
    return [
        site.add_flag(path=f"/{at}", sentence=f"Bài {at}: lương là 2.350.000 đồng/tháng.")
        for at in range(DECISIONS)
    ]


def _outcomes(page: Any, ids: list[int]) -> list[list[str]]:
    held = (page.request.get(f"/api/v1/flags/{one}").json() for one in ids)
    return [[ruling["outcome"] for ruling in one["decisions"]] for one in held]


def test_fifty_decisions_take_one_key_each_and_two_to_begin(site: Any, reader: Any) -> None:
    ids = _stories(site)
    page, keys = reader.page, Keyboard(reader.page)
    page.evaluate("addEventListener('mousedown', () => { throw new Error('the mouse was used'); })")
    page.goto("/")
    for key in ("j", "Enter"):
        keys.press(key)
    page.wait_for_url("**/flags/*")
    expected = {}
    for at in range(DECISIONS):
        page.wait_for_selector("#decide")
        page.wait_for_load_state("load")
        here = int(re.search(r"/flags/(\d+)", page.url)[1])
        expected[here] = OUTCOMES[at % len(OUTCOMES)][0]
        keys.press(str(at % len(OUTCOMES) + 1))
        page.wait_for_url(f"**done={here}")
    assert page.url.endswith(f"/?done={here}"), "after the last one comes the empty queue"
    assert keys.pressed == DECISIONS + FEW
    assert _outcomes(page, ids) == [[expected[one]] for one in ids]
    assert not reader.complaints


def test_everything_a_reviewer_does_has_a_key_that_is_told(site: Any, reader: Any) -> None:
    _stories(site)
    page = reader.page
    page.goto("/")
    page.keyboard.press("?")
    told = set(page.locator("dialog#keys kbd").all_inner_texts())
    assert told == {"j", "k", "Enter", "x", "Shift", "Esc", "1", "2", "3", "4", "5", "u", "a", "n", "g", "/", "?"}  # fmt: skip
    page.keyboard.press("Escape")
    # Thirty rows marked by one range, ruled on by one key: not one by one.
    for key in ("j", "x"):
        page.keyboard.press(key)
    for _ in range(29):
        page.keyboard.press("j")
    page.keyboard.press("X")
    assert page.locator(".mark :checked").count() == 30
    page.keyboard.press("1")
    page.wait_for_selector("text=Đã ghi 30 quyết định")
    assert not reader.complaints
