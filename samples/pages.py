"""A sample article, section or document → the page its site shows."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from functools import cache

from jinja2 import Environment, PackageLoader, select_autoescape

from doichieu.text import fold
from samples import filler
from samples.content import NOTE, SampleArticle, SampleDocument, load_articles
from samples.outlets import Outlet

#: Enough inline style and script for a page of 60–100 KB, as real ones are.
STYLES, SCRIPTS = 400, 240
#: How long after its publication the corrected article was changed.
CORRECTED_AFTER = timedelta(days=2)
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def article_page(article: SampleArticle, outlet: Outlet, *, home: str, turn: int) -> str:
    """The article's page in that round of the world."""
    body = article.body_in(turn) or ""
    corrected = turn > 1 and article.second_round == "corrected"
    modified = article.published + CORRECTED_AFTER if corrected else None
    return (
        _templates()
        .get_template("page.html.j2")
        .render(
            article=article,
            outlet=outlet,
            family=outlet.family,
            home=home,
            note=NOTE,
            modified=modified,
            weekday=_WEEKDAYS[article.published.weekday()],
            prefix="(BLG) - " if outlet.id == "bao-lam-giang" else "",
            byline=f"{article.author} ({article.agency})" if article.agency else article.author,
            blocks=_blocks(article, body),
            related=_related(article),
            ld=_linked_data(article, outlet, modified),
            menu=filler.menu(outlet.id),
            boxes=filler.boxes(article.id),
            comments=filler.comments(article.id),
            style=filler.style_lines(outlet.id, STYLES),
            script=filler.script_lines(article.id, SCRIPTS),
        )
    )


def list_page(
    articles: list[SampleArticle], outlet: Outlet, *, title: str, feeds: list[tuple[str, str]]
) -> str:
    """A section page or the front page."""
    return (
        _templates()
        .get_template("list.html.j2")
        .render(
            articles=articles,
            outlet=outlet,
            title=title,
            feeds=feeds,
            note=NOTE,
            menu=filler.menu(outlet.id),
            boxes=filler.boxes(outlet.id),
            style=filler.style_lines(outlet.id, STYLES),
        )
    )


def portal_page(
    outlet: Outlet,
    *,
    document: SampleDocument | None = None,
    documents: list[tuple[SampleDocument, str]] | None = None,
) -> str:
    """A document's page, or the list of all."""
    return (
        _templates()
        .get_template("portal.html.j2")
        .render(
            outlet=outlet,
            title=document.title if document else "Danh sách văn bản",
            document=document,
            documents=documents or [],
            lines=[line for line in document.body.split("\n") if line.strip()] if document else [],
            note=NOTE,
            style=filler.style_lines(outlet.id, STYLES),
        )
    )


def slug(words: str) -> str:
    """ "Thời sự" → "thoi-su"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("samples"),
        autoescape=select_autoescape(["html", "j2"]),
        trim_blocks=False,
    )
    templates.filters["slug"] = slug
    return templates


def _blocks(article: SampleArticle, body: str) -> list[tuple[str, str]]:
    """Paragraphs, headings, captions and a box of related links in the middle of them."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]
    blocks = [
        ("heading", part[3:]) if part.startswith("## ") else ("text", part.replace("\n", " "))
        for part in parts
    ]
    for at, caption in enumerate(article.captions):
        blocks.insert(min(len(blocks), 1 + 3 * at), ("caption", caption))
    if _related(article):
        blocks.insert(max(1, len(blocks) // 2), ("related", ""))
    return blocks


def _related(article: SampleArticle) -> list[SampleArticle]:
    known = {one.id: one for one in load_articles()}
    return [
        known[name]
        for name in article.related
        if name in known and known[name].outlet == article.outlet
    ]


def _linked_data(article: SampleArticle, outlet: Outlet, modified: datetime | None) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.isoformat(),
        "dateModified": (modified or article.published).isoformat(),
        "author": {"@type": "Person", "name": article.author},
        "publisher": {"@type": "Organization", "name": outlet.name},
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
