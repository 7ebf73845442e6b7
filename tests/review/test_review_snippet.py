"""What a search shows of a text, and what the log says, in words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from review.language import translator
from review.snippet import LENGTH, snippet
from review.told import told_detail, told_report, told_subject
from review.views import STATUSES

LONG = "Chữ đầu. " * 60 + "Mức lương tối thiểu vùng tăng thêm. " + "Chữ cuối. " * 60


def test_the_words_around_the_first_hit_are_shown_and_marked() -> None:
    text, spans = snippet(LONG, "luong toi")
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert [text[a:b] for a, b in spans] == ["lương", "tối"]


def test_no_word_is_cut_and_a_short_text_stands_whole() -> None:
    text, _ = snippet(LONG, "không có")
    assert text.removesuffix(" …") in LONG
    assert text.removesuffix(" …").endswith(("Chữ", "đầu."))
    assert snippet("Vài chữ.", "chu") == ("Vài chữ.", [(4, 7)])


@given(st.text(max_size=2000), st.text(max_size=30))
def test_any_text_and_words_give_spans_inside_a_short_text(body: str, words: str) -> None:
    text, spans = snippet(body, words)
    assert len(text) <= 2 * LENGTH
    assert all(0 <= a < b <= len(text) for a, b in spans)


def test_a_line_of_the_log_is_told_in_words_and_empty_parts_are_left_out() -> None:
    detail = {"outcome": "differs", "note": "", "before": "open"}
    told = told_detail(detail, t=translator("vi"), statuses=STATUSES)
    assert told == [("kết luận", "Khác văn bản, cần đính chính"), ("trước đó", "Đang chờ")]
    assert told_detail({"by": "link"}, t=translator("en"), statuses=STATUSES) == [("by", "link")]


def test_a_crawl_is_told_by_its_outlets_names_and_summed_over_them() -> None:
    report = {"bao-mau": {"articles": 2, "gone": 1, "stats": []}, "bao-hai": {"articles": 3}}
    run: Any = SimpleNamespace(kind="crawl", subject="bao-mau, bao-hai", report=report)
    assert told_subject(run, t=str, names={"bao-mau": "Báo Mẫu"}) == "Báo Mẫu, bao-hai"
    assert told_report(run) == [(5, "bài"), (1, "bài đã gỡ")]
