"""The official corpus by hand: in, over time, out again; one text more settles only what it touches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from typer.testing import CliRunner

from corpus.document import build_document
from crawler.findings import Visit
from doichieu.cli import build
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.keep import Taken, keep_page
from doichieu.jobs.official import add_official, get_official, keep_document, list_official
from doichieu.records import Failure, Page
from doichieu.settings import Settings
from storage import documents

OLD = """CHÍNH PHỦ
Số: 33/2030/NĐ-CP
Tân Kinh, ngày 01 tháng 3 năm 2030
NGHỊ ĐỊNH
Về bến đò
Điều 1. Mức
1. Mức phí là 5.000 đồng.
2. Trẻ em không phải trả phí qua bến.
Điều 2. Hiệu lực
Nghị định này có hiệu lực từ ngày 01 tháng 5 năm 2030."""
NEW = """CHÍNH PHỦ
Số: 44/2031/NĐ-CP
Tân Kinh, ngày 01 tháng 4 năm 2031
NGHỊ ĐỊNH
Sửa đổi Nghị định số 33/2030/NĐ-CP
Điều 1. Sửa đổi
1. Bãi bỏ khoản 2 Điều 1 Nghị định số 33/2030/NĐ-CP.
Điều 2. Hiệu lực
Nghị định này có hiệu lực từ ngày 01 tháng 6 năm 2031 và căn cứ Thông tư số 9/2029/TT-BXD."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    with open_desk(settings) as opened:
        yield opened


def _add(folder: Path, settings: Settings, *, again: bool = False, **texts: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    places = [str(folder / f"{name}.txt") for name in texts]
    return [
        one.problem.reason if one.problem else one.status
        for one in add_official(places, settings=settings, again=again)
    ]


def _run(settings: Settings, *words: str, code: int = 0) -> list[dict[str, Any]]:
    held = {"DOICHIEU_DATA_DIR": str(settings.data_dir)}
    done = CliRunner().invoke(build(), ["official", *words, "--json"], env=held)
    assert done.exit_code == code, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_the_order_of_adding_changes_nothing(
    tmp_path: Path, settings: Settings, order: tuple[str, str]
) -> None:
    texts = {"old": OLD, "new": NEW}
    _add(tmp_path / "vb", settings, **{name: texts[name] for name in order})
    old = get_official("33/2030/ND-CP", settings=settings)
    assert [(one.by, one.place, one.since) for one in old.changes] == [
        ("44/2031/NĐ-CP", "khoản 2 Điều 1", date(2031, 6, 1))
    ]
    standing = [one.place for one in old.passages if old.counts_on(date(2031, 6, 1), one)]
    assert "khoản 2 Điều 1" not in standing
    assert "khoản 1 Điều 1" in standing


def test_adding_one_text_reads_and_writes_only_what_it_touches(desk: Desk) -> None:
    with desk.database.session() as session:
        for at in range(1, 60):
            text = OLD.replace("33/2030", f"{at + 100}/2030").replace("5.000", f"{at}.000")
            keep_document(session, build_document(text, head={}, origin=f"{at}.txt"))
        keep_document(session, build_document(OLD, head={}, origin="old.txt"))
    asked: list[str] = []
    event.listen(
        desk.database.engine, "after_cursor_execute", lambda *told: asked.append(str(told[2]))
    )
    loaded: list[documents.DocumentRow] = []

    def see(row: documents.DocumentRow, _: object) -> None:
        loaded.append(row)

    event.listen(documents.DocumentRow, "load", see)
    try:
        with desk.database.session() as session:
            keep_document(session, build_document(NEW, head={}, origin="new.txt"))
    finally:
        event.remove(documents.DocumentRow, "load", see)
    assert len({row.number_key for row in loaded}) <= 2
    assert len(asked) < 30


def test_the_same_text_from_two_places_has_two_origins_and_one_row(
    tmp_path: Path, settings: Settings
) -> None:
    assert _add(tmp_path / "vb", settings, one=OLD, other=OLD.replace(". ", ".  ")) == [
        "new",
        "unchanged",
    ]
    (document,) = list_official(settings=settings)
    assert [Path(one).stem for one in document.origins] == ["one", "other"]


def test_another_text_under_a_held_number_is_put_apart_until_it_is_said_to_be_newer(
    tmp_path: Path, settings: Settings
) -> None:
    other = OLD.replace(
        "1. Mức phí là 5.000 đồng.\n2. Trẻ em không phải trả phí qua bến.",
        "Chợ nổi họp từ bốn giờ sáng đến trưa, ghe hàng neo thành hai dãy, cách nhau mười mét, có người trông coi.",
    )
    assert _add(tmp_path / "vb", settings, one=OLD) == ["new"]
    assert _add(tmp_path / "vb", settings, other=other) == ["two_with_one_number"]
    (apart,) = _run(settings, "list", "--apart")
    assert apart["reason"] == "two_with_one_number"
    assert "other.txt" in apart["file"]
    assert _add(tmp_path / "vb", settings, again=True, other=other) == ["revised"]
    assert not _run(settings, "list", "--apart")
    changed = _run(settings, "diff", "33/2030/NĐ-CP")
    assert {one["place"] for one in changed} >= {"khoản 1 Điều 1", "khoản 2 Điều 1"}


def test_a_claim_that_would_close_a_ring_against_the_days_is_put_apart(
    tmp_path: Path, settings: Settings
) -> None:
    newer = NEW.replace("Bãi bỏ khoản 2 Điều 1 Nghị định", "Bãi bỏ Nghị định")
    older = f"---\nnumber: 33/2030/NĐ-CP\nreplaces: 44/2031/NĐ-CP\n---\n{OLD}"
    assert _add(tmp_path / "vb", settings, newer=newer, older=older) == [
        "new",
        "ring_of_replacements",
    ]


def test_history_tells_what_happened_in_order(tmp_path: Path, settings: Settings) -> None:
    _add(tmp_path / "vb", settings, old=OLD, new=NEW)
    told = _run(settings, "history", "33/2030/NĐ-CP")
    assert [one["day"] for one in told[:3]] == ["2030-03-01", "2030-05-01", "2031-06-01"]
    assert (told[2]["document"], told[2]["place"]) == ("44/2031/NĐ-CP", "khoản 2 Điều 1")
    assert told[-1]["said"].endswith("old.txt")


def test_show_tells_relations_and_what_it_cites_and_cannot_find(
    tmp_path: Path, settings: Settings
) -> None:
    _add(tmp_path / "vb", settings, old=OLD, new=NEW)
    (told,) = _run(settings, "show", "44/2031/NĐ-CP")
    assert told["cites"] == ["33/2030/NĐ-CP"]
    assert [one["text"] for one in told["unresolved"]] == ["Thông tư số 9/2029/TT-BXD"]
    assert [(one["kind"], one["place"]) for one in told["relations"]] == [
        ("repeals", "khoản 2 Điều 1")
    ]


def test_search_answers_for_a_day(tmp_path: Path, settings: Settings) -> None:
    _add(tmp_path / "vb", settings, old=OLD, new=NEW)
    before = _run(settings, "search", "tre em", "--on", "2031-05-31")
    assert before[0]["place"] == "khoản 2 Điều 1"
    assert not [
        one
        for one in _run(settings, "search", "tre em", "--on", "2031-06-01")
        if one["place"] == "khoản 2 Điều 1"
    ]
    assert not _run(settings, "search", "tre em", "--on", "2030-04-30")


def test_list_as_of_a_day_leaves_out_what_did_not_count(tmp_path: Path, settings: Settings) -> None:
    _add(tmp_path / "vb", settings, old=OLD, new=NEW)
    assert [one["number"] for one in _run(settings, "list", "--on", "2031-01-01")] == [
        "33/2030/NĐ-CP"
    ]
    assert len(_run(settings, "list", "--on", "2031-07-01")) == 2


def test_diff_of_two_texts_goes_part_by_part(tmp_path: Path, settings: Settings) -> None:
    _add(
        tmp_path / "vb",
        settings,
        old=OLD,
        other=OLD.replace("33/2030", "55/2030").replace("5.000", "6.000"),
    )
    changed = [
        one
        for one in _run(settings, "diff", "33/2030/NĐ-CP", "55/2030/NĐ-CP")
        if "khoản" in one["place"]
    ]
    assert changed == [
        {
            "place": "khoản 1 Điều 1",
            "before": "1. Mức phí là 5.000 đồng.",
            "after": "1. Mức phí là 6.000 đồng.",
        }
    ]


def _page(url: str, text: str) -> Page:
    return Page(
        url=url, status=200, body=text.encode(), source_id="cong", content_type="text/plain"
    )


def test_a_crawled_text_that_contradicts_one_we_hold_is_put_apart_and_the_crawl_goes_on(
    desk: Desk, settings: Settings
) -> None:
    other = "Số: 33/2030/NĐ-CP\nĐiều 1. Chợ\nChợ nổi họp từ bốn giờ sáng, ghe neo thành hai dãy cách nhau mười mét."
    told = []
    for url, text in (("https://a.example/1.txt", OLD), ("https://b.example/2.txt", other)):
        visit = Visit(asked=url, url=url, source_id="cong", at=datetime.now(UTC), outcome="read")
        told.append(keep_page(desk, visit, _page(url, text)))
    assert isinstance(told[0], Taken)
    assert isinstance(told[1], Failure)
    assert told[1].reason == "two_with_one_number"
    assert [one["file"] for one in _run(settings, "list", "--apart")] == ["https://b.example/2.txt"]
