"""Lines of a page that are not the article: bylines, related news, captions, widgets; and who wrote it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from doichieu.text import one_line

#: Agency copy is marked, but an agency is no author.
AGENCIES = {
    "ttxvn", "altx", "tttxvn", "vov", "vgp", "afp", "reuters", "ap", "xinhua", "theo ttxvn", "pv", "p.v",
    "nhóm pv", "tổng hợp", "bbt", "ban biên tập", "bnews", "vnp", "vietnam+",
}  # fmt: skip
_NAME = r"[A-ZĐÀ-Ỹ][\w.]*(?:\s[A-ZĐÀ-Ỹ][\w.]*){0,4}"
_BYLINE = re.compile(
    rf"^\s*(?:(?:tin,? (?:và )?ảnh|bài,? (?:và )?ảnh|bài|tin|thực hiện|tác giả|pv)\s*:\s*)?"
    rf"(?P<names>{_NAME}(?:\s*(?:[-–,&]|và)\s*{_NAME})*)\s*(?:\((?:theo )?[\w+ .]{{2,20}}\)|/[A-Z]{{2,10}})?\s*$",
    re.IGNORECASE | re.UNICODE,
)
_LABELLED = re.compile(
    r"^\s*(?:tin,? (?:và )?ảnh|bài,? (?:và )?ảnh|thực hiện|tác giả|nguồn|theo|biên tập)\s*:?\s",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"^\s*(?:>>|■|►|▶|•\s*xem)|^\s*(?:tin liên quan|tin cùng chuyên mục|xem thêm|đọc thêm|cùng chuyên mục|từ khóa|"
    r"ý kiến bạn đọc|bình luận|chia sẻ|theo dõi .{0,20} trên|mời quý độc giả|bản quyền thuộc|đọc nhiều|"
    r"nghe đọc bài|0:00|nam miền|nữ miền|cỡ chữ|mặc định|quảng cáo|bấm để|chọn giọng đọc|in bài viết|gửi bình luận|"
    r"ảnh minh họa|ảnh\s*:|nguồn ảnh|video\s*:|hotline)\b",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^\s*\((?:[A-ZĐ]{2,8}|[A-Za-z]+\.vn|[A-ZĐ][\w ]{1,20}\+?)\)\s*[-–—]\s*")
_NOT_NAMES = re.compile(
    r"\d|http|@|báo|\.vn|\.com|tạp chí|cổng|online|vnexpress|dân trí|tòa soạn|admin", re.IGNORECASE
)


def without_noise(
    lines: Iterable[str], *, title: str, captions: frozenset[str], prefixes: tuple[str, ...]
) -> list[str]:
    """The article's own lines, each once in a row, the house's mark at the start taken off."""
    kept: list[str] = []
    for raw in lines:
        line = one_line(raw)
        if not line or _NOISE.match(line) or _same(line, title) or line in captions:
            continue
        if kept and _same(line, kept[-1]):
            continue
        if not kept:
            line = without_prefix(line, prefixes)
        kept.append(line)
    return kept


def without_prefix(line: str, prefixes: tuple[str, ...]) -> str:
    """ "(HBĐT) - Sáng 31/10 …" → "Sáng 31/10 …"."""
    for prefix in prefixes:
        if line.startswith(prefix):
            return line[len(prefix) :].lstrip(" -–—")
    return _PREFIX.sub("", line)


def split_byline(lines: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The lines without the byline at their end, and the names in it."""
    kept = list(lines)
    names: tuple[str, ...] = ()
    while len(kept) > 1 and len(kept[-1]) <= 70:
        match = _BYLINE.match(kept[-1])
        labelled = bool(_LABELLED.match(kept[-1]))
        if not labelled and not (match and _all_capitalised(match["names"])):
            break
        names = names or (people(match["names"]) if match else ())
        kept.pop()
    return kept, names


def people(words: str | None) -> tuple[str, ...]:
    """Names of persons in an author line; agencies and house names are none."""
    names = []
    for part in re.split(
        r"\s*(?:[;,&/]|\s[-–]\s|\bvà\b)\s*", re.sub(r"\([^)]*\)", "", html.unescape(words or ""))
    ):
        name = one_line(part)
        if (
            name
            and len(name) <= 50
            and name.lower() not in AGENCIES
            and not _NOT_NAMES.search(name)
        ):
            names.append(name)
    return tuple(dict.fromkeys(names))


def _all_capitalised(words: str) -> bool:
    return all(word[:1].isupper() or word in ("và", "-", "–", "&", ",") for word in words.split())


def _same(one: str, other: str) -> bool:
    return one.casefold().strip(" .") == other.casefold().strip(" .")
