"""Decided flags as ClaimReview records (schema.org, JSON-LD), one a story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from doichieu.local_time import LOCAL_TIME
from storage.handover import Decided

CONTEXT = "https://schema.org"
#: Only these two say something of a claim; an opinion is none, a wrong official text is no measure
#: of one, and "can't tell" says nothing. Words, not numbers: a 1 would be read as "false".
RATINGS = {
    "differs": "Khác với văn bản chính thức",
    "does_not_differ": "Không khác văn bản chính thức",
}


def claim_reviews(
    rows: Iterable[Decided], *, names: Mapping[str, str], site: str
) -> Iterator[dict[str, Any]]:
    """One record a story; `rows` come story by story, `site` is this desk's address."""
    for _, story in groupby(rows, key=lambda row: (row.flag.group_key, row.flag.status)):
        held = list(story)
        if held[0].flag.status in RATINGS:
            yield claim_review(held, names=names, site=site)


def claim_review(story: list[Decided], *, names: Mapping[str, str], site: str) -> dict[str, Any]:
    """The record of one story on however many outlets; articles' authors are left out."""
    first = story[0]
    flag = first.flag
    said = "; ".join(
        f"bài viết: {one['article']}; văn bản: {one['official']}" for one in flag.differences
    )
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "url": f"{site}/flags/{flag.id}",
        "datePublished": first.ruling.decided_at.astimezone(LOCAL_TIME).date().isoformat(),
        "inLanguage": "vi",
        "author": {"@type": "Organization", "name": "Đối Chiếu", "url": site},
        "claimReviewed": flag.sentence,
        "itemReviewed": {
            "@type": "Claim",
            "appearance": [_appearance(row, names) for row in story],
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": RATINGS[flag.status],
            "ratingExplanation": said,
        },
        "citation": {
            "@type": "Legislation",
            "legislationIdentifier": flag.document,
            "name": flag.document_title,
            "text": flag.passage,
            **({"position": flag.place} if flag.place else {}),
        },
    }


def _appearance(row: Decided, names: Mapping[str, str]) -> dict[str, Any]:
    published = row.article.published_at
    publisher = names.get(row.flag.source_id, row.flag.source_id)
    return {
        "@type": "NewsArticle",
        "url": row.article.url,
        "headline": row.article.title,
        "publisher": {"@type": "Organization", "name": publisher},
        **(
            {"datePublished": published.astimezone(LOCAL_TIME).isoformat(timespec="seconds")}
            if published
            else {}
        ),
    }
