"""The page of alerts: what stands, what is over, what was sent; in both languages, and never an address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from storage import alerts, outgoing
from storage.alerts import Event

NOW = datetime(2026, 11, 5, 5, 0, tzinfo=UTC)


def _fill(site: Any) -> None:
    kinds = {"silent_source", "failing_job"}
    silent = Event("silent_source", "bao-mau", "Báo Mẫu: không có bài mới / Báo Mẫu: nothing new")
    failing = Event("failing_job", "check", "check: <b>hỏng</b> / check: <b>failed</b>")
    with site.database.session() as session:
        alerts.settle(session, NOW, wrong=[silent, failing], looked_at=kinds)
    with site.database.session() as session:
        alerts.settle(session, NOW, wrong=[silent], looked_at=kinds)
        outgoing.put(session, "alert:1", [("a", "mailtos://mail.example.vn")], title="Đối Chiếu: 1 việc cần xem", body="x", now=NOW)  # fmt: skip
    with site.database.session() as session:
        outgoing.failed(session, 1, "máy nhận trả lời 503 / the receiver answered 503", NOW)


def test_the_page_tells_what_stands_what_is_over_and_what_was_sent(site: Any) -> None:
    desk = site.signed_in()
    assert "Không có việc gì cần xem." in desk.get("/alerts").text
    assert "DOICHIEU_ALERT_ADDRESSES" in desk.get("/alerts").text
    _fill(site)
    page = desk.get("/alerts").text
    for words in ("Nguồn im lặng", 'href="/sources/bao-mau"', "không có bài mới", "05/11/2026 12:00", "mailtos://mail.example.vn", "máy nhận trả lời 503", "thử lại lúc"):  # fmt: skip
        assert words in page, words
    assert "<b>hỏng" not in page
    desk.cookies.set("doichieu_language", "en")
    english = desk.get("/alerts").text
    assert "nothing new" in english
    assert "the receiver answered 503" in english
    assert "không có bài mới" not in english


def test_the_api_tells_the_same(site: Any) -> None:
    _fill(site)
    held = site.signed_in().get("/api/v1/alerts").json()
    assert [one["kind"] for one in held["standing"]] == ["silent_source"]
    assert held["standing"][0]["opened_at"] == "2026-11-05T12:00:00+07:00"
    assert [one["kind"] for one in held["ended"]] == ["failing_job"]
    assert site.client().get("/api/v1/alerts").status_code == 401
