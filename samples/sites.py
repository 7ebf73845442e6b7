"""What each sample site answers: a path → a body, its kind and when it was last changed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from samples import lists
from samples.content import SampleArticle, SampleDocument, load_articles, load_documents
from samples.files import as_docx, as_pdf
from samples.outlets import Outlet
from samples.pages import article_page, list_page, portal_page

_PORTAL_OF = {"chinhphu": "cong-chinh-phu", "lamgiang": "cong-lam-giang"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One response."""

    status: int
    kind: str
    body: bytes


def answer(outlet: Outlet, path: str, *, home: str, turn: int) -> Answer:
    """What the site says to a GET of `path` in that round."""
    if path == "/robots.txt":
        return Answer(200, "text/plain", b"User-agent: *\nDisallow: /quan-tri/\n")
    found = (
        _portal(outlet, path)
        if outlet.listing == "portal"
        else _paper(outlet, path, home=home, turn=turn)
    )
    return found or Answer(404, _html(outlet), _encode(_not_found(outlet), outlet))


def _paper(outlet: Outlet, path: str, *, home: str, turn: int) -> Answer | None:
    articles = _articles(outlet.id, turn)
    by_path = {one.path: one for one in articles}
    if path in by_path:
        page = article_page(by_path[path], outlet, home=home, turn=turn)
        return Answer(200, _html(outlet), _encode(page, outlet))
    if path == "/" or path.startswith("/chuyen-muc/"):
        title = "Trang chủ" if path == "/" else "Tin mới"
        page = list_page(articles, outlet, title=title, feeds=_feeds(outlet))
        return Answer(200, _html(outlet), _encode(page, outlet))
    made = {
        ("rss", "/rss/home.rss"): lists.rss,
        ("broken_feed", "/rss/home.rss"): lists.broken_rss,
        ("atom", "/atom.xml"): lists.atom,
        ("news_sitemap", "/sitemap-news.xml"): lists.news_sitemap,
    }.get((outlet.listing, path))
    if made is not None:
        return Answer(
            200,
            "application/xml; charset=utf-8",
            made(articles, outlet, home=home, turn=turn).encode(),
        )
    if outlet.listing == "news_sitemap" and path == "/sitemap-index.xml":
        return Answer(200, "application/xml", lists.sitemap_index(home=home).encode())
    return None


def _portal(outlet: Outlet, path: str) -> Answer | None:
    documents = [one for one in load_documents() if _PORTAL_OF[one.portal] == outlet.id]
    paths = {f"/van-ban/{one.slug}.{one.format}": one for one in documents}
    if path in ("/", "/danh-sach"):
        page = portal_page(outlet, documents=[(one, at) for at, one in paths.items()])
        return Answer(200, "text/html; charset=utf-8", page.encode())
    document = paths.get(path)
    return _document(document, outlet) if document else None


@cache
def _document(document: SampleDocument, outlet: Outlet) -> Answer:
    if document.format == "pdf":
        return Answer(200, "application/pdf", as_pdf(document))
    if document.format == "docx":
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        return Answer(200, kind, as_docx(document))
    return Answer(200, "text/html; charset=utf-8", portal_page(outlet, document=document).encode())


def _articles(outlet_id: str, turn: int) -> list[SampleArticle]:
    held = [
        one for one in load_articles() if one.outlet == outlet_id and one.body_in(turn) is not None
    ]
    return sorted(held, key=lambda one: one.published, reverse=True)


def _feeds(outlet: Outlet) -> list[tuple[str, str]]:
    return {"rss": [("rss", "/rss/home.rss")], "atom": [("atom", "/atom.xml")]}.get(
        outlet.listing, []
    )


def _html(outlet: Outlet) -> str:
    return f"text/html; charset={outlet.encoding}"


def _encode(page: str, outlet: Outlet) -> bytes:
    """Windows-1258 writes most tones as marks of their own."""
    if outlet.encoding != "windows-1258":
        return page.encode()
    parted = "".join(_parted(letter) for letter in page)
    return parted.encode("cp1258", errors="xmlcharrefreplace")


@cache
def _parted(letter: str) -> str:
    """A letter as the code page has it: whole, or its base with a tone behind it."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in marks[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
        base = "".join(mark for mark in marks if mark not in tones)
        return unicodedata.normalize("NFC", base) + "".join(tones)
    return letter


def _not_found(outlet: Outlet) -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="{outlet.encoding}"><title>Không tìm thấy trang</title></head>'
        f"<body><h1>Không tìm thấy trang</h1><p>Bài viết đã được gỡ hoặc đổi địa chỉ. <a href='/'>Về trang chủ {outlet.name}</a></p></body></html>"
    )
