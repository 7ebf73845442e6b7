"""A digest in each of its forms: the bytes, the media type, the name of the file."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from doichieu.local_time import local_iso
from doichieu.settings import Settings
from review.cells import inert_json
from review.digest.as_letter import write_letter
from review.digest.as_mail import mail
from review.digest.as_markdown import markdown
from review.digest.as_workbook import MEDIA as WORKBOOK
from review.digest.as_workbook import write_workbook
from review.digest.figures import Digest, Story
from review.digest.office import office_of
from review.digest.period import Period, today
from review.digest.words import title
from review.language import Translate, translator

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": WORKBOOK,
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}


def written(digest: Digest, form: str, *, settings: Settings, language: str) -> bytes:
    """The digest in one of the forms of `MEDIA`; the letter is in Vietnamese in any language."""
    t = translator(language)
    if form in ("docx", "xlsx"):
        file = io.BytesIO()
        if form == "docx":
            write_letter(digest, file, office=office_of(settings), today=today())
        else:
            write_workbook(digest, file, t=t)
        return file.getvalue()
    if form == "html":
        return mail(digest, t=t, language=language, site=settings.public_url.rstrip("/")).encode()
    if form == "md":
        return markdown(digest, t=t, language=language).encode()
    return inert_json(json.dumps(as_json(digest, t=t), ensure_ascii=False)).encode()


def file_name(period: Period, form: str) -> str:
    """ "diem-tin-2026-11-05.docx", or with both days."""
    days = f"{period.first}" if period.days == 1 else f"{period.first}-{period.last}"
    return f"diem-tin-{days}.{form}"


def as_json(digest: Digest, *, t: Translate) -> dict[str, Any]:
    """The digest for programs."""
    counts = ("by_status", "by_kind", "by_document", "by_province", "by_outlet", "decisions")
    return {
        "title": title(digest.period, t),
        "first": digest.period.first.isoformat(),
        "last": digest.period.last.isoformat(),
        "stories": len(digest.stories),
        "appearances": digest.appearances,
        **{name: dict(getattr(digest, name)) for name in counts},
        "flags": [_story(one) for one in digest.stories],
        "corrected": [_story(one) for one in digest.corrected],
    }


def _story(story: Story) -> dict[str, Any]:
    held = asdict(story)
    held["appearances"] = [_appearance(one) for one in held["appearances"]]
    # The first appearance beside the story, for whoever wants one row a story.
    return {**held["appearances"][0], **held}


def _appearance(held: Mapping[str, Any]) -> dict[str, Any]:
    times = ("published_at", "corrected_at", "gone_at")
    return {**held, **{name: local_iso(held[name]) for name in times}}
