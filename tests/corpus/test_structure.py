"""Parts of official texts: places, heading chains, tables, annexes, quotations, broken lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.broken_lines import mend_text
from corpus.structure import cut_passages
from doichieu.records import Passage


def _places(text: str) -> list[str]:
    return [one.place for one in cut_passages(text, document="x")]


def _at(text: str, place: str) -> Passage:
    return next(one for one in cut_passages(text, document="x") if one.place == place)


def test_a_passage_knows_every_heading_above_it() -> None:
    text = "Phần thứ nhất\nNHỮNG QUY ĐỊNH CHUNG\nChương II\nMỨC HỖ TRỢ\nMục 1. Người lái đò\nĐiều 5. Mức\n1. Mức là 5 đồng."
    assert _at(text, "khoản 1 Điều 5").headings == (
        "Phần thứ nhất. NHỮNG QUY ĐỊNH CHUNG", "Chương II. MỨC HỖ TRỢ", "Mục 1. Người lái đò", "Điều 5. Mức",
    )  # fmt: skip


def test_a_higher_heading_closes_those_below_it() -> None:
    text = "Chương I\nA\nMục 1. B\nĐiều 1. C\nD.\nChương II\nE\nĐiều 2. F\nG."
    assert _at(text, "Điều 2").headings == ("Chương II. E", "Điều 2. F")


def test_a_heading_on_the_next_line_belongs_to_its_article() -> None:
    text = "Điều 3.\nMức lương\n1. Là 5 đồng."
    assert _at(text, "khoản 1 Điều 3").headings == ("Điều 3. Mức lương",)


def test_each_row_of_a_table_is_a_passage_under_its_heading_row() -> None:
    text = (
        "Điều 2. Phí\n1. Mức phí:\nVùng | Phí\nVùng I | 12.000\nVùng II | 9.000\n2. Phí nộp trước."
    )
    assert _places(text) == [
        "Điều 2", "khoản 1 Điều 2", "dòng 1 bảng 1 khoản 1 Điều 2", "dòng 2 bảng 1 khoản 1 Điều 2",
        "dòng 3 bảng 1 khoản 1 Điều 2", "khoản 2 Điều 2",
    ]  # fmt: skip
    row = _at(text, "dòng 2 bảng 1 khoản 1 Điều 2")
    assert row.text == "Vùng I | 12.000"
    assert row.headings[-1] == "Vùng | Phí"


def test_an_annex_begins_anew_and_numbers_its_own_articles() -> None:
    text = "Điều 1. A\nB.\nĐiều 2. C\nD.\nTM. CƠ QUAN\nPHỤ LỤC I\nDANH MỤC\nĐiều 1. E\nF."
    assert _places(text)[-2:] == ["Phụ lục I", "Điều 1 Phụ lục I"]


def test_what_an_amendment_quotes_is_no_part_of_the_amending_text() -> None:
    text = "Điều 1. Sửa đổi\n1. Sửa đổi Điều 5 như sau:\n“Điều 5. Phao\n1. Có 20 phao.\n2. Có đèn.”\n2. Bãi bỏ Điều 6.\nĐiều 2. Hiệu lực\nX."
    assert _places(text) == ["Điều 1", "khoản 1 Điều 1", "khoản 2 Điều 1", "Điều 2"]
    assert "2. Có đèn." in _at(text, "khoản 1 Điều 1").text


def test_a_quotation_that_is_never_closed_swallows_nothing() -> None:
    text = "Điều 1. A\n1. Gọi là “bến\n2. B.\nĐiều 2. C\nD."
    assert _places(text) == ["Điều 1", "khoản 1 Điều 1", "khoản 2 Điều 1", "Điều 2"]


def test_a_citation_that_a_break_puts_first_opens_nothing() -> None:
    text = (
        "Điều 1. A\n1. Thực hiện theo quy định tại\nĐiều 7 của văn bản này.\n2. B.\nĐiều 2. C\nD."
    )
    assert _places(text) == ["Điều 1", "khoản 1 Điều 1", "khoản 2 Điều 1", "Điều 2"]


def test_lines_that_an_editor_broke_are_put_together_again() -> None:
    wrapped = (
        "Điều 1. Phạm vi điều chỉnh\n"
        "1. Văn bản này quy định việc lập, quản lý và sử dụng quỹ cứu hộ\n"
        "bến đò ngang theo quy định tại Điều 5 và các khoản 2, 3 của\n"
        "Điều 6. Không áp dụng đối với bến đò nội bộ của cơ sở nuôi thủy\n"
        "sản đã được cấp phép.\n"
        "2. Người lái đò, chủ bến và cơ quan quản lý nhà nước về đường\n"
        "thủy nội địa ở địa phương."
    )
    assert [line[:10] for line in mend_text(wrapped).split("\n")] == [
        "Điều 1. Ph", "1. Văn bản", "2. Người l",
    ]  # fmt: skip


def test_lines_that_nobody_broke_stay_as_they_are() -> None:
    text = "Điều 1. A\n1. Một dòng ngắn.\n2. Một dòng dài hơn nhưng đã trọn câu, có dấu chấm ở cuối cùng."
    assert mend_text(text) == text


_LINES = st.sampled_from([
    "Phần thứ hai", "Chương I", "Mục 2. Tên", "Điều 1. A", "Điều 2. B", "Điều 5 của văn bản", "1. b c", "2. d,",
    "a) d", "b) e;", "“1. f", "g.”", "x | y | z", "| --- | --- |", "PHỤ LỤC I", "Phụ lục II", "Nơi nhận: A", "- e",
    "I. MỤC ĐÍCH", "2.1. h", "Chú thích", "", "  ", "“", "\"", "k.",
])  # fmt: skip


@given(st.lists(_LINES, max_size=40))
def test_passages_laid_end_to_end_give_the_text_back_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    passages = cut_passages(text, document="x")
    end = 0
    for one in passages:
        assert text[one.start : one.end] == one.text
        assert not text[end : one.start].strip()
        end = one.end
    assert not text[end:].strip()


@given(st.text(max_size=200))
def test_any_text_is_cut_into_passages_that_cover_it(text: str) -> None:
    bare = text.replace("\r", " ")
    covered = "".join(one.text for one in cut_passages(bare, document="x"))
    assert "".join(covered.split()) == "".join(bare.split())
