"""Lines of a page that are not the article: widgets, related news, captions, the house's mark."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.dates import read_line
from doichieu.text import one_line

#: Lines that begin so are links to other pieces or words of the house, however long they are.
_BEGINS = re.compile(
    r"\s*(?:>>|>\s|■|►|▶|•\s*xem\b|(?:tin (?:bài )?liên quan|tin cùng chuyên mục|xem thêm|đọc thêm|bài viết liên quan|từ khóa)\s*:"
    r"|mời (?:quý )?(?:độc giả|bạn đọc|quý vị)\b.{0,80}(?:xem|theo dõi|đón|gửi|bấm)|bản quyền thuộc|®|©|hotline\s*:|ảnh\s*:|nguồn ảnh\s*:"
    r"|(?:credit|photo|photograph|read more|read also|see also|related|related (?:video|article|story)|our standards)s?\s*:"
    r"|click here to\b|sign up (?:for|to) our\b|subscribe to .{1,40} to (?:read|bookmark|continue)\b|follow us on\b)",
    re.IGNORECASE,
)
#: Labels of the page; only a line that holds nothing else is one.
_LABEL = re.compile(
    r"\s*(?:tin (?:bài )?liên quan|tin cùng chuyên mục|bài viết liên quan|cùng chuyên mục|xem thêm|đọc thêm|đọc tiếp|từ khóa|tags?"
    r"|ý kiến bạn đọc|bình luận|gửi bình luận|chia sẻ|đọc nhiều|tin mới|tin nóng|tin khác|nghe đọc bài|nghe bài viết"
    r"|(?:0:00\s*/?\s*)+(?:nam|nữ)?.*|(?:(?:nam|nữ) miền (?:bắc|nam|trung)\s*)+|cỡ chữ|mặc định|quảng cáo|chọn giọng đọc|giọng đọc"
    r"|in bài(?: viết)?|lưu bài(?: viết)?|ảnh minh họa|tải ứng dụng|theo dõi .{0,20} trên(?: google news| facebook| zalo)?"
    r"|facebook|twitter|zalo|email|copy link|sao chép liên kết|trở lại|về trang chủ)\s*[.:]?(?:\s*\(\d+\))?\s*",
    re.IGNORECASE,
)
#: A picture's line names who took it at its end.
_CREDIT = re.compile(r"(?:^|[.\s(])ảnh\s*:\s*[^.:]{2,45}[.)]?\s*$", re.IGNORECASE)
LONGEST_CAPTION = 300
_LETTERS = re.compile(r"[^\W_]")
#: "NGUYỄN AN • 08/01/2026": one page family repeats author and day inside the text.
_DATED_BYLINE = re.compile(
    r"[^.,:;]{0,60}\s*[•|]\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:[\s,|-]+\d{1,2}:\d{2})?"
)

#: "(HBĐT) - ", "(Baonghean.vn) - ", "(TTXVN) "; without brackets only marks known for houses.
_MARK = re.compile(
    r"^\s*(?:\((?:[A-ZĐ]{2,8}|[A-Za-z]+\.(?:com\.|org\.)?vn|[A-ZĐ][\w ]{1,20}\+?)\)\s*[-–—]"
    r"|\((?:[A-ZĐ]{2,6}ĐT|TTXVN|CTO|VGP)\)"
    r"|(?:BHG|HNMO?|SKĐS|TTO|CTO|QNO|HBĐT|ĐCSVN|VOV\.VN|[A-ZĐ]{2,4}ĐT)\s+[-–—])\s*"
)
#: The mark stands before the lead, or before the first paragraph under it.
MARKED_LINES = 2


def without_noise(
    lines: Iterable[str], *, title: str, captions: frozenset[str], prefixes: tuple[str, ...]
) -> list[str]:
    """The article's own lines, none twice running, the house's mark at the start taken off.

    `captions` are lines known for other reasons: words of pictures, links that stand alone.
    """
    kept: list[str] = []
    for raw in lines:
        line = _row(one_line(raw))
        if not line or is_noise(line) or _is_title(line, title) or line in captions:
            continue
        if len(kept) < MARKED_LINES:
            line = without_prefix(line, prefixes)
        if line and not (kept and same(line, kept[-1])):
            kept.append(line)
    return kept


def _is_title(line: str, title: str) -> bool:
    # A title that was cut off for its length stands whole in its heading.
    return same(line, title) or (len(title) >= LONGEST_CAPTION and line.startswith(title))


def is_noise(line: str) -> bool:
    """Whether a line is the page's, not the article's."""
    if _BEGINS.match(line) or _LABEL.fullmatch(line) or not _LETTERS.search(line):
        return True
    if read_line(line) is not None or _DATED_BYLINE.fullmatch(line):
        return True
    return len(line) <= LONGEST_CAPTION and ":" in line and bool(_CREDIT.search(line))


def _row(line: str) -> str:
    """A table's row as its cells, a bar between two; the rule under the head is nothing."""
    if not (line.startswith("|") and line.endswith("|")):
        return line
    cells = [
        cell.strip(" -:") if set(cell) <= set(" -:") else cell.strip()
        for cell in line[1:-1].split("|")
    ]
    return " | ".join(cells) if any(cells) else ""


def without_prefix(line: str, prefixes: tuple[str, ...]) -> str:
    """ "(HBĐT) - Sáng 31/10 …" → "Sáng 31/10 …"."""
    for prefix in prefixes:
        if prefix and line.startswith(prefix.strip()):
            return line[len(prefix.strip()) :].lstrip(" -–—")
    return _MARK.sub("", line)


def same(one: str, other: str) -> bool:
    """Whether two lines say the same words."""
    return one.casefold().strip(" .") == other.casefold().strip(" .")
