"""Whose text binds where, before and after the provinces were merged."""

from __future__ import annotations

from datetime import date

import pytest

from doichieu.provinces import UNITS, areas, binds, unit_of
from doichieu.records import OfficialDocument

BEFORE, AFTER = date(2024, 6, 1), date(2026, 6, 1)


def _text(province: str | None, issued: date) -> OfficialDocument:
    return OfficialDocument(
        number="1", title="", issuer="", text="x", passages=(), province=province, issued=issued
    )


def test_sixty_three_provinces_are_thirty_four() -> None:
    assert len(UNITS) == 34
    assert sum(1 + len(former) for former in UNITS.values()) == 63


def test_a_name_means_another_area_after_the_mergers() -> None:
    assert areas("Phú Thọ", on=BEFORE) < areas("tỉnh Phú Thọ", on=AFTER)
    assert unit_of("Hoà Bình", on=AFTER) == "Phú Thọ"
    assert unit_of("Hòa Bình", on=BEFORE) == "Hòa Bình"


@pytest.mark.parametrize(
    ("province", "issued", "place", "on", "expected"),
    [
        ("Hòa Bình", BEFORE, "Hòa Bình", AFTER, True),
        ("Hòa Bình", BEFORE, "Phú Thọ", AFTER, True),
        ("Hòa Bình", BEFORE, "Phú Thọ", BEFORE, False),
        ("Hòa Bình", BEFORE, "Vĩnh Phúc", AFTER, False),
        ("Phú Thọ", AFTER, "Vĩnh Phúc", AFTER, True),
        ("Phú Thọ", BEFORE, "Vĩnh Phúc", AFTER, False),
        ("Lam Giang", BEFORE, "Lam Giang", AFTER, True),
        ("Lam Giang", BEFORE, None, AFTER, False),
        (None, BEFORE, "Huế", AFTER, True),
    ],
)
def test_a_text_binds_the_area_that_its_province_had(
    province: str | None, issued: date, place: str | None, on: date, expected: bool
) -> None:
    assert binds(_text(province, issued), place, on=on) is expected
