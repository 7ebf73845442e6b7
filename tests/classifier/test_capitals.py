"""Small letters with marks are no capitals: "đại" is no name, "3.1" and "TP.HCM" end no sentence."""

from __future__ import annotations

import random

import pytest

from classifier.nearest_sentences import hear
from classifier.perturbation import Text, another_name

OTHERS = (Text(passage="Tại xã Suối Mây, chợ họp mỗi tuần hai phiên.", say=()),)


def test_a_small_syllable_with_marks_is_never_exchanged_for_a_name() -> None:
    small = "Trường học ở vùng cao đại tu mái, ộp ẹp đã lâu."
    assert another_name(small, OTHERS, random.Random(1)) is None


def test_only_the_whole_name_is_exchanged() -> None:
    said = another_name("Mưa lớn tại Đồng Lau hôm nay.", OTHERS, random.Random(1))
    assert said == "Mưa lớn tại Suối Mây hôm nay."


@pytest.mark.parametrize(
    ("article", "count"),
    [
        ("Buổi lễ kết thúc.Sau đó mọi người ra về.", 2),
        ("Buổi lễ kết thúc.Ông Vi ra về.", 2),
        ("Trụ sở ở TP.Tân Mộc rộng hơn trước.", 1),
        ("Bản 2.ạ là bản nháp.", 1),
    ],
)
def test_a_lost_space_is_mended_before_a_capital_alone(article: str, count: int) -> None:
    assert len(hear(article).sentences) == count
