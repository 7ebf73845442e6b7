"""The page as it was, on the site: its words with the flagged sentence marked, nothing of it alive."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

URL = "https://bao-mau.example/luong"
EVIL = (
    b"<html><head><title>T</title><script>alert(1)</script></head><body><h1>L\xc6\xb0\xc6\xa1ng c\xc6\xa1 s\xe1\xbb\x9f</h1>"
    b"<p>%s</p><img src=x onerror=alert(2)><a href='javascript:alert(3)'>xem</a><iframe src='https://a.example'></iframe></body></html>"
)


def _page(sentence: str) -> bytes:
    return EVIL % sentence.encode()


def test_a_copy_is_shown_as_words_with_its_flag_marked(site: Any) -> None:
    site.add_flag()
    desk = site.signed_in()
    empty = desk.get("/articles/1/archived")
    assert f"doichieu crawl {URL}" in empty.text
    assert desk.get("/api/v1/articles/1/archived").status_code == 404
    sentence = "Từ ngày 1/7/2026, mức lương cơ sở là 2.350.000 đồng/tháng."
    site.keep_copy(URL, _page(f"Mở đoạn. {sentence} Hết đoạn."))
    page = desk.get("/articles/1/archived").text
    shown = page.split('class="stored asis"')[1].split("</article>")[0]
    assert "<mark>" in shown
    assert sentence in shown
    assert "alert" not in shown
    assert "<img" not in shown
    assert "<iframe" not in page
    assert "&lt;script&gt;alert(1)" in page, "the markup is there to read, escaped"
    told = desk.get("/api/v1/articles/1/archived").json()
    assert told["text"].splitlines()[1] == "Lương cơ sở"
    assert told["status"] == 200


def test_every_copy_can_be_opened_and_saved(site: Any) -> None:
    site.add_flag()
    site.keep_copy(URL, _page("Bản đầu tiên của bài này."))
    site.keep_copy(URL, _page("Bản đã sửa của bài này."), at=datetime(2026, 11, 6, 2, tzinfo=UTC))
    desk = site.signed_in()
    assert "Bản đã sửa" in desk.get("/articles/1/archived").text
    assert "Bản đầu tiên" in desk.get("/articles/1/archived?copy=1").text
    assert "Bản đã sửa" in desk.get("/articles/1/archived?copy=không").text
    saved = desk.get("/articles/1/archived/file?copy=1")
    assert saved.content == _page("Bản đầu tiên của bài này.")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].startswith("attachment")
    assert desk.get("/articles/99/archived").status_code == 404


def test_a_damaged_archive_says_which_file_to_put_back(site: Any) -> None:
    site.add_flag()
    site.keep_copy(URL, _page("Bài."))
    for held in site.settings.archive_dir.glob("*.warc.gz"):
        held.write_bytes(b"")
    answer = site.signed_in().get("/articles/1/archived")
    assert answer.status_code == 400
    assert ".warc.gz" in answer.text


def test_a_stranger_sees_no_copy(site: Any) -> None:
    site.add_flag()
    site.keep_copy(URL, _page("Bài."))
    for path in ("/articles/1/archived", "/articles/1/archived/file"):
        assert site.client().get(path).headers["location"] == f"/sign-in?next={path}"
