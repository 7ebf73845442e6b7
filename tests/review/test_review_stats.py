"""The dashboard: each chart with its table, each table as CSV, in both languages, fast over many flags."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert

from doichieu.records import Outcome
from review.charts import bars
from review.column_chart import columns
from review.tile_map import counted_tiles
from storage import decisions
from storage.schema import FlagRow

TABLES = ("by-day", "to-ruling", "to-correction", "precision-by-kind", "precision-by-month", "sources", "coverage")  # fmt: skip


@pytest.fixture
def ruled(site: Any) -> Any:
    """Two stories ruled on, one that waits; one corrected after five hours."""
    for at, outcome in enumerate((Outcome.DIFFERS, Outcome.DOES_NOT_DIFFER, None)):
        flag = site.add_flag(path=f"/{at}", sentence=f"Câu {at}: mức lương cơ sở là 2.350.000 đồng/tháng.", province="Huế")  # fmt: skip
        if outcome:
            with site.database.session() as session:
                decisions.decide(session, flag, outcome, reviewer="lan")
    with site.database.session() as session:
        session.get_one(FlagRow, 1).corrected_at = datetime(2026, 11, 5, 6, 15, tzinfo=UTC)
    return site


def _rows(answer: Any) -> list[list[str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_every_chart_has_its_table_and_its_csv_and_the_log_knows(ruled: Any) -> None:
    desk = ruled.signed_in()
    page = desk.get("/stats").text
    assert " style=" not in page
    for name in (*TABLES, "kind", "outlet", "document", "status"):
        assert f'href="/stats/{name}"' in page or name == "coverage", name
        assert len(_rows(desk.get(f"/stats/{name}"))) >= 1
    assert desk.get("/stats/nichts").status_code == 404
    subjects = [one["subject"] for one in desk.get("/api/v1/log").json()["items"] if one["action"] == "export"]  # fmt: skip
    assert "stats.by-day.csv" in subjects


def test_the_tables_say_what_the_rulings_say(ruled: Any) -> None:
    desk = ruled.signed_in()
    assert _rows(desk.get("/stats/precision-by-kind"))[1] == ["Số tiền", "1", "1", "0.5"]
    assert _rows(desk.get("/stats/to-correction"))[1] == ["≤ 6 giờ", "1"]
    day = _rows(desk.get("/stats/by-day"))
    assert day[0] == ["Ngày", "Số tiền", "Tất cả"]
    assert day[1][1:] == ["3", "3"]
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", day[1][0])
    held = desk.get("/api/v1/stats").json()["figures"]
    assert set(held) == set(TABLES)
    assert held["precision-by-kind"]["rows"] == [["Số tiền", 1, 1, 0.5]]
    assert desk.get("/api/v1/stats/sources").content == desk.get("/stats/sources").content


def test_numbers_are_written_as_readers_write_them(ruled: Any) -> None:
    with ruled.database.session() as session:
        session.get_one(FlagRow, 1).corrected_at = datetime(2026, 11, 5, 3, 45, tzinfo=UTC)
    desk = ruled.signed_in()
    assert "2,5 giờ" in desk.get("/stats").text
    desk.cookies.set("doichieu_language", "en")
    english = desk.get("/stats").text
    assert "2.5 hours" in english
    assert "Rightly flagged, by kind" in english


def test_coverage_is_a_tile_map_of_the_provinces(ruled: Any) -> None:
    from doichieu.records import Source, SourceKind
    from storage import sources

    with ruled.database.session() as session:
        sources.sync(session, [Source(id="bao-mau", name="Báo Mẫu", kind=SourceKind.NEWS, home_url="https://x.example", province="Huế", enabled=True)])  # fmt: skip
        from storage.coverage import CoverageRow

        session.merge(CoverageRow(document="9/2026/NĐ-CP", source_id="bao-mau", first_day=datetime.now(UTC).date()))  # fmt: skip
    rows = _rows(ruled.signed_in().get("/stats/coverage"))
    assert ["Huế", "2", "1.0"] in rows
    page = ruled.signed_in().get("/stats").text
    assert re.search(r'class="level4"><rect[^>]*></rect><text[^>]*>Huế 2</text>', page)


def test_tiles_are_darker_the_more_a_province_carried() -> None:
    drawn = str(counted_tiles({"Huế": 1, "Cà Mau": 8}, most=8, watched={"Huế", "Cà Mau", "Hà Nội"}))
    assert 'class="level1"' in drawn
    assert 'class="level4"' in drawn
    assert re.search(r'class="level0"><rect[^>]*></rect><text[^>]*>Hà Nội 0<', drawn)
    assert drawn.count('class="unwatched"') == 31


def test_columns_pile_up_to_the_height_of_the_day_with_most() -> None:
    drawn = str(columns([("01/11", {"a": 3, "b": 1}), ("02/11", {"a": 1})], kinds=["a", "b"], title="<x>"))  # fmt: skip
    heights = [float(one) for one in re.findall(r'class="shade\d"[^>]* height="([\d.]+)"', drawn)]
    assert heights[0] + heights[1] == pytest.approx(4 * heights[2], abs=0.5)
    assert "&lt;x&gt;" in drawn


def test_the_dashboard_reads_no_article_and_only_new_flags(ruled: Any) -> None:
    """Fifty thousand flags are looked at once; then a page asks for what is new, and for no article at all."""
    made = datetime.now(UTC) - timedelta(days=3)
    with ruled.database.session() as session:
        row = {one.name: getattr(session.get_one(FlagRow, 1), one.key) for one in FlagRow.__table__.columns}  # fmt: skip
        session.execute(
            insert(FlagRow),
            [{**row, "id": at, "sentence_digest": str(at), "group_key": f"g{at}", "created_at": made, "changed_at": made} for at in range(10, 5_010)],
        )  # fmt: skip
    desk = ruled.signed_in()
    desk.get("/stats")
    said: list[tuple[str, int]] = []

    def hear(_c: Any, cursor: Any, statement: str, *_: Any) -> None:
        said.append((statement, cursor.rowcount))

    event.listen(ruled.database.engine, "before_cursor_execute", hear)
    assert "5.003" in desk.get("/stats").text
    asked = [one for one, _ in said if "FROM articles" in one or "FROM flags" in one]
    allowed = re.compile(r"articles\.id >|max\(articles\.id\)|flags\.changed_at >=")
    assert [one for one in asked if not allowed.search(one)] == []


def test_a_share_is_drawn_of_a_hundred_and_numbers_are_the_readers() -> None:
    drawn = str(bars([("nửa", 50)], title="x", unit=" %", most=100))
    assert 'width="170"' in drawn
    assert ">50 %</text>" in drawn
    assert ">12.345</text>" in str(bars([("x", 12_345)], title="x"))
    assert ">12,345</text>" in str(bars([("x", 12_345)], title="x", language="en"))
