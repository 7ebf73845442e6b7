"""Records as the JSON the commands promise (docs/reference/json.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from doichieu.contradiction import Contradiction
from doichieu.records import Article, Link, Verdict
from doichieu.two_languages import halves


def article_shape(article: Article) -> dict[str, Any]:
    """What `extract` prints; null where the page does not say."""
    return {
        "url": article.url or None,
        "canonical_url": article.canonical_url,
        "title": article.title or None,
        "text": article.text,
        "authors": list(article.authors) or None,
        "published_at": _time(article.published_at),
        "modified_at": _time(article.modified_at),
        "language": article.language,
        "site_name": article.site_name,
        "images": list(article.images),
        "paragraphs": list(article.paragraphs),
    }


def link_shape(link: Link) -> dict[str, Any]:
    """One link of a feed or sitemap."""
    return {"url": link.url, "title": link.title, "published_at": _time(link.published_at)}


def check_shape(article: Article, verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """What `check` prints for one article: every sentence once, in order."""
    return {
        "title": article.title or None,
        "url": article.url or None,
        "sentences": [verdict_shape(verdict) for verdict in verdicts],
    }


def verdict_shape(verdict: Verdict) -> dict[str, Any]:
    """One sentence, its verdict, evidence and differences."""
    claim, evidence = verdict.claim, verdict.evidence
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "kind": claim.kind.value,
        "verdict": verdict.label.value if verdict.label else None,
        "probability": None if verdict.probability is None else round(verdict.probability, 4),
        "flagged": verdict.flagged,
        "evidence": evidence
        and {
            "document": evidence.document,
            "place": evidence.place,
            "text": evidence.text,
            "start": evidence.start,
            "end": evidence.end,
        },
        "differences": [
            {"kind": one.kind, "article": one.article, "official": one.official}
            for one in verdict.differences
        ],
        **({"note": note_shape(verdict.contradiction)} if verdict.contradiction else {}),
    }


def note_shape(one: Contradiction) -> dict[str, Any]:
    """That two official texts contradict each other, and what each says."""
    vi, en = halves(contradiction_line(one))
    return {
        "kind": "contradictory_texts",
        "vi": vi,
        "en": en,
        "texts": [
            {"document": one.document, "place": one.place, "text": one.text, "value": one.value},
            {"document": one.other_document, "place": one.other_place, "text": one.other_text, "value": one.other_value},
        ],
    }  # fmt: skip


def contradiction_line(one: Contradiction) -> str:
    """The same in one line of both languages."""
    places = ((one.place, one.document), (one.other_place, one.other_document))
    first, second = (", ".join(part for part in place if part) for place in places)
    pair = f"{first}: {one.value} ≠ {second}: {one.other_value}"
    return (
        f"Hai văn bản cùng có hiệu lực mâu thuẫn nhau, không bên nào được dùng để đối chiếu: {pair}"
        f" / Two texts in force contradict each other, nothing is held against either: {pair}"
    )


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
