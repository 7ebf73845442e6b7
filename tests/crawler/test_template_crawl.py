"""Templates in the crawl itself: learned from a source's first pages, used at the next crawl, learned anew after a redesign."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from crawler.findings import Learned, Visit
from crawler.manners import Manners, Memory
from crawler.session import crawl
from crawler.template import Template
from doichieu.records import CrawlReport, Link, Source, SourceKind

ARTICLES = 7
OLD = "<html><head><title>{t}</title></head><body><h1>{t}</h1><div class='noi-dung'>{p}</div></body></html>"
NEW = "<html><head><title>{t}</title></head><body><h1>{t}</h1><main><section class='story'>{p}</section></main></body></html>"


class _Paper(BaseHTTPRequestHandler):
    """A feed of seven articles in the look of the day."""

    look = OLD

    def do_GET(self) -> None:
        if self.path == "/feed.xml":
            items = "".join(
                f"<item><title>Bài {n}</title><link>http://{self.headers['Host']}/bai-{n}.html</link></item>"
                for n in range(ARTICLES)
            )
            self._say(f"<rss version='2.0'><channel><title>B</title>{items}</channel></rss>", "application/rss+xml")  # fmt: skip
        elif self.path.startswith("/bai-"):
            self._say(self.look.format(t=f"Bản tin số {self.path} của vùng cao", p=_text(self.path)), "text/html")  # fmt: skip
        else:
            self.send_error(404)

    def _say(self, body: str, kind: str) -> None:
        data = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        return


def _text(path: str) -> str:
    return "".join(
        f"<p>Đoạn {n} của {path}: tổ {n} ghi sổ {17 * n + len(path)} lượt, nhiều hơn hôm qua {n} lượt ở cùng nơi.</p>"
        for n in range(1, 9)
    )


class _All:
    def unseen(self, links: Sequence[Link]) -> Sequence[Link]:
        return links


@pytest.fixture
def paper() -> Iterator[Source]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Paper)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    home = f"http://127.0.0.1:{server.server_address[1]}/"
    yield Source(id="bao-thu", name="Báo Thử", kind=SourceKind.NEWS, home_url=home, feeds=(home + "feed.xml",), local=True)  # fmt: skip
    server.shutdown()
    server.server_close()


def _crawled(
    source: Source, templates: Mapping[str, Template], *, limit: int | None = None
) -> tuple[dict[str, str], dict[str, int], list[Learned]]:
    """Texts by address, the report's counts, and what was learned."""
    found = list(
        crawl(
            [source],
            frontier=_All(),
            manners=Manners(user_agent="doichieu-test", delay=0, timeout=10),
            memory=Memory(templates=templates),
            limit=limit,
        )
    )
    reports = [one for one in found if isinstance(one, CrawlReport)]
    assert [one.problems for one in reports] == [()]
    texts = {one.url: one.article.text for one in found if isinstance(one, Visit) and one.article}
    return texts, dict(reports[0].stats), [one for one in found if isinstance(one, Learned)]


def test_a_template_is_learned_used_and_learned_anew(paper: Source, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    texts, stats, learned = _crawled(paper, {})
    assert len(texts) == ARTICLES
    assert stats["template_learned"] == 1
    assert [one.source_id for one in learned] == [paper.id]
    first = learned[0].template
    assert (first.container, first.version, first.pages) == ("div.noi-dung", 1, 4)

    again, stats, learned = _crawled(paper, {paper.id: first})
    assert again == texts
    assert stats["template"] == ARTICLES
    assert "template_fallback" not in stats
    assert not learned

    monkeypatch.setattr(_Paper, "look", NEW)
    anew, stats, learned = _crawled(paper, {paper.id: first})
    assert anew == texts
    assert stats["template_fallback"] >= 4
    assert stats["template_relearned"] == 1
    assert (learned[0].template.container, learned[0].template.version) == ("section.story", 2)


def test_a_crawl_of_few_pages_learns_from_them_at_its_end(paper: Source) -> None:
    texts, stats, learned = _crawled(paper, {}, limit=2)
    assert len(texts) == 2
    assert stats["template_learned"] == 1
    assert learned[0].template.pages == 2
    texts, stats, learned = _crawled(paper, {}, limit=1)
    assert not learned


def test_a_page_seen_before_is_read_in_both_ways_and_a_new_one_by_its_template_alone(paper: Source) -> None:  # fmt: skip
    texts, _, learned = _crawled(paper, {})
    address = next(iter(texts))
    memory = Memory(templates={paper.id: learned[0].template}, revisit={paper.id: (address,)})
    manners = Manners(user_agent="doichieu-test", delay=0, timeout=10)
    found = list(crawl([paper], frontier=_All(), manners=manners, memory=memory))
    visits = [one for one in found if isinstance(one, Visit) and one.article]
    both = [one for one in visits if one.careful is not None]
    assert [one.asked for one in both] == [address]
    assert both[0].careful is not None
    assert both[0].careful.text == texts[address]
    assert len(visits) > 1
