"""Every setting is told, and an unsafe or unusable one is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from doichieu.errors import WrongUse
from doichieu.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_reference(name: str) -> None:
    told = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert f"`DOICHIEU_{name.upper()}`" in told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOICHIEU_PORT", "seventy"),
        ("DOICHIEU_PORT", "70000"),
        ("DOICHIEU_DATABASE_URL", "mysql://somewhere"),
        ("DOICHIEU_LANGUAGE", "fr"),
        ("DOICHIEU_FETCH_TIMEOUT", "0"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongUse, match=name):
        load_settings()


def test_listening_beyond_loopback_needs_an_encrypted_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOICHIEU_HOST", "0.0.0.0")
    with pytest.raises(WrongUse, match="DOICHIEU_PUBLIC_URL"):
        load_settings()
    monkeypatch.setenv("DOICHIEU_PUBLIC_URL", "https://doichieu.example")
    assert load_settings().host == "0.0.0.0"
