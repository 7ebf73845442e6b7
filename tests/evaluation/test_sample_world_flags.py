"""The sample world, article by article: just the expected sentences are flagged, each with its evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classifier.checker import Checker
from crawler.extract import extract
from doichieu.records import Article
from doichieu.text import one_line
from samples.content import SampleArticle, load_articles
from samples.expected import expected_flags
from samples.outlets import OUTLETS
from samples.sites import answer

ARTICLES = [one for one in load_articles() if one.outlet != "bao-doi-song-moi"]


def _as_crawled(sample: SampleArticle) -> Article:
    outlet = next(one for one in OUTLETS if one.id == sample.outlet)
    page = answer(outlet, sample.path, home="http://127.0.0.1:1/", turn=1)
    article = extract(page.body, url=f"http://127.0.0.1:1{sample.path}", content_type=page.kind)
    return replace(article, province=outlet.province)


def test_the_world_is_large_enough() -> None:
    assert len(ARTICLES) >= 80
    assert len(expected_flags()) >= 30


@pytest.mark.parametrize("sample", ARTICLES, ids=lambda one: one.id)
def test_each_article_gives_just_its_expected_flags(
    checker: Checker, sample: SampleArticle
) -> None:
    article = _as_crawled(sample)
    verdicts = checker.check(article)
    flagged = {one_line(one.claim.text) for one in verdicts if one.flagged}
    wanted = {one_line(one.sentence) for one in expected_flags() if one.article == sample.id}
    assert flagged == wanted
    for one in verdicts:
        assert article.full_text[one.claim.start : one.claim.end] == one.claim.text
        if one.flagged:
            assert one.evidence is not None
            assert one.differences
            for difference in one.differences:
                assert (
                    article.full_text[difference.article_start : difference.article_end]
                    == difference.article
                )
                assert (
                    one.evidence.text[difference.official_start : difference.official_end]
                    == difference.official
                )
