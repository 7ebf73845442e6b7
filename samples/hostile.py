"""A site with one bad habit a path, over real HTTP on loopback: what no crawl may be stopped by."""

from __future__ import annotations

import gzip
import threading
import time
import unicodedata
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

HOST = "127.0.0.1"
#: What a bomb unpacks to, in bytes.
BOMB = 300_000_000
#: Seconds between two drops of a slow answer.
DROP = 1.0

Habit = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Does what its path is named for."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """One bad answer."""
        path = self.path.split("?")[0]
        self.server.asked.append(path)  # type: ignore[attr-defined]
        name = path.strip("/").split("/")[0]
        self.close_connection = True
        try:
            (LISTS.get(name) or PAGES.get(name) or _nothing)(self)
        except OSError:
            # They have had enough of us, as they should.
            return

    def say(self, body: bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        """A whole answer."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def begin(self, kind: str = "text/html; charset=utf-8") -> None:
        """An answer of no said length."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()

    def lead(self, where: str) -> None:
        """A redirect."""
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    @property
    def home(self) -> str:
        """The site's own address."""
        return f"http://{HOST}:{self.server.server_port}"  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Silent."""


class HostileSite:
    """The site; use it as a context."""

    def __enter__(self) -> HostileSite:
        # Made before anyone waits for them.
        for bomb in (_zipped_twice, _brotlied):
            bomb()
        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self._server.daemon_threads = True
        #: Every path anyone asked for.
        self.asked: list[str] = []
        self._server.asked = self.asked  # type: ignore[attr-defined]
        self.home = f"http://{HOST}:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _nothing(handler: Handler) -> None:
    handler.send_response(404)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def _page(body: str, *, title: str = "Xã An Bình chi trả trợ cấp cho người cao tuổi") -> bytes:
    text = "Từ ngày 1/7, xã An Bình chi trả trợ cấp tại nhà văn hóa thôn cho người cao tuổi. " * 4
    return (
        f"<html lang=vi><head><title>{title}</title><meta property='og:type' content='article'></head>"
        f"<body><article><h1>{title}</h1><p>{text}</p><p>{body}</p></article></body></html>"
    ).encode()


def _loop(handler: Handler) -> None:
    handler.lead(f"/redirect-loop?{time.monotonic_ns()}")


def _chain(handler: Handler) -> None:
    step = int(handler.path.rpartition("/")[2] or 0) if handler.path.count("/") > 1 else 0
    handler.lead(f"/redirect-chain/{step + 1}")


@cache
def _zipped() -> bytes:
    return gzip.compress(bytes(BOMB), 9)


def _gzip_bomb(handler: Handler) -> None:
    handler.say(_zipped(), Content_Encoding="gzip")


@cache
def _zipped_twice() -> bytes:
    return gzip.compress(_zipped())


def _gzip_twice(handler: Handler) -> None:
    handler.say(_zipped_twice(), Content_Encoding="gzip, gzip")


@cache
def _brotlied() -> bytes:
    import brotli

    packed: bytes = brotli.compress(bytes(BOMB), quality=5)
    return packed


def _brotli_bomb(handler: Handler) -> None:
    handler.say(_brotlied(), Content_Encoding="br")


def _endless_body(handler: Handler) -> None:
    handler.begin()
    while True:
        handler.wfile.write(b"x" * 65_536)


def _huge_said(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(10_000_000_000))
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65_536)


def _dripping(handler: Handler) -> None:
    handler.begin()
    for _ in range(600):
        handler.wfile.write(b"x")
        time.sleep(DROP)


def _endless_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-Them: " + b"x" * 900 + b"\r\n")


def _dripping_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(600):
        handler.wfile.write(b"X-Them: x\r\n")
        time.sleep(DROP)


def _cut_short(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(_page("Ngắt giữa chừng"))


def _no_http(handler: Handler) -> None:
    handler.wfile.write(b"\x00\xff no http at all\r\n\r\n")


def _error_page(handler: Handler) -> None:
    body = "<h1>404</h1><p>Trang bạn tìm không tồn tại hoặc đã bị xóa khỏi hệ thống.</p>" * 3
    page = f"<html><title>Không tìm thấy trang</title><body>{body}</body></html>"
    handler.say(page.encode())


def _login_wall(handler: Handler) -> None:
    form = "<form><p>Đăng nhập để đọc tiếp</p><input name=u><input name=p type=password></form>"
    handler.say(f"<html><title>Đăng nhập</title><body>{form}</body></html>".encode())


def _long_title(handler: Handler) -> None:
    handler.say(_page("Nhan đề dài", title="Nhan đề " * 125_000))


def _nul_bytes(handler: Handler) -> None:
    handler.say(_page("Có byte rỗng").replace(b" ", b"\x00 "))


def _wrong_charset(handler: Handler) -> None:
    handler.say(_page("Nói sai bảng mã"), "text/html; charset=iso-8859-1")


def _double_charset(handler: Handler) -> None:
    handler.say(_page("Hai bảng mã"), "text/html; charset=utf-8; charset=windows-1258")


def _decomposed(handler: Handler) -> None:
    handler.say(unicodedata.normalize("NFD", _page("Dấu viết rời").decode()).encode())


def _bidi(handler: Handler) -> None:
    handler.say(
        _page("Dấu \u202eđảo chiều\u202c và \u2066cô lập\u2069", title="Trợ cấp \u202egnud iộn")
    )


def _deep(handler: Handler) -> None:
    handler.say(b"<div>" * 10_000 + _page("Sâu mười nghìn tầng") + b"</div>" * 10_000)


def _deeper(handler: Handler) -> None:
    handler.say(b"<b><i><p>" * 100_000 + _page("Sâu hơn nữa"))


def _attributes(handler: Handler) -> None:
    many = b" ".join(b"a%d=1" % at for at in range(300_000))
    handler.say(b"<div " + many + b">" + _page("Nhiều thuộc tính") + b"</div>")


def _entities(handler: Handler) -> None:
    grown = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "dài">{grown}]>'
    item = "<item><title>&a11;</title><link>http://a.example/1</link></item>"
    handler.say(f"{head}<rss><channel>{item}</channel></rss>".encode(), "application/xml")


def _outside_entity(handler: Handler) -> None:
    head = (
        '<?xml version="1.0"?><!DOCTYPE urlset ['
        f'<!ENTITY x SYSTEM "{handler.home}/secret"><!ENTITY y SYSTEM "file:///etc/hostname">]>'
    )
    item = "<url><loc>http://a.example/&x;&y;</loc></url>"
    handler.say(f"{head}<urlset>{item}</urlset>".encode(), "application/xml")


def _lists_itself(handler: Handler) -> None:
    item = f"<sitemap><loc>{handler.home}{handler.path}</loc></sitemap>"
    handler.say(f"<sitemapindex>{item}</sitemapindex>".encode(), "application/xml")


def _index_tree(handler: Handler) -> None:
    """Every index names ten more."""
    items = "".join(
        f"<sitemap><loc>{handler.home}{handler.path.rstrip('/')}/{at}</loc></sitemap>"
        for at in range(10)
    )
    handler.say(f"<sitemapindex>{items}</sitemapindex>".encode(), "application/xml")


def _endless_sitemap(handler: Handler) -> None:
    handler.begin("application/xml")
    handler.wfile.write(b"<urlset>")
    for at in range(50_000_000):
        handler.wfile.write(b"<url><loc>http://a.example/tin-%d.html</loc></url>" % at)


def _long_sitemap(handler: Handler) -> None:
    """As long as is still read: far more links than one crawl takes up."""
    items = "".join(f"<url><loc>{handler.home}/none/{at}</loc></url>" for at in range(100_000))
    handler.say(f"<urlset>{items}</urlset>".encode(), "application/xml")


def _calendar(handler: Handler) -> None:
    """Every day links the next ones, and each looks like an article."""
    links = "".join(
        f"<a href='/calendar/lich-cong-tac-tuan-cua-tinh-{at}{len(handler.path)}0001.html'>"
        f"Lịch công tác tuần của tỉnh, trang {at}</a>"
        for at in range(5_000)
    )
    handler.say(f"<html><title>Lịch</title><body>{links}</body></html>".encode())


#: By the name of the habit; each is a page of its own.
PAGES: dict[str, Habit] = {
    "redirect-loop": _loop,
    "redirect-chain": _chain,
    "gzip-bomb": _gzip_bomb,
    "gzip-bomb-in-gzip": _gzip_twice,
    "brotli-bomb": _brotli_bomb,
    "endless-body": _endless_body,
    "ten-gigabytes": _huge_said,
    "one-byte-a-second": _dripping,
    "endless-headers": _endless_headers,
    "dripping-headers": _dripping_headers,
    "cut-short": _cut_short,
    "no-http": _no_http,
    "error-page": _error_page,
    "login-wall": _login_wall,
    "long-title": _long_title,
    "nul-bytes": _nul_bytes,
    "wrong-charset": _wrong_charset,
    "double-charset": _double_charset,
    "decomposed": _decomposed,
    "bidi-marks": _bidi,
    "deep": _deep,
    "deeper": _deeper,
    "attributes": _attributes,
}
#: Lists: feeds, sitemaps, sections.
LISTS: dict[str, Habit] = {
    "entities": _entities,
    "outside-entity": _outside_entity,
    "lists-itself": _lists_itself,
    "index-tree": _index_tree,
    "endless-sitemap": _endless_sitemap,
    "long-sitemap": _long_sitemap,
    "calendar": _calendar,
}
