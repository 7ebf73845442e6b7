"""The text of a document → passages: Điều, khoản, điểm, or paragraphs where there is no Điều."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from doichieu.records import Passage

_HASHES = r"(?:#{1,6}\s+)?(?:\*\*|__)?"
_PART = re.compile(
    rf"^{_HASHES}(Phần\s+(?:thứ\s+)?\w+|Chương\s+(?:[IVXLC]+|\d+)|Mục\s+(?:\d+|[IVX]+)|Tiểu mục\s+\d+)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(rf"^{_HASHES}Điều\s+(\d+[a-zđ]?)\b\s*[.:]?\s*(.*)$", re.IGNORECASE)
_CLAUSE = re.compile(r"^(\d{1,3})[.)]\s+\S")
_POINT = re.compile(r"^([a-zđ]{1,2})\)\s*\S")
_ANNEX = re.compile(rf"^{_HASHES}(Phụ lục(?:\s+(?:số\s+)?(?:[IVX]+|\d+))?)\b", re.IGNORECASE)
_ENDING = re.compile(r"^\W*(?:Nơi nhận\s*:|(?:TM|KT|TL|TUQ)\.\s)", re.IGNORECASE)
#: A heading line that is followed by its own text stays one passage with it when this short.
_SHORT = 200


@dataclass(slots=True)
class _Where:
    """Where in the document the reader stands."""

    part: str = ""
    annex: str = ""
    article: str = ""
    heading: str = ""
    clause: str = ""
    point: str = ""
    loose: int = 0  #: paragraphs met outside any Điều
    headings: list[str] = field(default_factory=list)

    def place(self) -> str:
        words = []
        if self.point:
            words.append(f"điểm {self.point}")
        if self.clause:
            words.append(f"khoản {self.clause}" if self.article else f"mục {self.clause}")
        if self.article:
            words.append(f"Điều {self.article}")
        if self.annex:
            words.append(self.annex)
        return " ".join(words) or (f"đoạn {self.loose}" if self.loose else "")

    def chain(self) -> tuple[str, ...]:
        return tuple(line for line in (self.part, self.annex, self.heading) if line)


def cut_passages(text: str, *, document: str) -> tuple[Passage, ...]:
    """Passages in order; laid end to end they cover every line of `text` that is not blank."""
    has_articles = any(_ARTICLE.match(line.strip()) for line in text.split("\n"))
    where = _Where()
    passages: list[Passage] = []
    for start, end, line in _lines(text):
        opens = _open(where, line, has_articles=has_articles)
        place, headings = where.place(), where.chain()
        last = passages[-1] if passages else None
        if not opens and last and last.place == place and _joins(last, has_articles):
            passages[-1] = Passage(
                document=document, place=place, text=text[last.start : end],
                start=last.start, end=end, headings=last.headings,
            )  # fmt: skip
        else:
            passages.append(
                Passage(
                    document=document,
                    place=place,
                    text=text[start:end],
                    start=start,
                    end=end,
                    headings=headings,
                )
            )
    return tuple(passages)


def _joins(last: Passage, has_articles: bool) -> bool:
    """A line without a mark of its own goes on with the passage before it."""
    return has_articles or (
        len(last.text) < _SHORT and not last.text.rstrip().endswith((".", ";", ":"))
    )


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    position = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            start = position + line.index(bare[0])
            yield start, start + len(bare), bare
        position += len(line) + 1


def _open(where: _Where, line: str, *, has_articles: bool) -> bool:
    """Move to where `line` stands; whether it opens a passage of its own."""
    if match := _ANNEX.match(line):
        where.annex, where.article, where.heading, where.clause, where.point = (
            match[1],
            "",
            "",
            "",
            "",
        )
        return True
    if match := _PART.match(line):
        where.part, where.article, where.heading, where.clause, where.point = (
            line.strip("#* "),
            "",
            "",
            "",
            "",
        )
        return True
    if match := _ARTICLE.match(line):
        where.article, where.clause, where.point = match[1], "", ""
        where.heading = line.strip("#* ")
        return True
    if where.article or where.annex or not has_articles:
        if match := _CLAUSE.match(line):
            where.clause, where.point = match[1], ""
            return True
        if (match := _POINT.match(line)) and (where.clause or where.article):
            where.point = match[1]
            return True
    if _ENDING.match(line) and where.article:
        where.article = where.heading = where.clause = where.point = where.part = ""
        where.loose += 1
        return True
    if not has_articles and not where.clause:
        where.loose += 1
        return True
    return False
