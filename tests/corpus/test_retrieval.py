"""Passages by words and day, while the corpus grows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from corpus.document import build_document
from corpus.retrieval import PassageSearch
from corpus.supersede import settle
from doichieu.records import OfficialDocument

DAY = date(2031, 7, 1)


def _text(number: int, words: str, *, year: int = 2030, ending: str = "") -> OfficialDocument:
    text = f"Số: {number}/{year}/NĐ-CP\nTân Kinh, ngày 01 tháng 3 năm {year}\nĐiều 1. Bến\n1. {words}\nĐiều 2. Hiệu lực\n1. Nghị định này có hiệu lực từ ngày 01 tháng 5 năm {year}.\n2. {ending}"
    return build_document(text, head={}, origin=f"{number}.md")


def test_the_best_passage_comes_first_with_or_without_diacritics() -> None:
    held = PassageSearch(
        [_text(1, "Chủ bến mua áo phao cho trẻ em."), _text(2, "Chủ chợ quét rác mỗi tối.")]
    )
    found = held.search("ao phao tre em", day=DAY)
    assert found[0].passage.place == "khoản 1 Điều 1"
    assert found[0].document.number == "1/2030/NĐ-CP"


def test_a_document_added_later_is_found_and_an_ended_one_is_not() -> None:
    old = _text(1, "Phí qua bến là 5.000 đồng.")
    held = PassageSearch([old, *(_text(at, f"Việc thứ {at}.") for at in range(2, 40))])
    new = _text(
        77,
        "Phí qua bến là 6.000 đồng.",
        year=2031,
        ending="Nghị định này thay thế Nghị định số 1/2030/NĐ-CP.",
    )
    held.add(settle((old, new)))
    assert len(held) == 40
    assert [one.document.number for one in held.search("phí qua bến", day=DAY)][:1] == [
        "77/2031/NĐ-CP"
    ]
    assert all(one.document.number != "1/2030/NĐ-CP" for one in held.search("phí qua bến", day=DAY))
    assert held.search("phí qua bến", day=date(2031, 1, 1))[0].document.number == "1/2030/NĐ-CP"
    assert "1/2030/NĐ-CP" not in {one.number for one in held.as_of(DAY)}


def test_adding_one_document_indexes_that_one_alone() -> None:
    held = PassageSearch([_text(at, f"Việc thứ {at}.") for at in range(1, 60)])
    first = held._pieces[0]
    held.add([_text(99, "Phao mới.")])
    assert held._pieces[0] is first
    assert held.search("phao mới", day=DAY)[0].document.number == "99/2030/NĐ-CP"


def test_a_revised_text_answers_and_its_old_words_do_not() -> None:
    old = _text(1, "Bến mở lúc bình minh.")
    held = PassageSearch([old, *(_text(at, f"Việc thứ {at}.") for at in range(2, 30))])
    held.add([replace(_text(1, "Bến mở lúc hoàng hôn."))])
    assert held.search("hoàng hôn", day=DAY)
    assert all("bình minh" not in one.passage.text for one in held.search("bình minh", day=DAY))


def test_a_province_asks_for_its_own_texts_and_the_whole_country_s() -> None:
    local = replace(_text(3, "Phí bến của tỉnh."), province="Lam Giang")
    held = PassageSearch([_text(1, "Phí bến cả nước."), local])
    assert (
        len({one.document.number for one in held.search("phí bến", day=DAY, province="Lam Giang")})
        == 2
    )
    assert {one.document.number for one in held.search("phí bến", day=DAY)} == {"1/2030/NĐ-CP"}
