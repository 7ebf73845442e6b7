"""What is counted of a statement and its evidence, sentence by sentence of our own."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.article_features import article_features, article_names, article_values
from classifier.features import names, pair_features, pair_values
from classifier.pair.reading import read
from classifier.pair.tiling import tile

PASSAGE = "Xã Đồng Lau hỗ trợ 750.000 đồng cho mỗi hộ nghèo trong tháng 3."


def test_a_statement_that_is_its_evidence_is_wholly_told() -> None:
    values = pair_values(PASSAGE, PASSAGE)
    assert values["covered"] == values["in_order"] == values["run_longest_share"] == 1
    assert values["gaps"] == values["figures_absent"] == values["contrasts"] == 0


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("Xã Đồng Lau hỗ trợ 250.000 đồng cho mỗi hộ nghèo trong tháng 3.", "figures_exchanged"),
        ("Xã Đồng Lau hỗ trợ 250.000 đồng cho mỗi hộ nghèo trong tháng 3.", "quantities_contrary"),
        ("Xã Đồng Lau hỗ trợ 750.000 đồng cho mỗi hộ giàu trong tháng 3.", "contrasts_beside"),
        ("Xã Đồng Lau không hỗ trợ 750.000 đồng cho mỗi hộ nghèo trong tháng 3.", "denied_here"),
        ("Xã Suối Mây hỗ trợ 750.000 đồng cho mỗi hộ nghèo trong tháng 3.", "names_exchanged"),
        ("Xã Đồng Lau hỗ trợ 750.000 đồng cho mỗi hộ nghèo có con nhỏ trong tháng 3.", "added_words"),
        ("Xã Đồng Lau hỗ trợ 750.000 đồng cho mỗi hộ nghèo trong tháng 3 và sẽ xây thêm trường học.", "tail_words"),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_counted_where_it_is_made(statement: str, name: str) -> None:
    assert pair_values(statement, PASSAGE)[name] > 0
    assert pair_values(PASSAGE, PASSAGE)[name] == 0


def test_an_amount_in_another_writing_is_no_absent_figure() -> None:
    values = pair_values("Tổng vốn là 880 nghìn tỷ đồng.", "Tổng vốn là 880.000 tỷ đồng.")
    assert values["quantities_agreeing"] == 1
    assert values["figures_absent"] == 0


def test_abbreviations_and_spellings_are_one() -> None:
    values = pair_values("Kỹ sư của ĐH Lam Giang.", "Kĩ sư của Đại học Lam Giang.")
    assert values["covered"] == 1


def test_another_rank_before_the_same_office_is_counted() -> None:
    assert pair_values("Giám đốc Sở An ký.", "Phó Giám đốc Sở An ký.")["ranks_apart"] == 1
    assert pair_values("Giám đốc Sở An ký.", "Giám đốc Sở An ký.")["ranks_apart"] == 0


def test_no_place_of_the_evidence_is_used_twice() -> None:
    tiling = tile(read("hộ nghèo và hộ nghèo và hộ nghèo"), read("hộ nghèo và hộ cận nghèo"))
    used = [place for place in tiling.places if place >= 0]
    assert len(used) == len(set(used)) == sum(tiling.runs)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=200))
def test_any_two_texts_give_the_same_names_and_finite_values(one: str, other: str) -> None:
    values = pair_features(one, other)
    assert len(values) == len(names())
    assert all(map(math.isfinite, values))
    whole = article_features(one, other)
    assert len(whole) == len(article_names())
    assert all(map(math.isfinite, whole))


def test_an_article_gives_its_nearest_sentences_and_itself() -> None:
    article = "Trời nắng đẹp. Chợ họp đông. " * 20 + PASSAGE + " Đường đã thông. Lúa chín vàng."
    values = article_values(PASSAGE, article)
    assert values["covered"] == values["whole_covered"] == 1
    assert values["whole_evidence_length"] > 3 * values["evidence_length"]
    assert values["margin"] > 0.5
    assert article_names()[: len(names())] == names()
