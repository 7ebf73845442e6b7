"""Article files: offsets count in what the file holds, and a bad file is named with its remedy."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from doichieu.errors import DoichieuError, Quarantine
from doichieu.jobs.article_files import read_article

BODY = "Từ 1/7, lương cơ sở là 2,53 triệu đồng.\n\nĐoạn thứ hai."


def test_a_text_file_has_its_title_on_the_first_line_and_keeps_every_character(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bai.txt"
    path.write_text(f"Lương cơ sở mới\n\n{BODY}\n", encoding="utf-8")
    article = read_article(path)
    assert article.title == "Lương cơ sở mới"
    assert article.full_text == path.read_text(encoding="utf-8")


def test_decomposed_text_is_stored_composed(tmp_path: Path) -> None:
    path = tmp_path / "bai.txt"
    path.write_text(unicodedata.normalize("NFD", f"Tiêu đề\n{BODY}"), encoding="utf-8")
    assert read_article(path).full_text == f"Tiêu đề\n{BODY}"


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "bai.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "Tiêu đề\r\nMột câu.\r\n".encode())
    assert read_article(path).full_text == "Tiêu đề\nMột câu.\n"


def test_json_takes_what_extract_prints(tmp_path: Path) -> None:
    path = tmp_path / "bai.json"
    data = {"title": "Tiêu đề", "text": BODY, "url": "https://bao.example/1", "authors": None}
    path.write_text(json.dumps(data | {"published_at": "2026-07-02T08:00:00"}), encoding="utf-8")
    article = read_article(path)
    assert (article.title, article.text, article.url) == ("Tiêu đề", BODY, data["url"])
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2026-07-02T08:00:00+07:00"


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("rong.txt", b"  \n ", "empty"),
        ("hong.json", b'{"title": ', "not_an_article"),
        ("mang.json", b"[1, 2]", "not_an_article"),
        ("thieu.json", b'{"url": "x"}', "not_an_article"),
        ("so.json", b'{"text": 5}', "not_an_article"),
        ("ngay.json", b'{"text": "a", "published_at": "hom qua"}', "not_an_article"),
        ("nhi-phan.txt", bytes(range(256)) * 4, "not_text"),
        ("bang.xlsx", b"PK", "unknown_format"),
    ],
)
def test_a_bad_file_is_named_with_a_reason(
    tmp_path: Path, name: str, body: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(Quarantine) as told:
        read_article(path)
    assert told.value.reason == reason
    assert name in told.value.vi
    assert name in told.value.en
    assert "\n" not in str(told.value)


def test_a_folder_given_as_an_article_says_what_to_write_instead(tmp_path: Path) -> None:
    with pytest.raises(Quarantine, match=r"this is a folder.*\*\.html"):
        read_article(tmp_path)


def test_a_page_handed_in_is_an_article_be_it_one_sentence_long(tmp_path: Path) -> None:
    path = tmp_path / "ngan.html"
    path.write_text(
        "<html><head><title>Lương cơ sở mới</title></head><body><nav><p>Trang chủ</p></nav>"
        "<article><h1>Lương cơ sở mới</h1><p>Từ 1/7, lương cơ sở là 2,53 triệu đồng.</p>"
        "<ul><li><p>Áp dụng cả nước.</p></li></ul></article><footer><p>Liên hệ</p></footer></body>",
        encoding="utf-8",
    )
    article = read_article(path)
    assert article.title == "Lương cơ sở mới"
    assert article.text == "Từ 1/7, lương cơ sở là 2,53 triệu đồng.\nÁp dụng cả nước."


def test_a_page_without_title_or_text_is_still_refused(tmp_path: Path) -> None:
    path = tmp_path / "trong.html"
    path.write_text("<html><body><nav>Trang chủ</nav></body></html>", encoding="utf-8")
    with pytest.raises(DoichieuError) as told:
        read_article(path)
    assert told.value.reason == "not_an_article"


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(Quarantine, match="no such file"):
        read_article(tmp_path / "khong-co.txt")
