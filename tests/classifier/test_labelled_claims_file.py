"""Files of labelled claims: odd but lawful lines are read, bad ones are named by their line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from classifier.labelled import read_labelled
from doichieu.errors import Quarantine

ROW = {
    "statement": "Phí là 2 triệu đồng.",
    "evidence": "Phí: 2 triệu đồng.",
    "context": "Phí.",
    "label": 0,
}


def _file(folder: Path, *lines: str, end: str = "\n", head: str = "") -> Path:
    path = folder / "claims.jsonl"
    path.write_bytes((head + end.join(lines)).encode("utf-8"))
    return path


def _line(**changes: object) -> str:
    return json.dumps(ROW | changes, ensure_ascii=False)


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c"])
def test_a_line_separator_within_a_text_ends_no_row(tmp_path: Path, separator: str) -> None:
    raw = _line(context=f"Điều 1.{separator}Điều 2.")
    claims = read_labelled(_file(tmp_path, raw, _line()))
    assert len(claims) == 2
    assert separator in claims[0].context


def test_byte_order_mark_carriage_returns_and_blank_lines_are_read_over(tmp_path: Path) -> None:
    path = _file(tmp_path, _line(), "", "   ", _line(label=2), "", end="\r\n", head="\ufeff")
    assert [one.label for one in read_labelled(path)] == [0, 2]


@pytest.mark.parametrize("missing", [{}, {"evidence": None}])
def test_a_claim_without_evidence_is_judged_against_its_context(
    tmp_path: Path, missing: dict[str, object]
) -> None:
    row = {key: value for key, value in ROW.items() if key != "evidence"} | missing
    (claim,) = read_labelled(_file(tmp_path, json.dumps(row)))
    assert claim.evidence == claim.context == "Phí."


def test_an_empty_evidence_stays_empty(tmp_path: Path) -> None:
    (claim,) = read_labelled(_file(tmp_path, _line(evidence="")))
    assert not claim.evidence
    assert claim.context == "Phí."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "JSON"),
        ("[1]", "JSON object"),
        ("[" * 100_000, "JSON"),
        (_line(label=3), "label"),
        (_line(label=True), "label"),
        (_line(label="1"), "label"),
        (_line(label=[1]), "label"),
        (_line(statement="  "), "statement"),
        (_line(statement=5), "statement"),
        (_line(evidence=["a"]), "evidence"),
        (json.dumps({"statement": "Phí là 2 triệu.", "label": 1}), "evidence"),
    ],
)
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(Quarantine) as refused:
        read_labelled(_file(tmp_path, _line(), "", line))
    assert "line 3" in refused.value.en
    assert "dòng 3" in refused.value.vi
    assert said in refused.value.en
    assert "\n" not in refused.value.en


def test_no_file_no_rows_and_no_text_are_told(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b"\xff\xfe{")
    for path in (tmp_path / "none.jsonl", _file(tmp_path, "", "  "), bad, tmp_path):
        with pytest.raises(Quarantine) as refused:
            read_labelled(path)
        assert str(path) in refused.value.en
