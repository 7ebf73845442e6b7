"""`doichieu extract` and `doichieu feed`: pages → articles, feeds → links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from crawler.canonical import web_address
from doichieu.errors import DoichieuError, WrongUse
from doichieu.settings import load_settings
from doichieu.shapes import article_shape, link_shape
from doichieu.terminal import print_json, print_problem, screen, wants_json

if TYPE_CHECKING:
    from crawler.feeds import Feed
    from doichieu.records import Article

Places = Annotated[list[str], typer.Argument(help="Tệp hoặc địa chỉ / files or addresses.")]
Origin = Annotated[
    str,
    typer.Option(
        "--url",
        help="Nơi tệp được lưu về: địa chỉ của một tệp, hoặc trang web của nhiều tệp / where a file was "
        "saved from: its address, or the site of several.",
    ),
]
AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="Cho phép địa chỉ nội bộ / allow private addresses."),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="JSON từng dòng / JSON lines (the default in a pipe).")
]


def extract(
    places: Places,
    url: Origin = "",
    allow_private: AllowPrivate = False,
    as_json: AsJson = False,
) -> None:
    """Đọc trang báo thành bài / read pages into articles."""
    from doichieu.jobs.read_files import extract_places

    met_problem = False
    for read in extract_places(
        places, settings=load_settings(), url=_origin(url), allow_private=allow_private
    ):
        met_problem = met_problem or read.problem is not None
        if read.value is None:
            _tell(read.place, read.problem, as_json=wants_json(as_json))
        elif wants_json(as_json):
            print_json({"file": read.place, **article_shape(read.value)})
        else:
            _show_article(read.value)
    raise typer.Exit(1 if met_problem else 0)


def feed(
    places: Places,
    url: Origin = "",
    allow_private: AllowPrivate = False,
    as_json: AsJson = False,
) -> None:
    """Đọc nguồn tin RSS, Atom, sitemap / read feeds and sitemaps into links."""
    from doichieu.jobs.read_files import feed_places

    met_problem = False
    for read in feed_places(
        places, settings=load_settings(), url=_origin(url), allow_private=allow_private
    ):
        met_problem = met_problem or read.problem is not None
        if read.value is None:
            _tell(read.place, read.problem, as_json=wants_json(as_json))
        elif wants_json(as_json):
            print_json(_feed_shape(read.place, read.value))
        else:
            _show_feed(read.place, read.value)
    raise typer.Exit(1 if met_problem else 0)


def _origin(url: str) -> str:
    """`--url` as given; wrong use when links could not be resolved against it."""
    if url and web_address(url, at="") is None:
        raise WrongUse(
            vi=f"--url {url}: không phải địa chỉ; hãy viết đủ https://…",
            en=f"--url {url}: no address; write it with https://…",
            reason="bad_address",
        )
    return url


def _feed_shape(place: str, feed: Feed) -> dict[str, object]:
    return {
        "file": place,
        "kind": feed.kind,
        "links": [link_shape(link) for link in feed.links],
        "problems": list(feed.problems),
    }


def _tell(place: str, problem: DoichieuError | None, *, as_json: bool) -> None:
    if problem is None:
        return
    if as_json:
        print_json({"file": place, "error": str(problem), "reason": problem.reason})
    print_problem(problem)


def _show_article(article: Article) -> None:
    out = screen()
    out.print(Text(article.title, style="bold"))
    facts = (
        article.site_name,
        f"{article.published_at:%d/%m/%Y %H:%M}" if article.published_at else None,
        ", ".join(article.authors) or None,
        article.canonical_url or article.url or None,
    )
    out.print(Text(" · ".join(fact for fact in facts if fact), style="dim"))
    out.print(Text(article.text))
    out.print()


def _show_feed(place: str, feed: Feed) -> None:
    out = screen()
    out.print(Text(f"{place}: {feed.kind}, {len(feed.links)} liên kết / links", style="bold"))
    for link in feed.links:
        day = f"{link.published_at:%d/%m/%Y %H:%M}  " if link.published_at else ""
        out.print(Text(f"  {day}{link.title or ''}  {link.url}"))
    for problem in feed.problems:
        out.print(Text(f"  ! {problem}", style="yellow"))
