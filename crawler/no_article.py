"""Why a page holds no article: data, an error shown as a page, a wall to sign in at, a list of others.

Each reason is a name of its own in the counts of a crawl: `not_text`, `not_an_article`, `error_page`,
`login_wall`, `list_page`, `empty`.
"""

from __future__ import annotations

import re

from crawler.metadata import Metadata
from crawler.teasers import Teasers
from doichieu.errors import Skip

#: A body shorter than this is a caption, a wall or an error shown as a page.
LEAST_CHARACTERS = 120
#: Where a page shows whether it is text, and the share of it that may be letters no text has.
HEAD = 2000
MOST_ODD = 0.1
_ODD = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffd]")
#: Data and lists of news are no pages, though their words read like one.
_OTHER = re.compile(
    r"\s*(?:[{\[]|(?>(?:<\?.{0,200}?\?>|<!--.{0,500}?-->)\s*)*+<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b)",
    re.DOTALL,
)
_ERROR = re.compile(
    r"(?:lỗi\s*)?[45]\d\d(?:\W*$|\s*[-–—|:.!]\s|\s*(?:error|lỗi|không|not found|gone|bad|forbidden|unauthori[sz]ed|service|internal|gateway|too many)\b)|(?:lỗi|error)\s*[45]\d\d|không tìm thấy (?:trang|bài|nội dung)|trang (?:bạn .{0,20})?không tồn tại"
    r"|thông báo từ chối truy cập|page not found|not found$|access denied|just a moment|attention required|forbidden"
    r"|(?:trang|hệ thống|website) (?:web |này )?(?:đang|tạm) (?:được )?(?:bảo trì|ngừng)|bad gateway|service unavailable",
    re.IGNORECASE,
)
#: How a wall speaks to its reader.
_WALL = re.compile(
    r"(?:đăng nhập|đăng ký)[^<.]{0,40}? để (?:đọc|xem|tiếp tục)|dành (?:riêng )?cho (?:độc giả|bạn đọc|thành viên|thuê bao)"
    r"|(?:sign|log) ?in to (?:read|continue)|subscribe to (?:read|continue)|\"isAccessibleForFree\"\s*:\s*\"?false",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^>]{0,200}type\s*=\s*[\"']?password", re.IGNORECASE)
#: A page with a field for a password and less markup than this is there for nothing else.
SMALL = 6000


def must_be_text(url: str, markup: str) -> None:
    """Skip where the answer is no page of HTML."""
    if "<" not in markup or _OTHER.match(markup):
        raise no_article(url, "not_an_article", "không phải trang HTML", "no page of HTML")
    start = markup[:HEAD]
    odd = len(_ODD.findall(start))
    if odd > MOST_ODD * len(start) or start.startswith("%PDF-"):
        vi, en = "không phải trang HTML mà là tệp nhị phân", "no page of HTML but a binary file"
        raise no_article(url, "not_text", vi, en)


def must_be_article(
    url: str, markup: str, said: Metadata, lines: list[str], teasers: Teasers | None
) -> None:
    """Skip naming what the page is instead."""
    if _ERROR.match(said.title):
        vi, en = "trang báo lỗi, dù máy chủ trả lời 200", "an error page, though the answer was 200"
        raise no_article(url, "error_page", vi, en)
    short = sum(map(len, lines)) < LEAST_CHARACTERS
    if short and _is_wall(markup):
        vi, en = "phải đăng nhập mới đọc được bài", "the article is behind a wall to sign in at"
        raise no_article(url, "login_wall", vi, en)
    if short or not said.title:
        vi, en = "không có bài báo nào trong trang", "the page holds no article"
        raise no_article(url, "not_an_article", vi, en)
    if teasers and teasers.make_up(lines):
        vi, en = (
            "đây là trang danh sách, không phải một bài",
            "this page lists articles and is none",
        )
        raise no_article(url, "list_page", vi, en)


def _is_wall(markup: str) -> bool:
    small = len(markup) < SMALL and _PASSWORD.search(markup)
    return bool(small or _WALL.search(markup))


def no_article(url: str, reason: str, vi: str, en: str) -> Skip:
    """The word for a page without an article."""
    place = f"{url}: " if url else ""
    return Skip(
        vi=f"{place}{vi}; hãy kiểm tra địa chỉ", en=f"{place}{en}; check the address", reason=reason
    )
