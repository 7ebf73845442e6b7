"""The marks that open a part of an official text: Phần, Chương, Mục, Điều, khoản, điểm, Phụ lục."""

from __future__ import annotations

import re

_HASHES = r"(?:#{1,6}\s+)?(?:\*\*|__)?"
PART = re.compile(
    rf"^{_HASHES}(?P<level>Phần|Chương|Mục|Tiểu mục)\s+(?P<number>(?:thứ\s+)?\w+)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_ORDINALS = "nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|một"  # "Phần thứ nhất", "Phần một"
_PART_NUMBER = re.compile(
    rf"^(?:[IVXLC]+|\d{{1,3}}|[A-Z]|(?:thứ\s+)?(?:{_ORDINALS}))$", re.IGNORECASE
)
ARTICLE = re.compile(rf"^{_HASHES}Điều\s+(\d+[a-zđ]?)\b\s*([.:]?)\s*(.*)$", re.IGNORECASE)
CLAUSE = re.compile(r"^(\d{1,3}[a-zđ]?)[.)]\s+\S")
#: "2.1. …", under "2.": plans and annexes number like this.
SUB_CLAUSE = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+\S")
POINT = re.compile(r"^([a-zđ]{1,2}\d?)\)\s*\S")
ROMAN = re.compile(r"^([IVX]{1,6})\s?[.-]\s+\S")
ANNEX = re.compile(
    rf"^{_HASHES}((?:Phụ lục|Biểu số|Mẫu số)(?:\s+(?:số\s+)?(?:[IVX]+|\d+[A-Za-z]?|[A-Z]))?)\b(?!\w)(.*)$",
    re.IGNORECASE,
)
ENDING = re.compile(r"^\W*(?:Nơi nhận\s*:|(?:TM|KT|TL|TUQ|Q)\.\s)", re.IGNORECASE)
FINISHED = re.compile(r"[.;:!?”\"»…]\W*$|[,;]\s*(?:và|hoặc)$")
ROW = re.compile(r"\s\|\s|^\|")
RULE = re.compile(r"^[|\s:+-]*-{2,}[|\s:+-]*$")
#: The order of điểm: Vietnamese letters, without f, j, w and z.
LETTERS = "abcdđeghiklmnopqrstuvxy"


def opens_part(line: str) -> re.Match[str] | None:
    """ "Chương II", "Mục 3. Tên", but not "Mục tiêu" or "Chương này quy định"."""
    match = PART.match(line)
    if match is None or not _PART_NUMBER.match(match["number"]):
        return None
    rest = match["rest"].strip(" *_")
    headed = not rest or rest[0] in ".:-–" or rest[0].isupper()
    return match if headed and not (rest[:1] and rest[-1] in ",;") else None


def opens_annex(line: str) -> re.Match[str] | None:
    """ "Phụ lục I", "PHỤ LỤC 2: …", but not "Phụ lục I ban hành kèm theo Nghị định này quy định …"."""
    match = ANNEX.match(line)
    if match is None:
        return None
    rest = match[2].strip(" *_")
    headed = not rest or rest[0] in ".:-–(" or rest[0].isupper()
    return match if headed and len(line) <= 200 else None


def follows(mark: str, last: str) -> bool:
    """Whether khoản or điểm `mark` can come right after `last` ("" is the first)."""
    if mark[0].isdigit():
        number, before = _number(mark), _number(last)
        return number == before + 1 or (number == before and mark > last != "")
    if not last:
        return mark[0] == LETTERS[0]
    stem, before_stem = mark.rstrip("0123456789"), last.rstrip("0123456789")
    if stem == before_stem:
        return mark > last
    return _letter(stem) in (_letter(before_stem) + 1, _letter(before_stem) + 2)


def _number(mark: str) -> int:
    digits = re.match(r"\d+", mark)
    return int(digits.group()) if digits else 0


def _letter(stem: str) -> int:
    place = LETTERS.find(stem[-1])
    return place + len(LETTERS) * (len(stem) - 1)
