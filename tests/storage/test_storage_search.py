"""Finding by words: kinds side by side, the newest first, nothing of a text that was replaced."""

from __future__ import annotations

import re

import pytest

from doichieu.text import fold, nfc
from storage import search
from storage.bare import bare
from storage.database import Database


def _refs(database: Database, words: str, **asked: object) -> list[tuple[str, str]]:
    with database.session() as session:
        return [(hit.kind, hit.ref) for hit in search.find(session, words, **asked)]


def _put(database: Database, kind: str, ref: int, body: str) -> None:
    with database.session() as session:
        search.put(session, kind=kind, ref=str(ref), title="Tin", body=body)


def test_things_of_several_kinds_may_have_one_number(database: Database) -> None:
    for kind in search.KINDS:
        _put(database, kind, 7, "mức hỗ trợ")
    assert _refs(database, "ho tro") == [(kind, "7") for kind in search.KINDS]
    assert _refs(database, "ho tro", kinds=("flag",)) == [("flag", "7")]


def test_the_newest_come_first_however_many_digits_they_have(database: Database) -> None:
    for ref in (2, 9, 10, 100):
        _put(database, "article", ref, "mức hỗ trợ")
    assert [ref for _, ref in _refs(database, "hỗ trợ")] == ["100", "10", "9", "2"]
    assert [ref for _, ref in _refs(database, "hỗ trợ", limit=2)] == ["100", "10"]


def test_a_text_that_was_replaced_is_no_longer_found_by_its_old_words(database: Database) -> None:
    _put(database, "article", 1, "mức cũ")
    _put(database, "article", 1, "mức mới")
    assert _refs(database, "cũ") == []
    assert _refs(database, "mới") == [("article", "1")]


@pytest.mark.parametrize(
    "said",
    [
        "Đồng bào Ê-đê ở Hoà Bình, “quý” 1.234,5 tỷ_đồng: năm 2026…",
        "Ưu đãi 50% cho NGƯỜI CAO TUỔI\nDòng hai\x00Dòng ba",
        "Straße, ﬁ, 中文, e\u0301 rời, \U0001f600 mặt cười, Ⅷ và ²",
        "",
    ],
)
def test_a_whole_text_is_folded_as_its_letters_are_and_parted_into_words(said: str) -> None:
    assert bare(said) == fold(nfc(said))
    assert search.folded(said) == " ".join(re.findall(r"\w+", fold(nfc(said))))
