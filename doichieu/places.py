"""Parts of a document as law writes them: "các điểm a, b khoản 1 và khoản 3 Điều 5" → one place each."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LETTER = r"[a-zđ]\d?\)?(?!\w)"
_FIGURE = r"\d{1,3}[a-zđ]?(?![\w/])"
_CHAPTER = r"(?:[IVXLC]+|\d{1,3}|[A-ZĐ])(?!\w)"
_AND = r"\s*(?:,|;|và|hoặc|,\s*và)\s*"


def _listed(word: str, mark: str) -> str:
    return rf"(?i:{word})\s+(?:số\s+)?({mark}(?:{_AND}(?:(?i:{word})\s+)?{mark})*)"


_LISTS = re.compile(
    rf"(?<!\w)(?:(?P<own>(?i:điều)\s+này)|(?i:từ\s+)?(?i:điều)\s+(?P<first>\d{{1,3}})\s+(?i:đến)\s+(?:(?i:hết)\s+)?(?:(?i:điều)\s+)?(?P<final>\d{{1,3}})(?!\w)"
    rf"|(?P<point>{_listed('điểm', _LETTER)})|(?P<clause>{_listed('khoản', _FIGURE)})"
    rf"|(?P<article>{_listed('điều', _FIGURE)})"
    rf"|(?P<chapter>{_listed('chương|mục|phần|phụ lục', _CHAPTER)}))"
)
_CHAPTERS = re.compile(
    rf"(?:(?P<word>(?i:chương|mục|phần|phụ lục))\s+(?:số\s+)?)?(?<!\w)(?P<mark>{_CHAPTER})"
)
_MARK = re.compile(r"[a-zđ]\d?|\d{1,3}[a-zđ]?")
_WORD = re.compile(r"(?i:điểm|khoản|điều|và|hoặc|số)(?!\w)")
#: What may stand between the lists of one place: "điểm a, khoản 2 của Điều 5".
_GLUE = re.compile(r"^[\s,;)]*(?:(?:và|hoặc|của|tại|các|cả)\s+)*[\s,]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Places:
    """Parts named in a row, where they stand."""

    start: int  #: offsets in the text given
    end: int
    places: tuple[str, ...]


def read_places(text: str, *, here: str = "") -> tuple[Places, ...]:
    """Every run of parts in `text`; "Điều này" is `here` ("Điều 5"), or is passed over without it."""
    runs: list[list[re.Match[str]]] = []
    for match in _LISTS.finditer(text):
        follows = runs and _GLUE.match(text[runs[-1][-1].end() : match.start()])
        if follows:
            runs[-1].append(match)
        else:
            runs.append([match])
    found = (
        Places(run[0].start(), run[-1].end(), tuple(dict.fromkeys(_spelled(run, here))))
        for run in runs
    )
    return tuple(one for one in found if one.places)


def _spelled(run: list[re.Match[str]], here: str) -> list[str]:
    """Each part whole, from the lists of one run: what is inner waits for its Điều."""
    places: list[str] = []
    points: list[str] = []
    waiting: list[str] = []
    for match in run:
        if match["point"]:
            points += _marks(match["point"])
        elif match["clause"]:
            clauses = [f"khoản {mark}" for mark in _marks(match["clause"])]
            waiting += [f"điểm {mark} {clauses[0]}" for mark in points] or clauses[:1]
            waiting += clauses[1:]
            points = []
        elif match["chapter"]:
            places += _chapters(match["chapter"])
        else:
            outer = _articles(match, here)
            waiting += [f"điểm {mark}" for mark in points]
            places += [f"{inner} {outer[0]}" for inner in waiting if outer] or outer[:1]
            places += outer[1:]
            points, waiting = [], []
    return places + waiting + [f"điểm {mark}" for mark in points]


def _articles(match: re.Match[str], here: str) -> list[str]:
    if match["own"]:
        return [here] if here else []
    if match["first"]:
        return [f"Điều {one}" for one in range(int(match["first"]), int(match["final"]) + 1)][:400]
    return [f"Điều {mark}" for mark in _marks(match["article"])]


def _chapters(text: str) -> list[str]:
    found: list[str] = []
    name = ""
    for match in _CHAPTERS.finditer(text):
        name = (match["word"] or name).capitalize()
        found.append(f"{name} {match['mark']}")
    return found


def _marks(text: str) -> list[str]:
    return [mark for mark in _MARK.findall(_WORD.sub(" ", text.lower())) if mark]
