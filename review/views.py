"""A template with what every page needs: language, theme, who is signed in, how to show times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from litestar import Request
from litestar.response import Template

from doichieu.rights import Right
from doichieu.two_languages import in_language
from review.language import LANGUAGES, show_day, show_number, show_share, show_time, translator
from review.marking import marked, safe_link
from review.reasons import why
from review.told import (
    ACTIONS,
    SCOPE_NAMES,
    VALUES,
    job_name,
    told_detail,
    told_report,
    told_subject,
)

#: Pages of the menu that not everybody may open, and the right they need.
GUARDED = {"/exports": Right.EXPORT, "/people": Right.PEOPLE}
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
    "time": "Giờ",
}  # fmt: skip
#: A chance as a word; the checker flags nothing below the last.
CERTAINTIES = ((0.95, "Rất chắc"), (0.85, "Khá chắc"), (0.0, "Chưa chắc hẳn"))
#: The dashboard's tables in the order they stand.
TABLES = {
    "day": "Theo ngày", "kind": "Theo loại khác", "outlet": "Theo báo", "document": "Theo văn bản",
    "status": "Theo quyết định",
}  # fmt: skip
STATUSES = {
    "open": "Đang chờ", "all": "Tất cả", "decided": "Đã quyết", "withdrawn": "Máy đã rút lại", **dict(OUTCOMES),
}  # fmt: skip


def language_of(request: Request[Any, Any, Any]) -> str:
    """The reader's choice, else the installation's."""
    chosen = request.cookies.get("doichieu_language", "")
    return chosen if chosen in LANGUAGES else str(request.app.state.settings.language)


def theme_of(request: Request[Any, Any, Any]) -> str:
    """Light, dark, or as the system says."""
    chosen = request.cookies.get("doichieu_theme", "")
    return chosen if chosen in THEMES else "auto"


def shown_tables(
    request: Request[Any, Any, Any],
    tables: dict[str, list[tuple[str, int]]],
    *,
    names: dict[str, str],
) -> dict[str, list[tuple[str, int]]]:
    """Title → rows, in the reader's words."""
    t = translator(language_of(request))
    words: dict[str, Callable[[str], str]] = {
        "kind": lambda label: t(KINDS.get(label, label)),
        "status": lambda label: t(STATUSES.get(label, label)),
        "outlet": lambda label: names.get(label) or label,
        "day": lambda label: show_day(date.fromisoformat(label)),
    }
    return {
        t(title): [(words.get(name, str)(label), count) for label, count in tables[name]]
        for name, title in TABLES.items()
    }


def certainty(probability: float) -> str:
    """A chance as a word."""
    return next(word for least, word in CERTAINTIES if probability >= least)


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
            "has_provider": request.app.state.provider is not None,
            "rights_of_paths": GUARDED,
            "here": request.url.path,
            "address": _address(request),
            "time": show_time,
            "day": show_day,
            "number": partial(show_number, language=language),
            "share": partial(show_share, language=language),
            "kind_name": lambda kind: t(KINDS.get(kind, str(kind))),
            "status_name": lambda status: t(STATUSES.get(status, str(status))),
            "action_name": lambda action: t(ACTIONS.get(action, str(action))),
            "role_name": lambda role: t(VALUES.get(role, str(role))),
            "scope_name": lambda scope: t(SCOPE_NAMES.get(scope, str(scope))),
            "value_name": lambda value: t(VALUES.get(value, str(value))),
            "told_detail": partial(told_detail, t=t, statuses=STATUSES),
            "told_report": told_report,
            "job_name": partial(job_name, t=t, names=held.get("names", {})),
            "told_subject": partial(told_subject, t=t, names=held.get("names", {})),
            "sure": lambda chance: t(certainty(chance)),
            "why": lambda row: why(
                row,
                t=t,
                kind_name=lambda kind: t(KINDS.get(kind, kind)),
                certainty=t(certainty(row.flag.probability)).lower(),
            ),
            "said": lambda line: in_language(line or "", language),
            "outcomes": OUTCOMES,
            "statuses": ("open", "decided", "all"),
            "marked": marked,
            "safe_link": safe_link,
            **held,
        },
    )


def _address(request: Request[Any, Any, Any]) -> str:
    """The page with its filters, to come back to."""
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path
