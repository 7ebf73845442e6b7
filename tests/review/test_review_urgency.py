"""The queue by what needs a person most, with the reason told, and the filters carried along."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from doichieu.records import Outcome
from review.language import translator
from review.reasons import why
from storage import decisions, urgency
from storage.flags import Filters
from storage.schema import ArticleRow, FlagRow

WRONG = "Từ ngày 1/7/2026, mức lương cơ sở là 2.350.000 đồng/tháng."


def _other(site: Any, path: str, **changed: Any) -> int:
    return site.add_flag(path=path, sentence=f"Lương {path} là 2.350.000 đồng/tháng.", **changed)


def _ids(site: Any, **asked: Any) -> list[int]:
    with site.database.session() as session:
        return [row.flag.id for row in urgency.queue(session, Filters(), **asked)]


def _set(site: Any, flag_id: int, **values: Any) -> None:
    with site.database.session() as session:
        flag = session.get_one(FlagRow, flag_id)
        article = session.get_one(ArticleRow, flag.article_id)
        for name, value in values.items():
            setattr(flag if hasattr(flag, name) else article, name, value)


def _ago(**span: float) -> datetime:
    return datetime.now(UTC) - timedelta(**span)


def test_a_story_on_more_outlets_comes_first(site: Any) -> None:
    lone = _other(site, "/mot")
    spread = site.add_flag()
    site.add_flag(outlet="bao-hai", province="Hà Lam")
    assert _ids(site) == [spread, lone]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"probability": 0.99}, {"probability": 0.6}),
        ({"kind": "polarity"}, {"kind": "ordinal"}),
        ({"published_at": _ago(hours=2)}, {"published_at": _ago(days=90)}),
        ({}, {"corrected_at": _ago(hours=1)}),
        ({}, {"gone_at": _ago(hours=1)}),
    ],
)
def test_each_reason_moves_a_story_up(site: Any, first: Any, second: Any) -> None:
    low, high = _other(site, "/mot"), _other(site, "/hai")
    _set(site, low, **second)
    _set(site, high, **first)
    assert _ids(site) == [high, low]
    _set(site, low, probability=0.97, kind="money", published_at=_ago(hours=1), corrected_at=None, gone_at=None)  # fmt: skip
    _set(site, high, probability=0.6, kind="ordinal", published_at=_ago(days=90))
    assert _ids(site) == [low, high]


def test_points_are_the_sum_of_the_reasons_and_never_above_a_hundred(site: Any) -> None:
    flag_id = site.add_flag(probability=1.0)
    _set(site, flag_id, kind="polarity", published_at=_ago(hours=1))
    with site.database.session() as session:
        row = urgency.queue(session, Filters())[0]
        assert (row.chance, row.reach, row.harm, row.fresh) == (35, 0, 25, 15)
        assert row.points == 75
    assert sum(urgency.MOST.values()) == 100


def test_the_reason_is_told_the_weightiest_first(site: Any) -> None:
    flag_id = site.add_flag()
    site.add_flag(outlet="bao-hai", province="Hà Lam")
    _set(site, flag_id, published_at=_ago(hours=1))
    page = site.signed_in().get("/").text
    told = re.search(r'<span class="why"><b>(\d+)</b>/100: ([^<]+)', page)
    assert int(told[1]) == 33 + 23 + 15 + 6
    assert told[2] == "rất chắc +33 · Số tiền (hại lớn) +23 · đăng trong 24 giờ +15 · 2 báo đăng +6"


def test_what_the_outlet_has_corrected_loses_points_and_says_so(site: Any) -> None:
    flag_id = site.add_flag()
    _set(site, flag_id, corrected_at=_ago(hours=1))
    with site.database.session() as session:
        row = urgency.queue(session, Filters())[0]
        told = why(row, t=translator("vi"), kind_name=str, certainty="chắc")
    assert told.endswith("báo đã sửa −40")
    assert "đã sửa" not in site.signed_in().get("/?order=sure").text.split('class="why"')[-1][:40]


def test_other_orders_can_be_asked_for_and_live_in_the_address(site: Any) -> None:
    old, new = _other(site, "/mot"), _other(site, "/hai", probability=0.7)
    _set(site, old, created_at=_ago(days=2))
    assert _ids(site, order="new") == [new, old]
    assert _ids(site, order="sure") == [old, new]
    page = site.signed_in().get("/?order=new").text
    assert '<option value="new" selected>' in page
    assert page.index(f'data-flag="{new}"') < page.index(f'data-flag="{old}"')
    assert f"/flags/{new}?order=new" in page


def test_every_option_carries_its_count_also_of_status_and_time(site: Any) -> None:
    ruled = site.add_flag()
    _other(site, "/mot")
    old = _other(site, "/hai")
    _set(site, old, created_at=_ago(days=20))
    with site.database.session() as session:
        decisions.decide(session, ruled, Outcome.DIFFERS, reviewer="lan")
    page = site.signed_in().get("/").text
    for told in (
        "Đang chờ (2)", "Đã quyết (1)", "Tất cả (3)", "Khác văn bản, cần đính chính (1)", "Chưa thể kết luận (0)",
        "24 giờ qua (1)", "7 ngày (1)", "30 ngày (2)",
    ):  # fmt: skip
        assert told in page, told


def test_a_chosen_value_stays_chosen_where_the_other_filters_leave_none_of_it(site: Any) -> None:
    site.add_flag()
    site.add_flag(outlet="bao-hai", province="Hà Lam")
    page = site.signed_in().get("/", params={"source": "bao-hai", "province": "Lam Giang"}).text
    assert '<option value="bao-hai" selected>Báo Hai (0)</option>' in page
    assert '<option value="Lam Giang" selected>Lam Giang (0)</option>' in page


def test_the_next_story_after_a_ruling_is_of_the_queue_it_was_opened_from(site: Any) -> None:
    here = site.add_flag()
    _other(site, "/khac", outlet="bao-hai", province="Hà Lam", probability=0.99)
    near = _other(site, "/gan", probability=0.8)
    desk = site.signed_in()
    page = desk.get(f"/flags/{here}?province=Lam+Giang")
    kept = re.search(r'name="queue" value="([^"]+)"', page.text)[1]
    token = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)[1]
    answer = desk.post(
        f"/flags/{here}/decide",
        data={"_csrf_token": token, "outcome": "differs", "next": "1", "queue": kept},
    )
    assert answer.headers["location"] == f"/flags/{near}?province=Lam+Giang&done={here}"


def test_next_leaves_a_story_for_later_and_ends_at_the_queue(site: Any) -> None:
    first, second = _other(site, "/mot"), _other(site, "/hai", probability=0.8)
    desk = site.signed_in()
    assert desk.get(f"/flags/{first}/next?q=luong").headers["location"] == f"/flags/{second}?q=luong"  # fmt: skip
    assert desk.get(f"/flags/{second}/next").headers["location"] == "/"
    assert desk.get("/flags/99/next").headers["location"] == f"/flags/{first}"


def test_the_api_orders_and_tells_the_points(site: Any) -> None:
    site.add_flag()
    held = site.signed_in().get("/api/v1/queue", params={"order": "need", "days": 7}).json()
    need = held["flags"][0]["need"]
    assert need["points"] == need["chance"] + need["reach"] + need["harm"] + need["fresh"]


def test_a_ruling_goes_on_past_the_stories_left_for_later_and_back_to_them_at_the_end(
    site: Any,
) -> None:
    first, second, third = (
        _other(site, f"/{at}", probability=chance) for at, chance in enumerate((0.99, 0.9, 0.8))
    )
    desk = site.signed_in()

    def rule(flag_id: int) -> str:
        page = desk.get(f"/flags/{flag_id}").text
        token = re.search(r'name="_csrf_token" value="([^"]+)"', page)[1]
        data = {"_csrf_token": token, "outcome": "differs", "next": "1"}
        return str(desk.post(f"/flags/{flag_id}/decide", data=data).headers["location"])

    assert rule(second) == f"/flags/{third}?done={second}"
    assert rule(third) == f"/flags/{first}?done={third}"
    assert rule(first) == f"/?done={first}"
