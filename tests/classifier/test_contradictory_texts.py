"""Texts in force that contradict each other refute nothing, and it is said; those that only seem to are held as ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from classifier.checker import Checker
from classifier.contradictions import contradictions_of
from classifier.model import load_model
from corpus.document import build_document
from doichieu.records import Article, OfficialDocument, Verdict
from doichieu.shapes import verdict_shape

NOON = datetime(2026, 9, 15, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
RULE = """Điều 2. Mức thu
1. Mức thu vé qua phà đối với xe máy là {} đồng/lượt.
2. Người khuyết tật nặng được miễn vé qua phà.
Điều 3. Hiệu lực
Nghị định này có hiệu lực từ ngày {} tháng 02 năm 2026."""


def _document(of: int, fare: str, **head: object) -> OfficialDocument:
    told: dict[str, object] = {
        "number": f"{of}/2026/NĐ-CP",
        "title": "Quy định mức thu vé qua phà",
        "issuer": "Chính phủ",
        "issued": date(2026, 1, 5),
        "effective": date(2026, 2, 1),
    }
    return build_document(RULE.format(fare, f"{of % 20:02}"), head=told | head, origin="")


FIRST, SECOND = _document(311, "5.000"), _document(312, "8.000")


def _said(documents: list[OfficialDocument], sentence: str, *, day: datetime = NOON) -> Verdict:
    checker = Checker(documents, model=load_model())
    verdicts = checker.check(Article(url="", title="Tin phà", text=sentence, published_at=day))
    return verdicts[-1]


@pytest.mark.parametrize("fare", ["5.000", "8.000", "12.000"])
def test_whatever_is_said_of_the_slot_is_left_open_and_both_texts_are_named(fare: str) -> None:
    told = _said([FIRST, SECOND], f"Vé qua phà đối với xe máy là {fare} đồng/lượt.")
    assert not told.flagged
    assert told.label is not None and told.label.value == "not_enough_info"
    note = verdict_shape(told)["note"]
    assert note["kind"] == "contradictory_texts"
    assert {one["document"] for one in note["texts"]} == {"311/2026/NĐ-CP", "312/2026/NĐ-CP"}
    assert {one["value"] for one in note["texts"]} == {"5.000 đồng/lượt", "8.000 đồng/lượt"}
    assert "mâu thuẫn" in note["vi"] and "contradict" in note["en"] and "mâu" not in note["en"][:40]


@pytest.mark.parametrize(
    "other",
    [
        _document(312, "5.000"),
        _document(312, "8.000", effective=date(2027, 1, 1)),
        _document(312, "8.000", expires=date(2026, 9, 1)),
        _document(312, "8.000", replaces=("311/2026/NĐ-CP",), effective=date(2026, 12, 1)),
        _document(312, "8.000", province="Lam Giang"),
        _document(312, "8.000", number="312/2026/TT-BTC"),
        _document(312, "8.000", kind="thông cáo báo chí", number="TC-312"),
        _document(312, "8.000", title="Giá vé cáp treo"),
    ],
    ids=["same", "later", "ended", "successor", "province", "lower", "release", "other matter"],
)
def test_what_does_not_contradict_leaves_the_slot_as_it_was(other: OfficialDocument) -> None:
    if other.title == "Giá vé cáp treo":
        other = replace(
            other,
            passages=tuple(
                replace(one, text=one.text.replace("vé qua phà", "vé lên núi"))
                for one in other.passages
            ),
        )
    told = _said([FIRST, other], "Theo Nghị định 311/2026/NĐ-CP, vé qua phà đối với xe máy là 9.000 đồng/lượt.")  # fmt: skip
    assert told.contradiction is None
    assert told.flagged


def test_the_rest_of_such_texts_is_held_against_as_ever() -> None:
    told = _said([FIRST, SECOND], "Người khuyết tật nặng không được miễn vé qua phà.")
    assert told.contradiction is None
    assert "note" not in verdict_shape(told)


def test_a_document_is_shown_with_what_contradicts_it_on_that_day() -> None:
    (told,) = contradictions_of(FIRST, [FIRST, SECOND], day=date(2026, 9, 15))
    assert (told.value, told.other_document, told.other_value) == (
        "5.000 đồng/lượt", "312/2026/NĐ-CP", "8.000 đồng/lượt",
    )  # fmt: skip
    assert not contradictions_of(FIRST, [FIRST, SECOND], day=date(2026, 1, 10))
