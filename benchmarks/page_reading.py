"""Reading news pages: F1 of the body against what people marked, and CPU, beside trafilatura.

80 pages of 16 publishers; for each page a template is learned from the other four of its publisher. F1 is over
4-gram shingles of words. In square brackets the marked text has lines that may be missing (a lead): "lenient"
asks for them not to be invented but not to be there, "strict" asks for them. Skips where the data is missing.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from crawler.extract import extract
from crawler.template import Template
from crawler.template_learn import learn
from crawler.template_read import read
from doichieu.errors import Skip

PAIRS = 5
#: Publishers on whose marked text the rules were tried; the other eight were opened when they were done.
TRIED = ("APNews", "FoxNews", "LATimes", "Reuters", "TheGuardian", "TheIntercept", "TheNewYorker", "WashingtonTimes")  # fmt: skip
SHINGLE = 4
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A page and the lines people marked in it."""

    publisher: str
    markup: str
    url: str
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall of one reading, each without and with the lines that may be missing."""

    precision: float
    recall: float
    strict_recall: float


def folder() -> Path | None:
    """Where the marked pages lie, if they do."""
    place = Path(os.environ.get("DOICHIEU_EVAL_DATA", "../shared/data")) / "fundus-evaluation"
    return place if (place / "ground_truth.json").exists() else None


def marked(place: Path) -> list[Marked]:
    """Every page of the folder."""
    said = json.loads((place / "ground_truth.json").read_text())
    return [
        Marked(
            name.rsplit("_", 1)[0],
            gzip.decompress((place / "html" / name).read_bytes()).decode("utf-8", "replace"),
            one["url"],
            tuple(one["body"]),
        )
        for name, one in sorted(said.items())
    ]


def learned(pages: Sequence[Marked]) -> dict[Marked, Template | None]:
    """Each page's template, learned from the other pages of its publisher."""
    today = datetime.now(UTC).date()
    return {
        page: learn(
            [
                other.markup
                for other in pages
                if other.publisher == page.publisher and other is not page
            ],
            today=today,
        )
        for page in pages
    }


def score(text: str, body: Iterable[str]) -> Score:
    """A text against the marked lines."""
    lines = list(body)
    whole = _shingles("\n".join(line.strip("[]") for line in lines))
    must = _shingles("\n".join(line for line in lines if not line.startswith("["))) or whole
    ours = _shingles(text)
    shared, shared_must = sum((ours & whole).values()), sum((ours & must).values())
    return Score(
        shared / (sum(ours.values()) or 1),
        shared_must / sum(must.values()),
        shared / sum(whole.values()),
    )


def body_f1(scores: Sequence[Score], *, strict: bool = False) -> float:
    """F1 of the mean precision and the mean recall."""
    recalls = [one.strict_recall if strict else one.recall for one in scores]
    return _f1(statistics.mean(one.precision for one in scores), statistics.mean(recalls))


def page_f1(scores: Sequence[Score], *, strict: bool = False) -> float:
    """Mean of the pages' F1."""
    return statistics.mean(
        _f1(one.precision, one.strict_recall if strict else one.recall) for one in scores
    )


def article(page: Marked, template: Template | None = None) -> str:
    """The text that the crawl would store; empty where it finds none."""
    try:
        shortcut = partial(read, template) if template else None
        return extract(page.markup, url=page.url, shortcut=shortcut).text
    except Skip:
        return ""


def cpu_ratio(pages: Sequence[Marked], templates: Mapping[Marked, Template | None]) -> list[float]:
    """CPU of parsing and reading by template, to that of trafilatura's fast way, pair by pair."""
    ratios = []
    for _ in range(PAIRS):
        begun = time.process_time()
        ours = sum(_is_read(page, templates[page]) for page in pages)
        middle = time.process_time()
        theirs = sum(bool(trafilatura.extract(page.markup, fast=True)) for page in pages)
        ended = time.process_time()
        assert theirs == len(pages) and ours >= 0.9 * len(pages), "pages were not read"
        ratios.append((middle - begun) / (ended - middle))
    return ratios


def fallbacks(pages: Sequence[Marked], templates: Mapping[Marked, Template | None]) -> int:
    """Pages left to the careful reading."""
    return sum(not _is_read(page, templates[page]) for page in pages)


def _is_read(page: Marked, template: Template | None) -> bool:
    return template is not None and read(template, LexborHTMLParser(page.markup)) is not None


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return Counter(
        tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)) if words
    )


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main() -> None:
    """Print the table."""
    place = folder()
    if place is None:
        print("no fundus-evaluation under DOICHIEU_EVAL_DATA: nothing measured")
        return
    pages = marked(place)
    templates = learned(pages)
    read_by = {
        "trafilatura": [trafilatura.extract(page.markup) or "" for page in pages],
        "ours, no template": [article(page) for page in pages],
        "ours, template": [article(page, templates[page]) for page in pages],
    }
    halves = {"all": pages, "tried": [page for page in pages if page.publisher in TRIED],
              "unopened": [page for page in pages if page.publisher not in TRIED]}  # fmt: skip
    print(f"{'':20}{'':10}{'lenient':>18}{'strict':>18}\n{'':30}" + f"{'F1':>9}{'by page':>9}" * 2)
    for name, texts in read_by.items():
        scores = {page: score(text, page.body) for page, text in zip(pages, texts, strict=True)}
        for half, those in halves.items():
            some = [scores[page] for page in those]
            figures = (body_f1(some), page_f1(some), body_f1(some, strict=True), page_f1(some, strict=True))  # fmt: skip
            print(f"{name:20}{half:10}" + "".join(f"{figure:9.4f}" for figure in figures))
    print(f"left to the careful reading: {fallbacks(pages, templates)} of {len(pages)} pages")
    ratios = cpu_ratio(pages, templates)
    print(f"CPU: {statistics.median(ratios):.2f} x trafilatura fast (pairs: {', '.join(f'{one:.2f}' for one in ratios)})")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
