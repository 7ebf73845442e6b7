"""The sample world must agree with itself: what is expected stands in the files, word for word."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from doichieu.errors import Quarantine
from samples import content
from samples.content import FAMILY_OF, SampleDocument, load_articles, load_documents
from samples.expected import expected_flags

_ARTICLES = {article.id: article for article in load_articles()}
_DOCUMENTS = {document.number: document for document in load_documents()}


def _provision(document: SampleDocument, place: str) -> str:
    """The lines of the body from the Điều, khoản and điểm named on."""
    body = document.body
    if not place:
        return body.split("\nĐiều 1.")[0]
    for word, pattern in (("Điều", r"^Điều {}\. "), ("khoản", r"^{}\. "), ("điểm", r"^{}\) ")):
        if named := re.search(rf"{word} (\w+)", place):
            start = re.search(pattern.format(named.group(1)), body, re.MULTILINE)
            assert start, f"{document.number} has no {named.group()}"
            body = body[start.start() :]
    return body.split("\n\n")[0]


@pytest.mark.parametrize("flag", expected_flags(), ids=lambda flag: flag.article)
def test_an_expected_sentence_stands_in_its_article_and_differs_from_its_provision(flag):
    article = _ARTICLES[flag.article]
    assert flag.sentence == article.title or flag.sentence in article.body
    assert flag.wrong in flag.sentence
    provision = _provision(_DOCUMENTS[flag.document], flag.place)
    assert flag.right in provision
    assert flag.wrong not in provision


def test_every_article_lies_in_its_outlets_folder_under_its_own_name():
    folder = Path(content.__file__).parent / "articles"
    for article in _ARTICLES.values():
        assert (folder / f"{article.id}.md").is_file()
        assert article.outlet in FAMILY_OF
        assert article.published.utcoffset() is not None
        assert article.published.strftime("%Y-%m") == "2026-11"


def test_addresses_are_unique_within_an_outlet():
    seen = Counter((article.outlet, article.path) for article in _ARTICLES.values())
    assert set(seen.values()) == {1}


def test_syndicated_copies_print_the_same_body_and_carry_the_same_flags():
    copies = [article for article in _ARTICLES.values() if article.same_as]
    assert copies
    for copy in copies:
        first = _ARTICLES[copy.same_as]
        assert copy.body == first.body
        assert [flag.sentence for flag in copy.expected] == [
            flag.sentence for flag in first.expected
        ]
        assert copy.agency == first.agency


def test_related_articles_exist():
    for article in _ARTICLES.values():
        assert set(article.related) <= set(_ARTICLES)


def test_the_second_round_corrects_one_article_and_loses_another():
    corrected = [one for one in _ARTICLES.values() if one.second_round == "corrected"]
    gone = [one for one in _ARTICLES.values() if one.second_round == "gone"]
    assert corrected and gone
    for article in corrected:
        assert article.corrected_body and article.body_in(2) == article.corrected_body
        assert all(flag.sentence not in article.corrected_body for flag in article.expected)
    assert all(article.body_in(1) and article.body_in(2) is None for article in gone)
    left = {flag.article for flag in expected_flags(world_round=2)}
    assert left.isdisjoint(article.id for article in corrected)


def test_most_articles_are_right_and_must_not_be_flagged():
    wrong = {flag.article for flag in expected_flags()}
    assert len(wrong) < len(_ARTICLES) / 2


def test_the_portals_offer_every_format():
    formats = Counter(document.format for document in _DOCUMENTS.values())
    assert formats["html"] >= 7
    assert formats["pdf"] >= 4
    assert formats["docx"] >= 3


def test_a_head_without_a_needed_key_is_refused_by_name(tmp_path):
    file = tmp_path / "thiếu.md"
    file.write_text('+++\nid = "bao-lam-giang/x"\n+++\nThân bài.\n', encoding="utf-8")
    with pytest.raises(Quarantine, match=r"thiếu\.md.*title"):
        content._article(file)


def test_a_file_without_a_head_is_refused_by_name(tmp_path):
    file = tmp_path / "trơn.md"
    file.write_text("Chỉ có thân bài.\n", encoding="utf-8")
    with pytest.raises(Quarantine, match=r"trơn\.md"):
        content._document(file)
