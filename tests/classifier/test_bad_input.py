"""Whatever an article holds, each sentence is told once, in its place; contradictory texts flag nothing."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.checker import Checker
from classifier.frequencies import read_frequencies
from classifier.model import load_model
from classifier.sentences import split
from corpus.document import build_document
from doichieu.records import Article, OfficialDocument, Verdict

NOON = datetime(2026, 9, 15, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
RULE = "Điều 2. Mức phí\n1. Phí gửi xe máy tại chợ là {} đồng/lượt.\n2. Người khuyết tật được miễn phí gửi xe."
CLAIM = "Theo Nghị định {}/2026/NĐ-CP, phí gửi xe máy tại chợ là 9.000 đồng/lượt."


def _document(number: int, fee: str) -> OfficialDocument:
    head = {
        "number": f"{number}/2026/NĐ-CP",
        "title": "Quy định phí gửi xe tại chợ",
        "issuer": "Chính phủ",
        "issued": date(2026, 1, 5),
        "effective": date(2026, 2, 1),
    }
    return build_document(RULE.format(fee), head=head, origin="")


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker([_document(301, "5.000")], model=load_model())


def _told_whole(article: Article, verdicts: tuple[Verdict, ...]) -> None:
    last = 0
    for one in verdicts:
        assert article.full_text[one.claim.start : one.claim.end] == one.claim.text
        assert not article.full_text[last : one.claim.start].strip()
        last = one.claim.end
    assert not article.full_text[last:].strip()


def _checked(checker: Checker, text: str, *, title: str = "Tin chợ") -> tuple[Verdict, ...]:
    article = Article(url="", title=title, text=text, published_at=NOON)
    verdicts = checker.check(article)
    _told_whole(article, verdicts)
    return verdicts


def _flags(verdicts: tuple[Verdict, ...]) -> int:
    return sum(one.flagged for one in verdicts)


#: Against no text at all: an empty corpus.
EMPTY = Checker([], model=load_model())


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=600), st.text(max_size=60))
def test_any_text_is_told_whole_and_in_order(text: str, title: str) -> None:
    article = Article(url="", title=title, text=text)
    _told_whole(article, EMPTY.check(article))


@given(st.text(alphabet='aĐ.!?…”"\n 1)-', max_size=200))
def test_sentences_cover_every_character_once(text: str) -> None:
    last = 0
    for start, end in split(text):
        assert last <= start < end <= len(text)
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text,
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: f"Mở đầu.\r\n{text}\r\n",
        lambda text: f"- {text}",
        str.upper,
    ],
    ids=["plain", "hard blanks", "carriage returns", "list", "capitals"],
)
def test_a_contradiction_is_found_however_it_is_set(checker: Checker, written: object) -> None:
    assert callable(written)
    assert _flags(_checked(checker, written(CLAIM.format(301)))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n",
        "…………" * 400,
        "Xe máy | 9.000\nÔ tô | 20.000\nXe đạp | 1.000",
        "phi gui xe may tai cho la 9.000 dong/luot",
        "9.000 9.000 9.000",
        "Ph1 gửl xc mảy t4i ch0 lá 9.O00 đổng",
        unicodedata.normalize(
            "NFD", "Chợ Bến đông vui từ sáng sớm, phí gửi 9.000 là chuyện thường."
        ),
    ],
    ids=["empty", "blank", "dots", "table", "bare letters", "figures", "misread", "decomposed"],
)
def test_what_is_no_plain_sentence_is_told_and_left_alone(checker: Checker, text: str) -> None:
    assert _flags(_checked(checker, text)) == 0


def test_texts_that_contradict_each_other_flag_nothing() -> None:
    pair = Checker([_document(301, "5.000"), _document(302, "9.000")], model=load_model())
    assert _flags(_checked(pair, "Phí gửi xe máy tại chợ là 9.000 đồng/lượt.")) == 0
    assert _flags(_checked(pair, "Phí gửi xe máy tại chợ là 5.000 đồng/lượt.")) == 0


def test_without_official_texts_every_sentence_is_told_and_none_judged() -> None:
    verdicts = _checked(Checker([], model=load_model()), CLAIM.format(301))
    assert len(verdicts) == 2
    assert {one.label for one in verdicts} == {None}


def test_one_line_of_megabytes_is_told_as_what_it_is(checker: Checker) -> None:
    for text in ("." * 2_000_000, "ă" * 2_000_000, "1/" * 1_000_000, "Nguyễn Văn A " * 150_000):
        assert len(_checked(checker, text)) == 2


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("quay thưởng mỗi quý một lần", 90),
        ("rà soát hai năm một lần", 720),
        ("báo cáo 06 giờ một lần", 0.25),
        ("kiểm định 6 tháng/lần", 180),
        ("họp một năm hai lần", 180),
        ("thu định kỳ hằng tháng", 30),
    ],
)
def test_how_often_is_read_as_days_between(text: str, days: float) -> None:
    assert [float(one.days) for one in read_frequencies(text)] == [days]
