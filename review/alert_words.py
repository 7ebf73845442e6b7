"""Alerts in a reader's words: what a kind is called, and the message that tells of several at once."""

from __future__ import annotations

from collections.abc import Sequence

from doichieu.two_languages import in_language
from review.language import Translate, translator
from storage.alert_schema import AlertRow

#: Lines of one message; the rest are counted, and stand on the page.
MOST_LINES = 25
ALERT_KINDS = {
    "flags": "Chỗ khác cần xem gấp", "silent_source": "Nguồn im lặng", "failing_job": "Việc chạy hỏng",
    "backlog": "Việc tồn tăng lên", "backup": "Bản sao lưu đã cũ",
}  # fmt: skip


def alert_title(begun: Sequence[AlertRow], over: Sequence[AlertRow], *, language: str) -> str:
    """ "Đối Chiếu: 2 việc cần xem, 1 việc đã hết"."""
    t = translator(language)
    parts = [f"{len(begun)} {t('việc cần xem')}"] if begun else []
    parts += [f"{len(over)} {t('việc đã hết')}"] if over else []
    return f"Đối Chiếu: {', '.join(parts)}"


def alert_body(
    begun: Sequence[AlertRow], over: Sequence[AlertRow], *, language: str, site: str
) -> str:
    """The message as plain text, with addresses where `site` says how the desk is reached."""
    t = translator(language)
    lines = _part(t("Cần xem"), begun, t, language=language, site=site)
    lines += _part(t("Đã hết"), over, t, language=language, site="")
    if site:
        lines.append(f"{site}/alerts")
    return "\n".join(lines).strip()


def _part(
    head: str, rows: Sequence[AlertRow], t: Translate, *, language: str, site: str
) -> list[str]:
    if not rows:
        return []
    more = [f"+{len(rows) - MOST_LINES}"] if len(rows) > MOST_LINES else []
    told = [_line(row, t, language=language, site=site) for row in rows[:MOST_LINES]]
    return [f"{head}:", *told, *more, ""]


def _line(row: AlertRow, t: Translate, *, language: str, site: str) -> str:
    link = f" {site}/flags/{row.subject}" if site and row.kind == "flags" else ""
    kind = t(ALERT_KINDS.get(row.kind, row.kind))
    return f"- {kind}: {in_language(row.said, language)}{link}"
