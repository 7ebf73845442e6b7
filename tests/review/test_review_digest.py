"""The digest in every form: what it counts, what it leaves out, what its letter looks like, what hostile text does in it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm

from doichieu.records import Article, Outcome
from doichieu.settings import Settings
from review.digest.as_mail import mail
from review.digest.as_markdown import markdown
from review.digest.figures import LONGEST, Digest, digest_of
from review.digest.forms import written
from review.digest.period import of_days, of_week, today
from review.language import translator
from storage import articles, decisions

NAMES = {"bao-mau": "Báo Mẫu", "bao-hai": "Báo Hai"}
HOSTILE = "<script>alert(1)</script> =cmd|'/c calc'!A0 {{ 7*7 }} {% raw %} \u202e [a](javascript:x) là 2.350.000 đồng/tháng."
OFFICE = {
    "digest_body": "Trung tâm Thông tin", "digest_parent": "UBND tỉnh Lam Giang", "digest_symbol": "BC-TTTT",
    "digest_place": "Lam Giang", "digest_signer_title": "Giám đốc", "digest_signer": "Lê Thị Mẫu",
    "digest_recipients": "UBND tỉnh; Sở Nội vụ",
}  # fmt: skip


def _digest(site: Any) -> Digest:
    with site.database.reading() as session:
        return digest_of(session, of_days(today()), names=NAMES)


def _ruled(site: Any) -> int:
    """A story on two outlets, ruled as differing; one that waits; one ruled as opinion."""
    flag = site.add_flag()
    site.add_flag(outlet="bao-hai", province="Hà Lam")
    site.add_flag(path="/cho", sentence="Lương mới là 2.350.000 đồng/tháng.")
    opinion = site.add_flag(path="/y", sentence="Theo tôi, 2.350.000 đồng/tháng là ít.")
    with site.database.session() as session:
        decisions.decide(session, flag, Outcome.DIFFERS, reviewer="nguoi-duyet-an-danh")
        decisions.decide(session, opinion, Outcome.OPINION_OR_REPORT, reviewer="lan")
    return int(flag)


def _letter(site: Any, **settings: str) -> Any:
    held = written(_digest(site), "docx", settings=site.settings.model_copy(update={**OFFICE, **settings}), language="vi")  # fmt: skip
    return docx.Document(io.BytesIO(held))


def _words(letter: Any) -> str:
    cells = [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in letter.paragraphs), *cells])


def test_a_digest_counts_stories_and_appearances_and_rulings(site: Any) -> None:
    _ruled(site)
    digest = _digest(site)
    assert (len(digest.stories), digest.appearances) == (3, 4)
    assert dict(digest.by_status) == {"differs": 1, "open": 1, "opinion_or_report": 1}
    assert digest.by_province == (("Lam Giang", 3), ("Hà Lam", 1))
    assert digest.by_document == (("41/2026/NĐ-CP", 3),)
    assert dict(digest.decisions) == {"differs": 1, "opinion_or_report": 1}
    (story,) = digest.told("differs")
    assert [one.outlet for one in story.appearances] == ["Báo Mẫu", "Báo Hai"]


def test_a_ruling_that_was_taken_back_and_what_the_machine_withdrew_are_not_counted(site: Any) -> None:  # fmt: skip
    flag = _ruled(site)
    with site.database.session() as session:
        decisions.undo(session, flag, reviewer="lan")
        from storage.schema import FlagRow

        session.get_one(FlagRow, flag + 2).status = "withdrawn"
    digest = _digest(site)
    assert dict(digest.decisions) == {"opinion_or_report": 1}
    assert dict(digest.by_status) == {"open": 1, "opinion_or_report": 1}


def test_what_an_outlet_corrected_is_told_on_the_day_it_did(site: Any) -> None:
    flag = site.add_flag()
    with site.database.session() as session:
        from storage.schema import FlagRow

        row = session.get_one(FlagRow, flag)
        row.corrected_at, row.created_at = datetime.now(UTC), datetime.now(UTC) - timedelta(days=3)
    digest = _digest(site)
    assert digest.stories == ()
    assert [one.id for one in digest.corrected] == [flag]
    assert re.search(r"Báo Mẫu: đã sửa \d\d/\d\d/\d{4}", markdown(digest, t=str, language="vi"))


def test_a_day_and_a_week_begin_and_end_on_the_clocks_of_viet_nam() -> None:
    day, week = of_days(date(2026, 11, 5)), of_week(date(2026, 11, 5))
    assert day.since == datetime(2026, 11, 4, 17, tzinfo=UTC)
    assert day.until == datetime(2026, 11, 5, 17, tzinfo=UTC)
    assert (week.first, week.last) == (date(2026, 11, 2), date(2026, 11, 8))


def test_the_letter_is_a4_with_the_margins_and_the_font_of_decree_30(site: Any) -> None:
    _ruled(site)
    letter = _letter(site)
    page = letter.sections[0]
    assert (round(page.page_width / Mm(1)), round(page.page_height / Mm(1))) == (210, 297)
    assert Mm(20) <= page.top_margin <= Mm(25)
    assert Mm(20) <= page.bottom_margin <= Mm(25)
    assert Mm(30) <= page.left_margin <= Mm(35)
    assert Mm(15) <= page.right_margin <= Mm(20)
    fonts = letter.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{one}")) for one in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}  # fmt: skip
    assert not [name for name in fonts.attrib if name.endswith("Theme")]
    body = [one for one in letter.paragraphs if one.text.startswith("Kết quả đối chiếu")]
    assert body[0].alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    sizes = {run.font.size.pt for one in letter.paragraphs for run in one.runs if run.text.strip()}
    assert sizes <= {13.0, 14.0}


def test_the_letter_has_the_head_the_number_and_the_foot_of_an_office(site: Any) -> None:
    _ruled(site)
    letter = _letter(site)
    left, right = letter.tables[0].rows[0].cells
    assert left.text.split("\n")[:2] == ["UBND TỈNH LAM GIANG", "TRUNG TÂM THÔNG TIN"]
    assert right.text.split("\n")[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]  # fmt: skip
    for cell in (left, right):
        assert cell.paragraphs[-1]._p.pPr.find(qn("w:pBdr")) is not None
    number, day = letter.tables[0].rows[1].cells
    assert re.fullmatch(r"Số: +/BC-TTTT", number.text)
    assert re.fullmatch(r"Lam Giang, ngày \d\d tháng \d+ năm \d{4}", day.text)
    assert day.paragraphs[0].runs[0].italic
    assert not right.paragraphs[0].runs[0].italic
    assert right.paragraphs[0].runs[0].bold
    named = [one.text for one in letter.paragraphs if one.text]
    assert named[0] == "BÁO CÁO"
    assert named[1].startswith("Điểm tin đối chiếu ngày ")
    foot = letter.tables[-1].rows[0].cells
    assert foot[0].text.split("\n") == ["Nơi nhận:", "- UBND tỉnh;", "- Sở Nội vụ;", "- Lưu: VT."]
    assert foot[1].text.split("\n") == ["GIÁM ĐỐC", "Lê Thị Mẫu"]


def test_the_letters_pages_are_numbered_on_top_from_the_second_on(site: Any) -> None:
    page = _letter(site).sections[0]
    assert page.different_first_page_header_footer
    assert page.header.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in page.header.paragraphs[0]._p.xml
    assert "PAGE" not in page.first_page_header._element.xml


def test_the_letter_leaves_no_gap_of_its_template_and_skips_an_absent_parent(site: Any) -> None:
    _ruled(site)
    letter = _letter(site, digest_parent="")
    assert "{" not in _words(letter)
    assert letter.tables[0].rows[0].cells[0].text.split("\n")[0] == "TRUNG TÂM THÔNG TIN"
    assert "Báo Mẫu (Lam Giang), Báo Hai (Hà Lam)" in _words(letter)


def test_an_office_may_have_a_letter_of_its_own_and_a_bad_one_is_named(site: Any) -> None:
    from doichieu.errors import WrongUse

    own = site.settings.data_dir / "mau.docx"
    made = docx.Document()
    made.add_paragraph("Bản tin của {{ office.body }}: {{ abstract }}")
    made.save(own)
    settings = site.settings.model_copy(update={**OFFICE, "digest_template": own})
    letter = docx.Document(io.BytesIO(written(_digest(site), "docx", settings=settings, language="vi")))  # fmt: skip
    assert letter.paragraphs[0].text.startswith("Bản tin của TRUNG TÂM THÔNG TIN: Điểm tin")
    made.add_paragraph("{{ ''.__class__.__mro__ }} {% for %}")
    made.save(own)
    with pytest.raises(WrongUse, match=r"mau\.docx"):
        written(_digest(site), "docx", settings=settings, language="vi")
    own.write_bytes(b"no letter")
    with pytest.raises(WrongUse, match=r"mau\.docx"):
        written(_digest(site), "docx", settings=settings, language="vi")


def test_hostile_words_are_words_in_every_form(site: Any) -> None:
    site.add_flag(
        sentence=HOSTILE, title="<img src=x onerror=alert(1)>", url="https://bao-mau.example/a>b"
    )
    digest = _digest(site)
    letter = written(digest, "docx", settings=site.settings, language="vi")
    assert "<script>alert(1)</script> =cmd|'/c calc'!A0 {{ 7*7 }} {% raw %}" in _words(docx.Document(io.BytesIO(letter)))  # fmt: skip
    held = written(digest, "xlsx", settings=site.settings, language="vi")
    with zipfile.ZipFile(io.BytesIO(held)) as book:
        sheets = "".join(book.read(one).decode() for one in book.namelist() if "sheet" in one and one.endswith(".xml"))  # fmt: skip
    assert "<f>" not in sheets
    page = written(digest, "html", settings=site.settings, language="vi").decode()
    assert "<script" not in page
    assert "<img" not in page
    told = written(digest, "md", settings=site.settings, language="vi").decode()
    assert "\\<script\\>" in told
    assert "\\[a\\](javascript" in told
    for form in ("html", "md", "json"):
        assert "\u202e" not in written(digest, form, settings=site.settings, language="vi").decode()


def test_a_word_of_a_million_letters_makes_no_large_digest(site: Any) -> None:
    site.add_flag(sentence="ă" * 1_000_000 + " là 2.350.000 đồng/tháng.")
    digest = _digest(site)
    assert max(len(one.sentence) for one in digest.stories) == LONGEST
    for form in ("docx", "xlsx", "html", "md", "json"):
        assert len(written(digest, form, settings=site.settings, language="vi")) < 100_000


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_mail_needs_no_picture_no_script_and_no_style_sheet(site: Any, language: str) -> None:
    _ruled(site)
    page = mail(_digest(site), t=translator(language), language=language, site="https://desk.example")  # fmt: skip
    tags = _Tags()
    tags.feed(page)
    assert not tags.names & {"img", "script", "style", "link", "form", "iframe", "object", "svg"}
    assert not [name for name in tags.attributes if name.startswith("on") or name in ("class", "id", "src", "background")]  # fmt: skip
    assert 'href="https://desk.example/flags/1"' in page
    assert ("Ruled as differing from the text" in page) == (language == "en")
    assert len(page.encode()) < 100_000


def test_no_form_tells_who_wrote_an_article_or_who_ruled(site: Any) -> None:
    _ruled(site)
    with site.database.session() as session:
        made = Article(url="https://bao-mau.example/luong", title="Lương cơ sở tăng từ tháng 7", text="Mới.", source_id="bao-mau", authors=("Phạm Tác Giả",))  # fmt: skip
        articles.save(session, made)
    digest = _digest(site)
    for form in ("html", "md", "json"):
        held = written(digest, form, settings=Settings(data_dir=site.settings.data_dir), language="vi").decode()  # fmt: skip
        assert "Phạm Tác Giả" not in held
        assert "nguoi-duyet-an-danh" not in held
    words = _words(_letter(site))
    assert "Phạm Tác Giả" not in words
    assert "nguoi-duyet-an-danh" not in words


def test_the_page_shows_the_digest_and_hands_over_each_form_and_the_log_knows(site: Any) -> None:
    _ruled(site)
    desk = site.signed_in()
    page = desk.get("/digest", params={"span": "week"}).text
    assert "Người duyệt kết luận khác văn bản (1)" in page
    assert "Phạm" not in page
    for form, begins in (("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype"), ("md", b"# "), ("json", b"{")):  # fmt: skip
        path = re.search(rf'href="(/digest/{form}\?[^"]*)"', page)[1].replace("&amp;", "&")
        answer = desk.get(path)
        assert answer.content.startswith(begins), form
        assert re.fullmatch(rf'attachment; filename="diem-tin-[\d-]+\.{form}"', answer.headers["content-disposition"])  # fmt: skip
    assert desk.get("/digest/exe").status_code == 404
    subjects = [one["subject"] for one in desk.get("/api/v1/log").json()["items"] if one["action"] == "export"]  # fmt: skip
    assert subjects == ["digest.json", "digest.md", "digest.html", "digest.xlsx", "digest.docx"]
    assert desk.get("/api/v1/digest").json()["by_province"] == {"Lam Giang": 3, "Hà Lam": 1}
    assert desk.get("/api/v1/digest/md", params={"language": "en"}).text.startswith("# Digest of")


@pytest.mark.parametrize(
    "day", ["", "khong-phai-ngay", "31/02/2026", "01/01/0001", "31/12/9999", "9" * 5000]
)
def test_a_day_that_is_none_is_today(site: Any, day: str) -> None:
    page = site.signed_in().get("/digest", params={"day": day})
    assert page.status_code == 200
    assert f"{today():%d/%m/%Y}" in page.text


def test_an_empty_day_says_so_and_a_day_is_written_day_first(site: Any) -> None:
    page = site.signed_in().get("/digest", params={"day": "05/11/2025"}).text
    assert "Không có chỗ khác nào trong những ngày này." in page
    assert 'value="05/11/2025"' in page
    assert site.signed_in().get("/log", params={"day": "05/11/2025"}).text.count('value="05/11/2025"') == 1  # fmt: skip
