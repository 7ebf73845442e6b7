"""The page of an official document: does it count, part by part; its family; who reported it and who did not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from doichieu.records import Article, Passage, Relation, RelationKind, Source, SourceKind
from review.document_story import validity
from review.tile_map import PLACES, tile_map
from storage import articles, documents, sources

NUMBER = "41/2026/NĐ-CP"
AMENDED = Relation(
    kind=RelationKind.REPEALS,
    document=NUMBER,
    by="50/2026/NĐ-CP",
    place="khoản 2 Điều 3",
    since=date(2026, 8, 1),
)


def _article(site: Any, outlet: str, *, day: int, text: str, province: str | None = None) -> None:
    article = Article(
        url=f"https://{outlet}.example/{day}", title="Lương mới", text=text, source_id=outlet, province=province,
        published_at=datetime(2026, 5, day, 3, tzinfo=UTC),
    )  # fmt: skip
    with site.database.session() as session:
        articles.save(session, article)


def _outlet(name: str, province: str, *, enabled: bool = True) -> Source:
    return Source(
        id=name,
        name=name.upper(),
        kind=SourceKind.NEWS,
        home_url=f"https://{name}.example",
        province=province,
        enabled=enabled,
    )


def test_a_repealed_part_is_struck_out_with_what_repealed_it(site: Any) -> None:
    site.add_document(changes=(AMENDED,), passages=(
        Passage(document=NUMBER, place="khoản 1 Điều 3", text="1. Còn.", start=0, end=7),
        Passage(document=NUMBER, place="khoản 2 Điều 3", text="2. Mất.", start=8, end=15),
    ))  # fmt: skip
    page = site.signed_in().get(f"/documents/{NUMBER}").text
    assert "Hết hiệu lực một phần" in page
    assert page.count('class="passage past"') == 1
    assert '<svg class="family"' in page
    assert "Đã ghi quyết định" not in page
    assert 'href="/documents/50/2026/NĐ-CP"' not in page, "a text that is not held has no page"


def test_the_family_leads_to_the_texts_that_are_held(site: Any) -> None:
    site.add_document(changes=(AMENDED,))
    site.add_document(number="50/2026/NĐ-CP")
    page = site.signed_in().get(f"/documents/{NUMBER}").text
    assert page.count('href="/documents/50/2026/NĐ-CP"') == len(("graph", "list", "passage"))


def test_reach_tells_who_reported_how_late_and_who_did_not(site: Any) -> None:
    site.add_document(issued=date(2026, 5, 10))
    with site.database.session() as session:
        sources.sync(
            session,
            [
                _outlet("bao-hue", "Huế"),
                _outlet("bao-ca-mau", "Cà Mau"),
                _outlet("bao-tat", "Huế", enabled=False),
            ],
        )
    _article(site, "bao-hue", day=13, text=f"Theo Nghị định {NUMBER}, lương tăng.", province="Huế")
    _article(
        site,
        "bao-ca-mau",
        day=14,
        text="Theo Nghị định 41/2020/NĐ-CP, lương cũ.",
        province="Cà Mau",
    )
    page = site.signed_in().get(f"/documents/{NUMBER}").text
    assert "BAO-HUE" in page
    assert ">3</td>" in page
    assert "BAO-CA-MAU" in page.split("Báo chưa đưa")[1]
    assert "BAO-TAT" not in page
    assert '<g class="heard"><rect' in page
    assert page.count('<g class="silent">') == 1


def test_every_province_has_a_tile_of_its_own() -> None:
    assert len(PLACES) == len(set(PLACES.values())) == 34
    assert tile_map({"Huế"}, {"Huế", "Cà Mau"}).count("<rect") == 34


@pytest.mark.parametrize(
    ("today", "word"),
    [
        (date(2026, 6, 1), "Chưa có hiệu lực"),
        (date(2026, 7, 1), "Còn hiệu lực"),
        (date(2030, 1, 1), "Hết hiệu lực"),
    ],
)
def test_validity_in_a_word(site: Any, today: date, word: str) -> None:
    site.add_document(effective=date(2026, 7, 1), expires=date(2029, 1, 1))
    with site.database.session() as session:
        held = documents.get(session, NUMBER)
    assert held is not None
    assert validity(held, [], today=today) == word
