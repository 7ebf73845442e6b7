"""What official texts do to others, and what counts on a day after it."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.document import build_document
from corpus.supersede import rings, settle
from doichieu.places import read_places
from doichieu.records import OfficialDocument


def _text(
    ending: str, *, number: str = "50/2031/NĐ-CP", head: dict[str, object] | None = None
) -> OfficialDocument:
    text = f"CHÍNH PHỦ\nSố: {number}\nTân Kinh, ngày 01 tháng 3 năm 2031\nNGHỊ ĐỊNH\nVề bến đò\nĐiều 1. Phạm vi\nA.\nĐiều 2. Hiệu lực\n{ending}"
    return build_document(text, head=head or {}, origin="x.md")


def _said(ending: str) -> list[str]:
    return [f"{one.kind} {one.document} {one.place}".strip() for one in _text(ending).relations]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Nghị định này thay thế Nghị định số 1/2020/NĐ-CP.", ["replaces 1/2020/NĐ-CP"]),
        ("Bãi bỏ các Nghị định số 1/2020/NĐ-CP, số 2/2021/NĐ-CP.", ["repeals 1/2020/NĐ-CP", "repeals 2/2021/NĐ-CP"]),
        ("Nghị định số 1/2020/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.", ["repeals 1/2020/NĐ-CP"]),
        ("Bãi bỏ điểm a, b khoản 1 và khoản 3 Điều 5 Nghị định số 1/2020/NĐ-CP.",
         ["repeals 1/2020/NĐ-CP điểm a khoản 1 Điều 5", "repeals 1/2020/NĐ-CP điểm b khoản 1 Điều 5", "repeals 1/2020/NĐ-CP khoản 3 Điều 5"]),
        ("Thay thế cụm từ “a” bằng cụm từ “b” tại Điều 3 Nghị định số 1/2020/NĐ-CP.", ["amends 1/2020/NĐ-CP Điều 3"]),
        ("Nghị định này thay thế Nghị định số 1/2020/NĐ-CP đã được sửa đổi bởi Nghị định số 2/2021/NĐ-CP.", ["replaces 1/2020/NĐ-CP"]),
        ("Thực hiện theo Nghị định số 1/2020/NĐ-CP.", []),
        ("Căn cứ Nghị định số 1/2020/NĐ-CP đã được thay thế.", []),
        ("Các văn bản dẫn chiếu tại Nghị định này được sửa đổi, thay thế thì áp dụng văn bản mới.", []),
        ("Bãi bỏ khoản 2 Điều 1 Nghị định này.", []),
    ],
)  # fmt: skip
def test_relations_are_read_by_kind_document_and_part(words: str, said: list[str]) -> None:
    assert _said(words) == said


def test_what_a_text_grounds_itself_on_is_no_relation() -> None:
    text = "Số: 5/2031/NĐ-CP\nCăn cứ Nghị định số 1/2020/NĐ-CP sửa đổi, bổ sung Nghị định số 2/2019/NĐ-CP;\nĐiều 1. A\nB."
    assert not build_document(text, head={}, origin="x").relations


def test_a_kind_of_relation_that_the_head_names_is_as_the_head_says() -> None:
    ending = "Sửa đổi, bổ sung khoản 2 Điều 5 Nghị định số 1/2020/NĐ-CP."
    mended = _text(ending, head={"amends": ["khoản 3 Điều 5 1/2020/NĐ-CP"]})
    assert [(one.document, one.place) for one in mended.relations] == [
        ("1/2020/NĐ-CP", "khoản 3 Điều 5")
    ]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("các khoản 1, 2 và 3 Điều 5", ("khoản 1 Điều 5", "khoản 2 Điều 5", "khoản 3 Điều 5")),
        ("điểm đ khoản 2, khoản 4 Điều 16a", ("điểm đ khoản 2 Điều 16a", "khoản 4 Điều 16a")),
        ("từ Điều 5 đến Điều 7", ("Điều 5", "Điều 6", "Điều 7")),
        ("Chương II và Phụ lục III", ("Chương II", "Phụ lục III")),
        ("điểm a của khoản 1, Điều 9", ("điểm a khoản 1 Điều 9",)),
    ],
)
def test_lists_of_parts_are_told_one_by_one(words: str, places: tuple[str, ...]) -> None:
    assert [place for run in read_places(words) for place in run.places] == list(places)


OLD = """Số: 1/2030/NĐ-CP
Tân Kinh, ngày 01 tháng 3 năm 2030
Chương I
CHUNG
Điều 1. Phạm vi
A.
Chương II
MỨC
Điều 5. Mức
1. Mức là 10 đồng.
2. Mức là 20 đồng.
Điều 6. Hiệu lực
Nghị định này có hiệu lực từ ngày 01 tháng 5 năm 2030."""


def _counting(document: OfficialDocument, day: date) -> list[str]:
    return [one.place for one in document.passages if one.place and document.counts_on(day, one)]


def _after(ending: str) -> OfficialDocument:
    old = build_document(OLD, head={}, origin="old.md")
    new = _text(f"1. Nghị định này có hiệu lực từ ngày 01 tháng 6 năm 2031.\n2. {ending}")
    return settle((old, new))[0]


def test_a_repealed_part_stops_counting_on_the_day_and_the_rest_goes_on() -> None:
    old = _after("Bãi bỏ khoản 2 Điều 5 Nghị định số 1/2030/NĐ-CP.")
    assert "khoản 2 Điều 5" in _counting(old, date(2031, 5, 31))
    assert _counting(old, date(2031, 6, 1)) == ["Điều 1", "Điều 5", "khoản 1 Điều 5", "Điều 6"]


def test_a_repealed_chapter_takes_its_articles_with_it() -> None:
    old = _after("Bãi bỏ Chương II Nghị định số 1/2030/NĐ-CP.")
    assert _counting(old, date(2031, 6, 1)) == ["Điều 1"]


def test_an_amended_text_goes_on_and_only_its_amended_parts_are_history() -> None:
    old = _after(
        "Sửa đổi, bổ sung một số điều của Nghị định số 1/2030/NĐ-CP; sửa đổi khoản 1 Điều 5 Nghị định số 1/2030/NĐ-CP."
    )
    assert old.in_force_on(date(2031, 7, 1))
    assert "khoản 1 Điều 5" not in _counting(old, date(2031, 7, 1))
    assert "khoản 2 Điều 5" in _counting(old, date(2031, 7, 1))


def test_a_suspended_part_comes_back_after_the_last_day() -> None:
    old = _after(
        "Ngưng hiệu lực Điều 5 Nghị định số 1/2030/NĐ-CP từ ngày 01/7/2031 đến hết ngày 31/12/2031."
    )
    assert "khoản 1 Điều 5" in _counting(old, date(2031, 6, 30))
    assert "khoản 1 Điều 5" not in _counting(old, date(2031, 12, 31))
    assert "khoản 1 Điều 5" in _counting(old, date(2032, 1, 1))


def test_what_a_pilot_suspends_comes_back_when_the_pilot_ends() -> None:
    old = build_document(OLD, head={}, origin="old.md")
    pilot = _text(
        "1. Nghị định này có hiệu lực từ ngày 01/6/2031 đến hết ngày 31/12/2032.\n"
        "2. Trong thời gian thí điểm, Điều 5 Nghị định số 1/2030/NĐ-CP được ngưng hiệu lực."
    )
    held = settle((old, pilot))[0]
    assert "khoản 1 Điều 5" not in _counting(held, date(2032, 12, 31))
    assert "khoản 1 Điều 5" in _counting(held, date(2033, 1, 1))


def test_a_repeal_leaves_what_it_excepts() -> None:
    old = _after("Bãi bỏ Nghị định số 1/2030/NĐ-CP, trừ Điều 5.")
    assert _counting(old, date(2031, 6, 1)) == ["Điều 5", "khoản 1 Điều 5", "khoản 2 Điều 5"]


def test_an_extended_text_counts_to_its_new_end() -> None:
    old = build_document(f"{OLD[:-1]} đến hết ngày 31 tháng 12 năm 2031.", head={}, origin="old.md")
    assert old.expires == date(2032, 1, 1)
    new = _text(
        "Kéo dài thời gian thực hiện Nghị định số 1/2030/NĐ-CP đến hết ngày 31 tháng 12 năm 2033.\nNghị định này có hiệu lực từ ngày ký."
    )
    assert settle((old, new))[0].expires == date(2034, 1, 1)


def test_a_part_that_begins_later_does_not_count_before() -> None:
    text = OLD + "\nKhoản 2 Điều 5 Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2031."
    document = build_document(text, head={}, origin="x")
    assert document.effective == date(2030, 5, 1)
    assert "khoản 2 Điều 5" not in _counting(document, date(2030, 6, 1))
    assert "khoản 2 Điều 5" in _counting(document, date(2031, 1, 1))


@pytest.mark.parametrize(
    ("words", "effective", "expires", "applied"),
    [
        ("Nghị định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2031.", date(2031, 7, 1), None, None),
        ("Nghị định này có hiệu lực kể từ ngày ký.", date(2031, 3, 1), None, None),
        ("Nghị định này có hiệu lực thi hành sau 45 ngày, kể từ ngày ký ban hành.", date(2031, 4, 15), None, None),
        ("Nghị định này có hiệu lực từ ngày 01/7/2031 đến hết ngày 31/12/2032.", date(2031, 7, 1), date(2033, 1, 1), None),
        ("Nghị định này có hiệu lực từ 01/7/2031 và áp dụng từ năm học 2031-2032.", date(2031, 7, 1), None, date(2031, 9, 1)),
        ("Nghị định này có hiệu lực từ 01/7/2031, áp dụng cho kỳ tính thuế năm 2031.", date(2031, 7, 1), None, date(2031, 1, 1)),
        ("Nghị định số 9/2020/NĐ-CP có hiệu lực từ ngày 01/01/2021. Nghị định này có hiệu lực từ ngày 01/8/2031.", date(2031, 8, 1), None, None),
        ("Nghị định số 9/2020/NĐ-CP hết hiệu lực từ ngày 01/01/2032.", None, None, None),
    ],
)  # fmt: skip
def test_days_are_read_from_what_the_text_says_of_itself(
    words: str, effective: date | None, expires: date | None, applied: date | None
) -> None:
    document = _text(words)
    assert (document.effective, document.expires, document.applied) == (effective, expires, applied)


def test_rings_are_found_whole_and_once() -> None:
    def one(number: str, *ends: str) -> OfficialDocument:
        return OfficialDocument(
            number=number, title="", issuer="", text="x", passages=(), replaces=ends
        )

    ring = (
        one("1/2031/NĐ-CP", "2/2031/NĐ-CP"),
        one("2/2031/NĐ-CP", "3/2031/NĐ-CP"),
        one("3/2031/NĐ-CP", "1/2031/NĐ-CP"),
    )
    assert [sorted(found) for found in rings((*ring, one("4/2031/NĐ-CP", "1/2031/NĐ-CP")))] == [
        ["1/2031/NĐ-CP", "2/2031/NĐ-CP", "3/2031/NĐ-CP"]
    ]
