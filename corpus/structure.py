"""The text of a document → passages: Điều, khoản, điểm, rows of tables, or paragraphs where there is no Điều."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus import marks
from corpus.quotes import quoted_lines
from doichieu.records import Passage

#: A heading line that is followed by its own text stays one passage with it when this short.
_SHORT = 200
#: How deep each heading stands; a higher one closes those below it.
_LEVELS = ("phần", "chương", "mục", "tiểu mục")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line that is not blank, at its place in the text."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Where:
    """Where in the document the reader stands."""

    has_articles: bool
    parts: dict[str, str] = field(default_factory=dict)  #: level → heading line
    annex: str = ""
    annex_line: str = ""
    article: str = ""
    heading: str = ""
    section: str = ""  #: Roman number, in texts without Điều
    clause: str = ""
    point: str = ""
    table: int = 0  #: tables met within the same part
    header: str = ""  #: first row of the table the reader stands in
    row: int = 0
    loose: int = 0  #: paragraphs met outside any Điều
    naming: str = ""  #: level whose heading goes on on the next line
    last: str = ""  #: the line before

    def place(self) -> str:
        words = [f"dòng {self.row} bảng {self.table}"] if self.header else []
        if self.point:
            words.append(f"điểm {self.point}")
        if self.clause:
            words.append(f"khoản {self.clause}" if self.article else f"mục {self.clause}")
        if self.article:
            words.append(f"Điều {self.article}")
        if self.section:
            words.append(f"phần {self.section}")
        if self.annex:
            words.append(self.annex)
        return " ".join(words) or (f"đoạn {self.loose}" if self.loose else "")

    def chain(self) -> tuple[str, ...]:
        parts = [self.parts[level] for level in _LEVELS if level in self.parts]
        return tuple(line for line in (*parts, self.annex_line, self.heading, self.header) if line)

    def enter(self, *, article: str = "", heading: str = "", section: str = "") -> None:
        """Begin a part: what stood below it is left."""
        self.article, self.heading, self.section = article, heading, section
        self.clause = self.point = self.header = self.naming = ""
        self.table = self.row = 0


def cut_passages(text: str, *, document: str) -> tuple[Passage, ...]:
    """Passages in order; laid end to end they cover every line of `text` that is not blank."""
    lines = list(_lines(text))
    quoted = quoted_lines([line.text for line in lines])
    where = _Where(has_articles=_has_articles(lines, quoted))
    passages: list[Passage] = []
    for at, line in enumerate(lines):
        opens = at not in quoted and _open(where, line.text, lines[at + 1 : at + 2])
        place, headings = where.place(), where.chain()
        last = passages[-1] if passages else None
        if not opens and last and last.place == place and _joins(last, where):
            passages[-1] = replace(last, text=text[last.start : line.end], end=line.end)
        else:
            passages.append(
                Passage(
                    document=document, place=place, text=text[line.start : line.end],
                    start=line.start, end=line.end, headings=headings,
                )
            )  # fmt: skip
        where.last = line.text
    return tuple(passages)


def _has_articles(lines: Sequence[_Line], quoted: frozenset[int]) -> bool:
    return any(marks.ARTICLE.match(one.text) for at, one in enumerate(lines) if at not in quoted)


def _joins(last: Passage, where: _Where) -> bool:
    """A line without a mark of its own goes on with the passage before it."""
    return (where.has_articles and not where.header) or (
        len(last.text) < _SHORT and not last.text.rstrip().endswith((".", ";", ":"))
    )


def _lines(text: str) -> Iterator[_Line]:
    position = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            start = position + line.index(bare[0])
            yield _Line(start, start + len(bare), bare)
        position += len(line) + 1


def _open(where: _Where, line: str, following: Sequence[_Line]) -> bool:
    """Move to where `line` stands; whether it opens a passage of its own."""
    return (
        _row(where, line, following)
        or _annex(where, line)
        or _part(where, line)
        or _article(where, line)
        or _clause(where, line)
        or _ending(where, line)
        or _loose(where, line)
    )


def _row(where: _Where, line: str, following: Sequence[_Line]) -> bool:
    """A row of a table; the first one heads the others. One row alone is no table."""
    if not marks.ROW.search(line):
        if where.header and not marks.RULE.match(line):
            where.header, where.row = "", 0
        return False
    if marks.RULE.match(line):
        return False
    if where.header:
        where.row += 1
        return True
    if not (following and marks.ROW.search(following[0].text)):
        return False
    if not (where.article or where.annex or not where.has_articles):
        return False  # the letterhead: issuer beside the state's name
    where.table, where.row, where.header = where.table + 1, 1, line
    return True


def _annex(where: _Where, line: str) -> bool:
    match = marks.opens_annex(line)
    if match is None or not _fresh(where, line):
        return False
    where.enter()
    where.parts.clear()
    name = match[1].strip()
    where.annex = f"Phụ lục{name[7:]}" if name.lower().startswith("phụ lục") else name
    where.annex_line = line.strip("#* ")
    return True


def _part(where: _Where, line: str) -> bool:
    match = marks.opens_part(line)
    if match is None or not _fresh(where, line):
        return False
    level = match["level"].lower()
    if level in ("mục", "tiểu mục") and where.annex and not where.parts:
        return False
    where.enter()
    for lower in _LEVELS[_LEVELS.index(level) :]:
        where.parts.pop(lower, None)
    where.parts[level] = line.strip("#* ")
    where.naming = "" if match["rest"].strip(" .:*_-–") else level
    return True


def _article(where: _Where, line: str) -> bool:
    match = marks.ARTICLE.match(line)
    if match is None:
        return False
    number, stop, rest = match.groups()
    expected = marks.follows(number.lower(), where.article) or not where.article
    headed = bool(stop) or not rest or (rest[0].isupper() and expected)
    if not headed or (not expected and not _fresh(where, line)):
        return False
    if not expected and not where.annex and _number(number) < _number(where.article):
        # "Điều 3." behind Điều 7 is cited, unless an annex begins to count anew.
        return False
    where.enter(article=number.lower(), heading=line.strip("#* "))
    where.naming = "" if rest else "điều"
    return True


def _clause(where: _Where, line: str) -> bool:
    if not (where.article or where.annex or not where.has_articles):
        return False
    if not where.article and (match := marks.ROMAN.match(line)):
        where.enter(section=match[1])
        return True
    if match := marks.CLAUSE.match(line):
        if not where.article or _may_open(where, match[1], where.clause, line):
            where.clause, where.point = match[1], ""
            return True
        return False
    if (match := marks.SUB_CLAUSE.match(line)) and where.clause:
        if match[1].split(".")[0] == where.clause.split(".")[0]:
            where.clause, where.point = match[1], ""
            return True
        return False
    match = marks.POINT.match(line)
    above = where.clause or where.article or where.section
    if match and above and _may_open(where, match[1], where.point, line):
        where.point = match[1]
        return True
    return False


def _may_open(where: _Where, mark: str, last: str, line: str) -> bool:
    """Whether a numbered line is the next part, and not the rest of a broken sentence."""
    if marks.follows(mark, last):
        return True
    later = mark[0].isdigit() and _number(mark) > _number(last)
    return (later or not mark[0].isdigit()) and _fresh(where, line)


def _ending(where: _Where, line: str) -> bool:
    if not marks.ENDING.match(line) or not where.article:
        return False
    where.enter()
    where.parts.clear()
    where.loose += 1
    return True


def _loose(where: _Where, line: str) -> bool:
    """A line without a mark: the name of the part above it, or a paragraph of its own."""
    if where.naming == "điều":
        where.heading, where.naming = f"{where.heading} {line.strip('#* ')}", ""
        return False
    if where.naming and where.has_articles:
        where.parts[where.naming] += f". {line.strip('#* ')}"
        where.naming = ""
        return False
    if not where.has_articles and not where.clause and not where.header:
        where.loose += 1
        return True
    return False


def _fresh(where: _Where, line: str) -> bool:
    """Whether the line before had come to its end, or was a heading."""
    last = where.last
    return (
        not last
        or bool(marks.FINISHED.search(last))
        or last.isupper()
        or len(last) < 60
        or bool(marks.ENDING.match(last))
        or line.isupper()
    )


def _number(mark: str) -> int:
    digits = re.match(r"\d+", mark)
    return int(digits.group()) if digits else 0
