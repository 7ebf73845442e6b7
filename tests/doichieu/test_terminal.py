"""What commands print can always be printed, and read back."""

from __future__ import annotations

import io
import json
import sys

import pytest

from doichieu.terminal import print_json


@pytest.mark.parametrize(("encoding", "text"), [("utf-8", "nửa cặp \ud800"), ("ascii", "Hòa Bình")])
def test_what_the_terminal_cannot_show_is_escaped_and_stays_json(
    monkeypatch: pytest.MonkeyPatch, encoding: str, text: str
) -> None:
    held = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(held, encoding=encoding))
    print_json({"title": text})
    assert json.loads(held.getvalue().decode("ascii")) == {"title": text}


def test_vietnamese_is_printed_as_it_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"title": "Hòa Bình"})
    assert capsys.readouterr().out == '{"title": "Hòa Bình"}\n'
