"""`settings.toml`: read under the environment, refused with its place, written a line at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from doichieu.errors import WrongUse
from doichieu.settings import load_settings
from doichieu.settings_file import NAME, write_setting


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOICHIEU_DATA_DIR", str(tmp_path))


def test_the_file_is_read_and_the_environment_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / NAME).write_text('contact = "ban@bao.example"\nport = 9001\n', encoding="utf-8")
    assert (load_settings().contact, load_settings().port) == ("ban@bao.example", 9001)
    assert "+ban@bao.example" in load_settings().user_agent
    monkeypatch.setenv("DOICHIEU_CONTACT", "https://bao.example/lien-he")
    assert load_settings().contact == "https://bao.example/lien-he"
    assert load_settings(contact="c@d.example").contact == "c@d.example"


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ('contct = "a@b.vn"', "contact"),
        ("contact = ", NAME),
        ('contact = "không phải thư"', "DOICHIEU_CONTACT"),
        ('contact = "a@b.vn\\nX-Them: 1"', "DOICHIEU_CONTACT"),
        ('data_dir = "x"', "data_dir"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_place(
    tmp_path: Path, held: str, told: str
) -> None:
    (tmp_path / NAME).write_text(held, encoding="utf-8")
    with pytest.raises(WrongUse) as refused:
        load_settings()
    assert told in str(refused.value)


def test_writing_one_setting_leaves_the_other_lines(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('# của bàn\nport = 9001\ncontact = "cũ@b.vn"\n', encoding="utf-8")
    write_setting(tmp_path, "contact", 'mới"\\@b.vn')
    write_setting(tmp_path, "language", "en")
    assert (tmp_path / NAME).read_text(encoding="utf-8").splitlines() == [
        'language = "en"', "# của bàn", "port = 9001", 'contact = "mới\\"\\\\@b.vn"',
    ]  # fmt: skip
