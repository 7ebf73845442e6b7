"""A page offers what its reader's role allows, and nothing that would be refused."""

from __future__ import annotations

from typing import Any

import pytest

DECIDE, BULK, ASK, TAKE = 'action="/flags/1/decide"', 'action="/batches/decide"', "/opinion/ask", "/digest/docx"  # fmt: skip


@pytest.mark.parametrize(
    ("role", "offered"),
    [("reader", set()), ("reviewer", {DECIDE, ASK}), ("lead", {DECIDE, ASK, BULK, TAKE})],
)
def test_nothing_is_offered_that_would_be_refused(site: Any, role: str, offered: set[str]) -> None:
    site.add_document()
    site.add_flag()
    desk = site.signed_in("hoa", role=role)
    shown = "".join(desk.get(path).text for path in ("/", "/flags/1", "/digest"))
    assert {one for one in (DECIDE, BULK, ASK, TAKE) if one in shown} == offered
