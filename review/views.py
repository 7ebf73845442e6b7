"""A template with what every page needs: language, theme, who is signed in, how to show times."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request
from litestar.response import Template

from review.language import LANGUAGES, show_day, show_number, show_share, show_time, translator
from review.marking import marked, safe_link

THEMES = ("auto", "light", "dark")

#: What each outcome is called, and its key.
OUTCOMES = (
    ("differs", "Khác văn bản, cần đính chính"),
    ("does_not_differ", "Không khác văn bản"),
    ("opinion_or_report", "Là ý kiến hoặc tường thuật"),
    ("official_text_wrong", "Văn bản chính thức sai hoặc đã cũ"),
    ("cannot_tell", "Chưa thể kết luận"),
)
KINDS = {
    "money": "Số tiền", "number": "Con số", "percent": "Tỷ lệ", "date": "Ngày", "age": "Tuổi",
    "duration": "Thời hạn", "unit": "Đơn vị", "range": "Mức giới hạn", "actor": "Cơ quan", "scope": "Đối tượng",
    "status": "Hiệu lực", "polarity": "Được hay không", "document": "Số văn bản", "ordinal": "Thứ bậc",
}  # fmt: skip
STATUSES = {"open": "Đang chờ", "all": "Tất cả", "decided": "Đã quyết", **dict(OUTCOMES)}


def language_of(request: Request[Any, Any, Any]) -> str:
    """The reader's choice, else the installation's."""
    chosen = request.cookies.get("doichieu_language", "")
    return chosen if chosen in LANGUAGES else str(request.app.state.settings.language)


def theme_of(request: Request[Any, Any, Any]) -> str:
    """Light, dark, or as the system says."""
    chosen = request.cookies.get("doichieu_theme", "")
    return chosen if chosen in THEMES else "auto"


def render(
    request: Request[Any, Any, Any], name: str, held: dict[str, Any], *, status_code: int = 200
) -> Template:
    """A page."""
    language = language_of(request)
    t = translator(language)
    return Template(
        template_name=name,
        status_code=status_code,
        media_type="text/html",
        context={
            "t": t,
            "language": language,
            "theme": theme_of(request),
            "person": getattr(request.state, "person", None),
            "here": request.url.path,
            "time": show_time,
            "day": show_day,
            "number": partial(show_number, language=language),
            "share": partial(show_share, language=language),
            "kind_name": lambda kind: t(KINDS.get(kind, str(kind))),
            "status_name": lambda status: t(STATUSES.get(status, str(status))),
            "outcomes": OUTCOMES,
            "statuses": ("open", "decided", "all"),
            "marked": marked,
            "safe_link": safe_link,
            **held,
        },
    )
