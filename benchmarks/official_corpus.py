"""10,000 official texts of 40 passages: loaded, asked for a day, searched, and one more added; CPU time."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median

from corpus.document import build_document
from corpus.retrieval import PassageSearch
from doichieu.jobs.official import keep_document
from doichieu.records import OfficialDocument
from storage import documents
from storage.database import open_database

COUNT, SAMPLE, QUESTIONS = 10_000, 1_000, 300
DAY = date(2041, 1, 1)
#: Aims: documents a second a core, milliseconds a question.
LEAST_LOADED, MOST_MS = 50, 5.0
#: Syllables by a Zipf law, as texts have them: few are everywhere, most are rare.
SYLLABLES = 6_000
ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gh",
    "h",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "p",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
RHYMES = [
    "a",
    "á",
    "ạ",
    "an",
    "án",
    "ang",
    "ao",
    "âm",
    "ấp",
    "ăn",
    "ắc",
    "e",
    "è",
    "en",
    "em",
    "ê",
    "ế",
    "ênh",
    "i",
    "ì",
    "in",
    "inh",
    "iêu",
    "o",
    "ó",
    "on",
    "ong",
    "ôi",
    "ốt",
    "ơ",
    "ờ",
    "u",
    "ú",
    "ung",
    "ươi",
    "ường",
    "y",
    "ỵ",
]
TAILS = ("", "p", "t", "c", "m", "n")


def main() -> int:
    """Print the figures; 1 where an aim is missed."""
    chance = random.Random(20261125)
    words = [f"{a}{b}{c}" for a in ONSETS for b in RHYMES for c in TAILS][:SYLLABLES]
    weights = [1 / (place + 1) for place in range(len(words))]
    texts = [_text(at, chance, words, weights) for at in range(COUNT)]
    first, read_seconds = _timed(
        lambda: [build_document(one, head={}, origin=f"{at}.txt") for at, one in enumerate(texts)]
    )
    print(f"{COUNT} texts of {median(len(one.passages) for one in first):.0f} passages")
    print(f"read: {COUNT / read_seconds:.0f} documents a CPU second")
    stored = _store(first)
    loaded = 1 / (read_seconds / COUNT + 1 / stored)
    print(
        f"stored, with search and relations settled, {SAMPLE} into {COUNT - SAMPLE}: {stored:.0f} a CPU second"
    )
    print(f"read and stored: {loaded:.0f} documents a CPU second (aim {LEAST_LOADED})")
    index, seconds = _timed(lambda: PassageSearch(first))
    print(f"indexed in memory: {COUNT / seconds:.0f} documents a CPU second")
    as_of = _median_ms(lambda _: index.as_of(DAY))
    questions = [" ".join(chance.choices(words, weights, k=10)) for _ in range(QUESTIONS)]
    found = _median_ms(lambda at: index.search(questions[at], day=DAY))
    more = [
        build_document(_text(COUNT + at, chance, words, weights), head={}, origin="x")
        for at in range(30)
    ]
    added = _median_ms(lambda at: index.add([more[at % len(more)]]), times=len(more))
    assert index.search(questions[0], day=DAY)
    print(
        f"as_of: {as_of:.2f} ms; top 3: {found:.2f} ms (median of {QUESTIONS}, aim {MOST_MS}); one more indexed: {added:.1f} ms"
    )
    return int(loaded < LEAST_LOADED or max(as_of, found) > MOST_MS)


def _store(first: list[OfficialDocument]) -> float:
    """Documents stored a CPU second, the last ones, when the others are there already."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'corpus.db'}")
        for start in range(0, COUNT - SAMPLE, 500):
            with database.session() as session:
                for one in first[start : min(start + 500, COUNT - SAMPLE)]:
                    keep_document(session, one)
        with _clock() as spent:
            for one in first[COUNT - SAMPLE :]:
                with database.session() as session:
                    keep_document(session, one)
        with database.session() as session:
            held = documents.get(session, first[0].number)
        assert held is not None and held.passages == first[0].passages
        database.close()
    return SAMPLE / spent[0]


def _text(at: int, chance: random.Random, words: list[str], weights: list[float]) -> str:
    """A decree of eight articles of four khoản; every fifth one replaces or amends an earlier one."""
    year = 2030 + at // 900

    def some(count: int) -> str:
        return " ".join(chance.choices(words, weights, k=count))

    lines = [
        "CHÍNH PHỦ",
        f"Số: {at % 900 + 1}/{year}/NĐ-CP",
        f"Tân Kinh, ngày 01 tháng 3 năm {year}",
        "NGHỊ ĐỊNH",
        f"Về {some(8)}",
    ]
    for article in range(1, 9):
        lines.append(f"Điều {article}. {some(5)}")
        lines += [f"{clause}. {some(30)}." for clause in range(1, 5)]
    lines += ["Điều 9. Hiệu lực", f"1. Nghị định này có hiệu lực từ ngày 01 tháng 5 năm {year}."]
    if at % 5 == 4:
        other = chance.randrange(max(1, at - 899)) if at > 900 else 0
        verb = "thay thế" if at % 10 == 9 else "sửa đổi khoản 2 Điều 3"
        lines.append(
            f"2. Nghị định này {verb} Nghị định số {other % 900 + 1}/{2030 + other // 900}/NĐ-CP."
        )
    return "\n".join(lines)


def _timed(work: Callable[[], object]) -> tuple[object, float]:
    begun = time.process_time()
    result = work()
    return result, time.process_time() - begun


@contextmanager
def _clock() -> Iterator[list[float]]:
    spent = [0.0]
    begun = time.process_time()
    yield spent
    spent[0] = time.process_time() - begun


def _median_ms(work: Callable[[int], object], *, times: int = QUESTIONS) -> float:
    spent = []
    for at in range(times):
        begun = time.process_time()
        work(at)
        spent.append(time.process_time() - begun)
    return median(spent) * 1000


if __name__ == "__main__":
    sys.exit(main())
