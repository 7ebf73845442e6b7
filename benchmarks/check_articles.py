"""Checking every sample article, against the plain way: TF-IDF retrieval of one passage a sentence, no verdict.

Prints the ratio of CPU seconds, median of several pairs; asserts how many sentences were read.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel

from classifier.checker import Checker
from classifier.model import load_model
from classifier.sentences import split
from corpus.load import load_path
from doichieu.records import Article
from samples.content import load_articles

PAIRS = 3


def articles() -> list[Article]:
    """The sample articles as the checker takes them."""
    return [
        Article(url=one.id, title=one.title, text=one.body, published_at=one.published)
        for one in load_articles()
    ]


def _ours(checker: Checker, articles: list[Article]) -> int:
    return sum(len(checker.check(one)) for one in articles)


def _plain(vectors: TfidfVectorizer, matrix: object, articles: list[Article]) -> int:
    count = 0
    for one in articles:
        for start, end in split(one.full_text):
            linear_kernel(vectors.transform([one.full_text[start:end]]), matrix).argmax()
            count += 1
    return count


def main() -> None:
    """Run the pairs."""
    documents = load_path(Path(__file__).parents[1] / "samples" / "official").documents
    news = articles()
    checker = Checker(documents, model=load_model())
    vectors = TfidfVectorizer(ngram_range=(1, 2))
    matrix = vectors.fit_transform([one.text for doc in documents for one in doc.passages])
    ratios, rates = [], []
    for _ in range(PAIRS):
        begun = time.process_time()
        ours = _ours(checker, news)
        middle = time.process_time()
        plain = _plain(vectors, matrix, news)
        ended = time.process_time()
        assert ours == plain > 800
        ratios.append((middle - begun) / (ended - middle))
        rates.append(ours / (middle - begun))
    print(
        f"{ours} sentences, {len(documents)} documents: {statistics.median(rates):.0f} sentences a CPU second judged; "
        f"{statistics.median(ratios):.2f} x the CPU of TF-IDF retrieval alone"
    )


if __name__ == "__main__":
    main()
