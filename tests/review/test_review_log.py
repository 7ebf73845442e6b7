"""The log narrowed by day, action and person, and its pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from storage import log
from storage.schema import EventRow


def _told(site: Any, *lines: tuple[str, str, datetime]) -> None:
    with site.database.session() as session:
        session.add_all(
            EventRow(at=at, actor=actor, action=action, subject="flag:1", detail={})
            for actor, action, at in lines
        )


def _rows(page: Any) -> int:
    return page.text.count('<td class="when whole">')


def test_the_log_is_narrowed_by_day_on_our_clocks_action_and_person(site: Any) -> None:
    _told(
        site,
        ("lan", "decide", datetime(2026, 11, 4, 16, 59, tzinfo=UTC)),  # 23:59 of the 4th, here
        ("lan", "decide", datetime(2026, 11, 4, 17, 0, tzinfo=UTC)),  # the 5th begins
        ("minh", "undo", datetime(2026, 11, 5, 16, 59, tzinfo=UTC)),
        ("minh", "export", datetime(2026, 11, 5, 17, 0, tzinfo=UTC)),  # the 6th
    )
    desk = site.signed_in("hoa")
    for asked, left in (
        ({"day": "2026-11-05"}, 2),
        ({"day": "2026-11-05", "action": "undo"}, 1),
        ({"action": "decide"}, 2),
        ({"actor": "minh"}, 2),
        ({"actor": "minh", "action": "decide"}, 0),
    ):
        assert _rows(desk.get("/log", params=asked)) == left, asked
        assert len(desk.get("/api/v1/log", params=asked).json()) == left, asked
    everything = _rows(desk.get("/log"))
    for day in ("gestern", "2026-13-01", "'"):
        assert _rows(desk.get("/log", params={"day": day})) == everything


def test_the_choice_stays_in_the_form_and_on_the_next_page(site: Any) -> None:
    with site.database.session() as session:
        for _ in range(101):
            log.append(session, actor="lan", action="export", subject="flags.csv")
    desk = site.signed_in("hoa")
    first = desk.get("/log", params={"action": "export", "actor": "lan"})
    assert '<option value="export" selected>xuất dữ liệu</option>' in first.text
    assert 'name="actor" value="lan"' in first.text
    older = re.search(r'<nav class="paging"><a href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    assert "action=export" in older
    assert _rows(desk.get(older)) == 1
    assert "Không có dòng nào như vậy" in desk.get("/log?action=undo").text
