"""Who wrote an article: names in author lines, and the lines at its end that hold them."""

from __future__ import annotations

import html
import re

from doichieu.legal import CAPITAL
from doichieu.text import one_line

#: Agency copy is marked, but an agency is no author.
AGENCIES = frozenset({
    "ttxvn", "altx", "tttxvn", "vov", "vgp", "afp", "reuters", "ap", "xinhua", "pv", "p.v", "nhóm pv",
    "tổng hợp", "bbt", "ban biên tập", "bnews", "vnp", "vietnam+", "thông tấn xã việt nam", "nguồn", "theo",
    "associated press", "the associated press", "agence france-presse", "bloomberg", "staff", "admin", "administrator", "editor",
})  # fmt: skip
#: A byline is a short line; longer ones are sentences.
LONGEST_BYLINE = 70
#: Lines that may stand under a text: who wrote it, whose pictures, whose copy.
MOST_BYLINES = 3

_NAME = rf"{CAPITAL}[\w.'’-]*(?:\s{CAPITAL}[\w.'’-]*){{0,4}}"
_ROLE = re.compile(
    r"^\s*(?:tin,? (?:và |, )?ảnh|bài,? (?:và |, )?ảnh|tin, bài(?:, ảnh)?|bài|tin|ảnh|thực hiện|tác giả|pv|nhóm pv|nguồn"
    r"|biên tập|biên soạn|clip|video|đồ họa)\s*:\s*",
    re.IGNORECASE,
)
_BY = re.compile(rf"^\s*(?:by|written by|door|von|par)\s+(?=(?-i:{CAPITAL}))", re.IGNORECASE)
_MARK = re.compile(r"\s*(?:\((?:theo )?[\w+. /-]{2,30}\)|/\s?[A-Z][\w+.]{1,12})\s*$", re.IGNORECASE)
_NAMES = re.compile(rf"{_NAME}(?:\s*(?:[-–,&/;]|và|\s)\s*{_NAME})*")
_AGENCY = re.compile(
    r"^\(?\s*(?:theo\s+)?(?:[A-ZĐ][\w+]*|[\w.]+\.(?:vn|com))(?:[\s/,-]+(?:báo\s+)?[A-ZĐ][\w+.]*){0,5}\s*\)?$"
)
_NOT_NAMES = re.compile(
    r"\d|http|@|\bbáo\b|\.vn|\.com|tạp chí|cổng|online|vnexpress|dân trí|tòa soạn|admin|\bđài\b|\bban\b|\bsở\b|\bubnd\b"
    r"|\b(?:staff|reporters?|correspondents?|editors?|columnist|newsroom|news desk|writer|producer)\b",
    re.IGNORECASE,
)


def split_byline(lines: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The lines without the bylines at their end, and the names in these."""
    kept = list(lines)
    names: tuple[str, ...] = ()
    for _ in range(MOST_BYLINES):
        if len(kept) < 2 or not is_byline(kept[-1]):
            break
        names = names or people(kept[-1])
        kept.pop()
    return kept, names


def is_byline(line: str) -> bool:
    """Whether a line says who wrote, and nothing else."""
    line = line.strip()
    if re.fullmatch(r"(?:Ban|Tòa soạn|Phòng) (?:[Bb]ạn đọc|[Bb]iên tập|[Tt]hời sự)", line):
        return True
    if len(line) > LONGEST_BYLINE or line.endswith(("!", "?", "…", ":", ";")):
        return False
    if _ROLE.match(line) or line.lower().rstrip(".") in AGENCIES:
        return True
    if line.lower().startswith(("theo ", "(theo ")) or line.startswith("("):
        words = line.strip("()").split()
        return bool(_AGENCY.match(_theo(line))) and len(words) <= 8
    bare = _MARK.sub("", line)
    # A full stop ends a sentence, save behind an initial ("P.Y.").
    if bare.endswith(".") and not re.search(r"\b[A-ZĐ]\.$", bare):
        return False
    if not _NAMES.fullmatch(bare) or len(bare.split()) > 12:
        return False
    return all(word == "và" or not word[0].islower() for word in bare.split())


def people(words: str | None) -> tuple[str, ...]:
    """Names of persons in an author line; agencies and house names are none."""
    line = _ROLE.sub("", re.sub(r"\([^)]*\)", "", html.unescape(words or "")))
    line = _BY.sub("", line)
    names = []
    for part in re.split(r"\s*(?:[;,&/|]|\s[-–]\s|\bvà\b|\band\b)\s*", line):
        name = one_line(part)
        if _is_name(name):
            names.append(name)
    return tuple(dict.fromkeys(names))


def _is_name(name: str) -> bool:
    if not name or len(name) > 40 or len(name.split()) > 6:
        return False
    if name.lower().rstrip(".") in AGENCIES or name.lower().startswith("theo "):
        return False
    return name[0].isupper() and not _NOT_NAMES.search(name)


def _theo(line: str) -> str:
    return line[:1] + line[1:].replace("Theo", "theo", 1) if line.startswith("(") else (
        line.replace("Theo", "theo", 1)
    )  # fmt: skip
