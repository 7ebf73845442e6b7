"""Six ways to build an article's page, as newspapers' systems do; a Text and a Frame → the body's markup."""

from __future__ import annotations

import random
from collections.abc import Callable
from html import escape

from benchmarks.news_site.frame import Frame
from benchmarks.news_site.texts import Text

Layout = Callable[[Text, Frame], str]


def paragraphs(said: Text, frame: Frame, *, opening: str = "<p>") -> str:
    """The text's paragraphs with a picture, its caption and related news among them."""
    chance = random.Random(f"parts {said.number}")
    parts = [f"{opening}{_dressed(line, chance)}</p>" for line in said.paragraphs]
    places = sorted(chance.sample(range(1, len(parts)), 3), reverse=True)
    parts.insert(places[0], frame.inline(said.number))
    for at in places[1:]:
        parts.insert(at, _picture(said, frame, at))
    return "\n".join(parts)


def _dressed(line: str, chance: random.Random) -> str:
    """A few words in bold, or linked, as desks do it."""
    line, turn = escape(line, quote=False), chance.random()
    head, _, rest = line.partition(", ")
    if turn < 0.1 and rest:
        return f"<strong>{head}</strong>, {rest}"
    if turn < 0.2 and rest:
        return f'<a href="/chu-de/{chance.randrange(999)}.html" data-auto="1">{head}</a>, {rest}'
    return line


def _picture(said: Text, frame: Frame, at: int) -> str:
    return (
        f'<figure {frame.name("photo")} data-at="{at}"><img src="/anh/{said.number}-{at}.jpg" alt="Cảnh ở nơi được kể, ảnh {at}" width="680" height="453" loading="lazy">'
        f"<figcaption {frame.name('cap', 'caption')}>Cảnh ở nơi được kể, ảnh {at}.</figcaption></figure>"
    )


def _when(said: Text) -> str:
    return f"{said.published_at:%d/%m/%Y %H:%M}"


def plain_boxes(said: Text, frame: Frame) -> str:
    """Boxes named for what they hold."""
    name = frame.name
    return f"""<div {name("header")}>{frame.menu}</div><div {name("wrap")}><div {name("main-col")}>
<h1 {name("headline")}>{said.title}</h1><div {name("info")}><span {name("date")}>{_when(said)}</span>{frame.share(said.number)}</div>
<h2 {name("sapo")}>{said.lead}</h2><div {name("content")} id="main-detail">{paragraphs(said, frame)}</div>
{frame.comments(said.number)}<div {name("below")}>{frame.teasers(said.number, count=26, pictures=True)}</div></div>
<div {name("side")}>{frame.teasers(said.number, count=16, pictures=False)}</div></div><div {name("footer")}>{frame.footer}</div>"""


def sections(said: Text, frame: Frame) -> str:
    """Elements that say what they are."""
    name = frame.name
    return f"""<header><nav>{frame.menu}</nav></header><main><article {name("post")}><header><h1>{said.title}</h1>
<time datetime="{said.published_at.isoformat()}">{_when(said)}</time></header><p {name("lead")}><strong>{said.lead}</strong></p>
<section {name("entry")}>{paragraphs(said, frame)}</section><footer>{frame.share(said.number)}</footer></article>
<section {name("more")}>{frame.teasers(said.number, count=28, pictures=True)}</section>{frame.comments(said.number)}</main>
<aside><ol>{frame.teasers(said.number, count=14, pictures=False)}</ol></aside><footer>{frame.footer}</footer>"""


def portal(said: Text, frame: Frame) -> str:
    """Columns by table, the article in boxes with the names that a portal's system gives out."""
    name = frame.name
    return f"""<table width="100%" cellpadding="0"><tr><td colspan="2">{frame.menu}</td></tr></table><div id="ctl00_giua" {name("giua")}>
<div id="ctl00_title" {name("tieude")}><h1>{said.title}</h1></div><div {name("ngay")}>{_when(said)}</div>
<div {name("tomtat")}><b>{said.lead}</b></div><div id="ctl00_noi_dung" {name("noidung")}>{paragraphs(said, frame, opening='<p style="text-align:justify">')}</div>
{frame.share(said.number)}{frame.comments(said.number)}<div {name("khac")}>{frame.teasers(said.number, count=24, pictures=True)}</div></div>
<table width="300"><tr><td valign="top"><ul>{frame.teasers(said.number, count=18, pictures=False)}</ul></td></tr><tr><td>{frame.footer}</td></tr></table>"""


def program(said: Text, frame: Frame) -> str:
    """Boxes within boxes, as a program of the browser's writes them."""
    name = frame.name
    inner = f"""<div {name("k0")}><div {name("k1")}><div {name("k2")}><h1 {name("k3")} data-testid="title">{said.title}</h1></div>
<div {name("k4")}><p {name("k5")} data-testid="lead">{said.lead}</p><span {name("k6")}>{_when(said)}</span></div>
<div {name("k7")} data-testid="body">{paragraphs(said, frame, opening=f"<p {name('k8')}>")}</div></div></div>"""
    deep = "".join(f'<div {name(f"d{at}")} data-reactroot="{at}">' for at in range(6))
    return f"""<div id="__app">{deep}<div {name("top")}>{frame.menu}</div>{inner}<div {name("k9")}>{frame.share(said.number)}</div>
<div {name("feed")}>{frame.teasers(said.number, count=30, pictures=True)}</div>{frame.comments(said.number)}
<div {name("rail")}><ul>{frame.teasers(said.number, count=12, pictures=False)}</ul></div><div {name("bottom")}>{frame.footer}</div>{"</div>" * 6}</div>"""


def tagged(said: Text, frame: Frame) -> str:
    """Parts tagged for search engines."""
    name = frame.name
    return f"""<div {name("top")}>{frame.menu}</div><div itemscope itemtype="https://schema.org/NewsArticle" {name("detail")}>
<h1 itemprop="headline">{said.title}</h1><meta itemprop="datePublished" content="{said.published_at.isoformat()}">
<div itemprop="description" {name("chapo")}>{said.lead}</div>{frame.share(said.number)}
<div itemprop="articleBody" {name("body")}>{paragraphs(said, frame)}</div></div>{frame.comments(said.number)}
<div {name("grid")}>{frame.teasers(said.number, count=28, pictures=True)}</div><div {name("list")}><ul>{frame.teasers(said.number, count=14, pictures=False)}</ul></div>
<div {name("foot")} role="contentinfo">{frame.footer}</div>"""


def side_first(said: Text, frame: Frame) -> str:
    """The side column comes before the article, and paragraphs are boxes."""
    name = frame.name
    body = paragraphs(said, frame).replace("<p>", f"<div {name('para')}>").replace("</p>", "</div>")
    return f"""<nav {name("bar")}>{frame.menu}</nav><div {name("grid")}><aside {name("left")}>{frame.teasers(said.number, count=10, pictures=True)}</aside>
<div {name("centre")}><div {name("crumbs")}><a href="/">Trang nhất</a> <a href="/muc-1">Tin</a></div><h1 {name("big")}>{said.title}</h1>
<div {name("stamp")}>Đăng lúc {_when(said)}</div><div {name("story-body")}><div {name("intro")}><em>{said.lead}</em></div>{body}</div>
{frame.share(said.number)}{frame.comments(said.number)}<div {name("after")}>{frame.teasers(said.number, count=18, pictures=True)}</div></div>
<aside {name("right")}><ul>{frame.teasers(said.number, count=12, pictures=False)}</ul></aside></div><footer>{frame.footer}</footer>"""


LAYOUTS: tuple[Layout, ...] = (plain_boxes, sections, portal, program, tagged, side_first)
