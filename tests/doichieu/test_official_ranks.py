"""A press release that contradicts the text above it is shown with the pair of figures; one that agrees is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from doichieu.jobs.official import add_official, get_official
from doichieu.jobs.official_ranks import differs_from_above
from doichieu.settings import Settings

LAW = """---
number: 31/2026/NĐ-CP
title: Nghị định về trợ cấp cho người cao tuổi
issuer: Chính phủ
issued: 2026-05-10
effective: 2026-06-01
---
Điều 3. Mức trợ cấp
Mức trợ cấp hằng tháng cho người cao tuổi từ đủ 75 tuổi là 550.000 đồng.
"""
RELEASE = """---
number: 12/TC-SLĐ
kind: Thông cáo báo chí
title: Thông cáo báo chí về trợ cấp cho người cao tuổi
issuer: Sở Lao động
issued: 2026-06-20
---
Mức trợ cấp hằng tháng cho người cao tuổi từ đủ 75 tuổi là {amount} đồng.
"""


@pytest.mark.parametrize(("amount", "pairs"), [("500.000", [("500.000 đồng", "550.000 đồng")]), ("550.000", [])])  # fmt: skip
def test_where_a_release_differs_from_the_law(
    tmp_path: Path, amount: str, pairs: list[tuple[str, str]]
) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    (tmp_path / "luat.md").write_text(LAW, encoding="utf-8")
    (tmp_path / "tc.md").write_text(RELEASE.format(amount=amount), encoding="utf-8")
    added = list(add_official([str(tmp_path / "luat.md"), str(tmp_path / "tc.md")], settings=settings))  # fmt: skip
    assert [one.problem for one in added] == [None, None]
    told = differs_from_above(get_official("12/TC-SLĐ", settings=settings), settings=settings)
    said = [(pair["article"], pair["official"]) for one in told for pair in one["differences"]]
    assert said == pairs
    law = get_official("31/2026/NĐ-CP", settings=settings)
    assert differs_from_above(law, settings=settings) == []
