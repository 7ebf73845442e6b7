"""What leaves the desk: exports, ClaimReview, correction notes, feeds; and the line of the log each leaves."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

import feedparser
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.records import Outcome
from review.cells import LONGEST, inert
from review.correction_note import as_markdown, as_text
from review.export import COLUMNS
from storage import decisions

NUMBER = "41/2026/NĐ-CP"
WRONG = "Từ ngày 1/7/2026, mức lương cơ sở là 2.350.000 đồng/tháng."
FORMULA = "=HYPERLINK(1)+cmd|' /C calc'!A0 là 2.350.000 đồng/tháng."
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _rule(site: Any, flag_id: int, outcome: Outcome = Outcome.DIFFERS, note: str = "") -> None:
    with site.database.session() as session:
        decisions.decide(session, flag_id, outcome, reviewer="lan", note=note)


def _log(desk: Any) -> list[dict[str, Any]]:
    return [one for one in desk.get("/api/v1/log").json()["items"] if one["action"] == "export"]


def _csv(answer: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def _token(page: Any, **values: str) -> dict[str, str]:
    return {"_csrf_token": re.search(r'name="_csrf_token" value="([^"]+)"', page.text)[1], **values}


@pytest.fixture
def ruled(site: Any) -> int:
    """A flag on two outlets that a person ruled as differing; another still open."""
    site.add_document(origin="https://congbao.example/41-2026.htm")
    flag_id = site.add_flag()
    site.add_flag(outlet="bao-hai", province="Hà Lam")
    site.add_flag(path="/mo", sentence="Lương mới là 2.350.000 đồng/tháng.")
    _rule(site, flag_id, note="đã gọi tòa soạn")
    return flag_id


def test_only_what_a_person_decided_is_exported_and_the_export_is_logged(
    site: Any, ruled: int
) -> None:
    desk = site.signed_in()
    answer = desk.get("/exports/csv", params={"province": "Lam Giang"})
    assert re.fullmatch(r'attachment; filename="doichieu-\d{4}-\d\d-\d\d\.csv"', answer.headers["content-disposition"])  # fmt: skip
    rows = _csv(answer)
    assert list(rows[0]) == list(COLUMNS)
    assert [row["id"] for row in rows] == [str(ruled)]
    assert rows[0]["sentence"] == WRONG
    assert (rows[0]["outlet"], rows[0]["outcome"], rows[0]["reviewer"]) == ("Báo Mẫu", "differs", "lan")  # fmt: skip
    assert rows[0]["published_at"] == "2026-11-05T08:15:00+07:00"
    (line,) = _log(desk)
    assert (line["actor"], line["subject"]) == ("lan", "flags.csv")
    assert line["detail"] == {"form": "csv", "rows": 1, "filters": {"province": "Lam Giang"}}


def test_pages_and_api_give_the_same_in_every_form(site: Any, ruled: int) -> None:
    desk = site.signed_in()
    for form in ("csv", "jsonl", "jsonld"):
        assert desk.get(f"/api/v1/exports/{form}").content == desk.get(f"/exports/{form}").content
    rows = [json.loads(line) for line in desk.get("/exports/jsonl").text.splitlines()]
    assert [row["outlet"] for row in rows] == ["Báo Mẫu", "Báo Hai"]
    assert [list(row) for row in rows] == [list(COLUMNS)] * 2
    assert _csv(desk.get("/exports/csv", params={"status": "cannot_tell"})) == []
    assert desk.get("/exports/exe").status_code == 404
    assert desk.get("/api/v1/exports/exe").status_code == 404


def test_an_undone_ruling_is_no_longer_exported(site: Any, ruled: int) -> None:
    with site.database.session() as session:
        decisions.undo(session, ruled, reviewer="lan")
    assert _csv(site.signed_in().get("/exports/csv")) == []


def test_no_column_or_record_tells_of_an_author(site: Any, ruled: int) -> None:
    assert not [name for name in COLUMNS if "author" in name or "byline" in name]
    record = site.signed_in().get(f"/api/v1/flags/{ruled}/claimreview").json()
    assert record["author"]["@type"] == "Organization"
    assert "author" not in json.dumps(record["itemReviewed"])


def _cells(body: bytes) -> tuple[list[list[str]], str]:
    """Every cell's text of the first sheet, and the sheet's XML."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        held = (
            [
                "".join(part.text or "" for part in one.iter(f"{SHEET}t"))
                for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(
                    f"{SHEET}si"
                )
            ]
            if "xl/sharedStrings.xml" in book.namelist()
            else []
        )
    rows = []
    for row in ElementTree.fromstring(sheet).iter(f"{SHEET}row"):
        cells = []
        for cell in row:
            value = "".join(cell.itertext())
            cells.append(held[int(value)] if cell.get("t") == "s" else value)
        rows.append(cells)
    return rows, sheet


def test_a_spreadsheet_has_dates_headings_in_words_and_no_formula(site: Any) -> None:
    _rule(site, site.add_flag(sentence=FORMULA, title="@SUM(1)\x07"))
    rows, sheet = _cells(site.signed_in().get("/exports/xlsx").content)
    assert rows[0][:3] == ["Số", "Báo", "Tỉnh"]
    assert "'@SUM(1)" in rows[1]
    assert f"'{FORMULA}" in rows[1]
    assert "Khác văn bản, cần đính chính" in rows[1]
    assert "Số tiền" in rows[1]
    assert "<f>" not in sheet
    assert rows[1][3].startswith("46331.34")  # 05/11/2026 08:15, in days since 1900


def test_crawled_formulas_are_inert_in_csv(site: Any) -> None:
    _rule(site, site.add_flag(sentence=FORMULA), note="+84 cmd")
    (row,) = _csv(site.signed_in().get("/exports/csv"))
    assert row["sentence"] == f"'{FORMULA}"
    assert row["note"] == "'+84 cmd"


@given(st.text(max_size=50))
def test_no_text_is_a_formula_to_a_spreadsheet(text: str) -> None:
    for lead in ("", "=", "+", "-", "@", " =", "\t", "\r", "＝", "\ufeff@", "\x00="):
        cell = str(inert(lead + text))
        assert not re.match(r"\s*[=+\-@＝＋－＠]", cell)
    assert len(str(inert("=" + "a" * 40_000))) == LONGEST


def test_claimreview_is_one_record_a_story_with_every_appearance(site: Any, ruled: int) -> None:
    other = site.add_flag(path="/y", sentence="Ý là 2.350.000 đồng/tháng.")
    _rule(site, other, Outcome.OPINION_OR_REPORT)
    desk = site.signed_in()
    held = desk.get("/exports/jsonld")
    assert held.headers["content-type"].startswith("application/ld+json")
    assert held.json()["@context"] == "https://schema.org"
    (record,) = held.json()["@graph"]
    assert record["@type"] == "ClaimReview"
    assert record["claimReviewed"] == WRONG
    assert record["url"] == f"{site.address}/flags/{ruled}"
    where = record["itemReviewed"]["appearance"]
    assert [one["publisher"]["name"] for one in where] == ["Báo Mẫu", "Báo Hai"]
    assert where[0]["datePublished"] == "2026-11-05T08:15:00+07:00"
    assert record["reviewRating"]["alternateName"] == "Khác với văn bản chính thức"
    assert "2.530.000" in record["reviewRating"]["ratingExplanation"]
    assert record["citation"]["legislationIdentifier"] == NUMBER
    assert "false" not in json.dumps(record).lower()
    assert desk.get(f"/api/v1/flags/{other}/claimreview").status_code == 404
    assert desk.get(f"/api/v1/flags/{ruled}/claimreview").json()["claimReviewed"] == WRONG
    assert [one["subject"] for one in _log(desk)] == [f"flag:{ruled}", "flags.jsonld"]


def test_the_note_holds_sentence_passage_and_both_addresses(site: Any, ruled: int) -> None:
    desk = site.signed_in()
    assert f'href="/flags/{ruled}/note"' in desk.get(f"/flags/{ruled}").text
    for asked, greeting in (({}, "Kính gửi: Báo Mẫu"), ({"in": "en"}, "To: Báo Mẫu")):
        page = desk.get(f"/flags/{ruled}/note", params=asked).text
        for words in (
            greeting, WRONG, "2. Từ ngày 01 tháng 7 năm 2026", "https://bao-mau.example/luong",
            "https://congbao.example/41-2026.htm", "khoản 2 Điều 3", NUMBER, "05/11/2026", "01/07/2026",
        ):  # fmt: skip
            assert words in page, words
    assert _log(desk) == []


@pytest.mark.parametrize(
    ("form", "first"), [("txt", "Sửa tay *một*"), ("md", "# Sửa tay \\*một\\*")]
)
def test_the_note_is_taken_as_edited_and_logged(
    site: Any, ruled: int, form: str, first: str
) -> None:
    desk = site.signed_in()
    path = f"/flags/{ruled}/note"
    text = "Sửa tay *một*\r\n\r\nxem https://bao-mau.example/a_b_c"
    answer = desk.post(f"{path}/take", data=_token(desk.get(path), text=text, form=form))
    assert answer.headers["content-disposition"] == f'attachment; filename="dinh-chinh-{ruled}.{form}"'  # fmt: skip
    assert answer.text.splitlines()[0] == first
    assert "https://bao-mau.example/a_b_c" in answer.text
    (line,) = _log(desk)
    assert (line["actor"], line["subject"], line["detail"]) == ("lan", f"flag:{ruled}", {"form": form})  # fmt: skip


@pytest.mark.parametrize("outcome", [None, *(one for one in Outcome if one is not Outcome.DIFFERS)])
def test_there_is_no_note_but_on_a_flag_that_differs(site: Any, outcome: Outcome | None) -> None:
    flag_id = site.add_flag()
    if outcome:
        _rule(site, flag_id, outcome)
    desk = site.signed_in()
    for path in (f"/flags/{flag_id}/note", f"/api/v1/flags/{flag_id}/note"):
        answer = desk.get(path)
        assert answer.status_code == (409 if "api" in path else 400)
        assert "chưa được quyết là khác" in answer.text
    taken = desk.post(
        f"/flags/{flag_id}/note/take", data=_token(desk.get("/"), text="a", form="txt")
    )
    assert taken.status_code == 400
    assert desk.get("/flags/999/note").status_code == 404
    assert f"/flags/{flag_id}/note" not in desk.get(f"/flags/{flag_id}").text
    assert _log(desk) == []


def test_the_api_gives_the_note_and_logs_it(site: Any, ruled: int) -> None:
    desk = site.signed_in()
    held = desk.get(f"/api/v1/flags/{ruled}/note", params={"language": "en"}).json()
    assert held["outlet"] == "Báo Mẫu"
    assert held["text"].startswith("Please check and correct")
    assert _log(desk)[0]["detail"] == {"form": "note"}


def test_markdown_takes_nothing_for_markup_but_our_own() -> None:
    told = as_markdown("Tên\n# không phải tên\n1. một\n- <b>hai</b> [x](y)")
    assert told.splitlines() == [
        "# Tên", "\\# không phải tên", "\\1. một", "- \\<b\\>hai\\</b\\> \\[x\\](y)",
    ]  # fmt: skip
    assert as_text("a\r\nb\n\n") == "a\nb\n"


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_feeds_tell_new_flags_and_new_rulings(site: Any, ruled: int, form: str) -> None:
    desk = site.signed_in()
    flags = feedparser.parse(desk.get(f"/feeds/flags.{form}").content)
    assert flags.version == {"atom": "atom10", "rss": "rss20"}[form]
    assert not flags.bozo
    assert len(flags.entries) == 3
    assert flags.entries[-1].title == "2.350.000 đồng/tháng ≠ 2.530.000 đồng/tháng · Báo Mẫu"
    assert flags.entries[-1].link == f"{site.address}/flags/{ruled}"
    assert WRONG in flags.entries[-1].summary
    rulings = feedparser.parse(desk.get(f"/feeds/decisions.{form}?province=Lam Giang").content)
    assert [one.title.split(":")[0] for one in rulings.entries] == ["Khác văn bản, cần đính chính"]
    assert desk.get("/feeds/people.atom").status_code == 404


def test_hostile_text_is_inert_in_feeds(site: Any) -> None:
    site.add_flag(
        sentence="<script>alert(1)</script>\x08 là 2.350.000 đồng/tháng.", title="<img src=x>"
    )
    body = site.signed_in().get("/feeds/flags.atom").text
    assert "<script" not in body
    entry = feedparser.parse(body, sanitize_html=False).entries[0]
    assert "<script" not in entry.summary
    assert "&lt;script&gt;" in entry.summary


def test_a_feed_needs_a_session_or_a_key_and_a_key_ends(site: Any, ruled: int) -> None:
    desk, stranger = site.signed_in(), site.client()
    assert stranger.get("/feeds/flags.atom").status_code == 401
    assert stranger.get("/feeds/falsch/flags.atom").status_code == 401

    def key() -> str:
        page = desk.post("/exports/feed-key", data=_token(desk.get("/exports")))
        return re.search(r"/feeds/([\w-]{20,})/flags\.atom", page.text)[1]

    first = key()
    assert stranger.get(f"/feeds/{first}/flags.atom").status_code == 200
    second = key()
    assert stranger.get(f"/feeds/{first}/flags.atom").status_code == 401
    assert first not in desk.get("/exports").text
    assert stranger.get(f"/feeds/{second}/decisions.rss").status_code == 200
    # A key opens feeds and nothing else.
    stranger.cookies.set("doichieu_session", second)
    assert stranger.get("/").status_code == 302
    desk.post("/exports/feed-key/end", data=_token(desk.get("/exports")))
    assert stranger.get(f"/feeds/{second}/flags.atom").status_code == 401
    actions = [one["action"] for one in desk.get("/api/v1/log").json()["items"]]
    assert actions[:3] == ["feed_key_ended", "feed_key", "feed_key"]


@pytest.mark.browser
def test_the_note_is_copied_by_a_button_and_the_log_knows(
    site: Any, reader: Any, ruled: int
) -> None:
    page = reader.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/flags/{ruled}/note")
    page.fill("#text", "Thư đã sửa")
    page.click("#copy")
    page.wait_for_selector("#copied:not(:empty)")
    assert page.inner_text("#copied") == "Đã chép."
    assert page.evaluate("navigator.clipboard.readText()") == "Thư đã sửa"
    assert _log(site.signed_in())[0]["detail"] == {"form": "copy"}
    assert not reader.complaints
