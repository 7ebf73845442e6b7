"""What surrounds an article: menus, teasers with pictures, scripts, comments, footers; as markup."""

from __future__ import annotations

import json
import random
from html import escape

from benchmarks.news_site.texts import headline, sentence

_SECTIONS = ("Thời sự", "Đồng ruộng", "Phố chợ", "Học hành", "Sức khỏe", "Phép nước", "Hội hè", "Sân bóng", "Đường xa", "Sông biển", "Bạn viết", "Bốn phương", "Máy móc", "Nếp nhà")  # fmt: skip
#: Teasers beside an article come from so many of a site, as they stay for hours on every page of it.
POOL = 60


class Frame:
    """The furniture of one site: `seed` names it, `name` turns a word into its class attribute."""

    def __init__(self, seed: str) -> None:
        self._chance = random.Random(f"frame {seed}")
        self.seed = seed
        self._prefix = self._chance.choice(("c-", "box__", "l", "news-", "zc-", "m_", "css-", ""))
        self._suffix = self._chance.choice(("", "-item", "__el", "_v2", "-x"))
        self._line = self._chance.choice(("div", "span"))
        self._pool = [self._made_teaser(at) for at in range(POOL)]
        self.menu, self.footer = self._made_menu(), self._made_footer()

    def name(self, word: str, *more: str) -> str:
        """A class attribute, in this site's way of naming."""
        names = [f"{self._prefix}{word}{self._suffix}", *(f"{self._prefix}{one}" for one in more)]
        return f'class="{" ".join(names)}"'

    def head(self, number: int) -> str:
        """Icons, styles and what measures readers."""
        links = "".join(
            f'<link rel="preload" href="/static/{self.seed}/{self._hash(at)}.{kind}" as="{use}" crossorigin="anonymous">'
            for at, (kind, use) in enumerate((("woff2", "font"), ("css", "style"), ("js", "script")) * 4)
        )  # fmt: skip
        counted = f'<meta name="page-key" content="{number:x}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="max-image-preview:large">'  # fmt: skip
        return counted + links

    def teasers(self, number: int, *, count: int, pictures: bool) -> str:
        """A list of other articles, each with a link, most with a picture and a line."""
        chance = random.Random(f"teasers {self.seed} {number} {count}")
        return "".join(self._pool[at][pictures] for at in chance.sample(range(POOL), count))

    def inline(self, number: int) -> str:
        """News named in the midst of a text."""
        chance = random.Random(f"inline {self.seed} {number}")
        items = "".join(
            f'<li {self.name("inline-link")}><a href="/tin-{chance.randrange(10**6)}.html" title="{escape(said)}">{said}</a></li>'
            for said in (headline(f"{self.seed} {number} {at}") for at in range(2))
        )
        return f'<div {self.name("inline", "relate")} data-type="related"><ul>{items}</ul></div>'

    def comments(self, number: int) -> str:
        """Readers' words and the form for more."""
        said = "".join(
            f'<div {self.name("cmt-row")} data-id="{number}{at}"><span {self.name("cmt-who")}>Bạn đọc {at}</span>'
            f'<p {self.name("cmt-txt")}>{sentence(f"comment {number} {at}")}</p><a href="#like" {self.name("cmt-like")}>Thích <i>{at * 3}</i></a></div>'
            for at in range(4)
        )
        form = '<form action="/y-kien" method="post"><textarea name="t" placeholder="Ý kiến"></textarea><input type="text" name="n"><button type="submit">Gửi</button></form>'
        return f'<div id="comments-{number}" {self.name("comment", "cmt")}><h3>Ý kiến</h3>{said}{form}</div>'

    def share(self, number: int) -> str:
        """Buttons with drawn icons."""
        icon = '<svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10 10-4.48 10-10S17.52 2 12 2zm1 15h-2v-6h2v6z" fill="currentColor"/></svg>'
        return "".join(
            f'<a href="https://{place}.invalid/share?u={number}" rel="nofollow noopener" target="_blank" {self.name("share", place)} aria-label="{place}">{icon}</a>'
            for place in ("zala", "mail", "link", "print", "save")
        )

    def styles(self, *, size: int) -> str:
        """Inline rules of about that many letters."""
        chance, rules, held = random.Random(f"styles {self.seed}"), [], 0
        while held < size:
            rules.append(
                f".{self._prefix}{chance.choice('abcdefgh')}{len(rules)}{{margin:{chance.randrange(40)}px;"
                f"color:#{chance.randrange(16**6):06x};font:{chance.randrange(10, 30)}px/1.{chance.randrange(9)} sans-serif}}"
            )
            held += len(rules[-1])
        return f"<style>{''.join(rules)}</style>"

    def state(self, number: int, *, size: int) -> str:
        """What the page's own program starts with, as data of about that many letters."""
        chance, slots, held = random.Random(f"state {self.seed} {number}"), [], 0
        while held < size:
            slots.append(
                {"id": f"adv-{chance.randrange(10**6)}", "size": [chance.randrange(90, 970), chance.randrange(50, 600)],
                 "lazy": chance.random() < 0.5, "key": f"{chance.getrandbits(128):032x}", "u": f"/api/v{chance.randrange(4)}/{chance.randrange(10**8)}"}
            )  # fmt: skip
            held += 140
        parts = [slots[at::3] for at in range(3)]
        return "".join(f"<script>window.__part{at}={json.dumps(part)};</script>" for at, part in enumerate(parts))  # fmt: skip

    def _hash(self, at: int) -> str:
        return f"{random.Random(f'{self.seed} {at}').getrandbits(64):016x}"

    def _made_teaser(self, at: int) -> tuple[str, str]:
        """Without and with its picture."""
        said, where = headline(f"{self.seed} {at}"), f"/muc-{at % 14}/bai-{self._hash(at)}-{200_000 + at}.html"  # fmt: skip
        link = f'<h3 {self.name("title", "t3")}><a href="{where}" title="{escape(said)}" data-pos="{at}"><span>{said}</span></a></h3>'
        file = f"/anh/{self._hash(at)}"
        picture = (
            f'<div {self.name("media")}><a href="{where}" {self.name("thumb", "ratio")} data-track="thumb"><picture><source type="image/webp" srcset="{file}.webp">'
            f'<img src="{file}_280.jpg" alt="{escape(said[:40])}" width="280" height="168" loading="lazy"></picture></a></div>'
        )
        start = sentence(f"{self.seed} {at}")[:70]
        line = f"<{self._line} {self.name('desc')}>{start}…</{self._line}>" if at % 3 == 0 else ""
        small = (
            f"<li {self.name('story', 'small')}><div><i {self.name('dot')}></i>{link}</div></li>"
        )
        large = f'<div {self.name("story", "large")} data-id="{200_000 + at}" data-vr="box">{picture}{link}{line}<div {self.name("meta")}><span {self.name("time")}><i></i>{at % 23 + 1} giờ trước</span><a href="{where}#y-kien" {self.name("count")}><i></i><b>{at}</b></a></div></div>'
        return small, large

    def _made_menu(self) -> str:
        sections = self._chance.sample(_SECTIONS, 12)
        items = "".join(
            f'<li {self.name("nav-li")}><a href="/muc-{at}" title="{one}" {self.name("nav-a")}><span>{one}</span><i></i></a><ul {self.name("sub")}>'
            + "".join(f'<li><a href="/muc-{at}/{sub}">{two}</a></li>' for sub, two in enumerate(self._chance.sample(_SECTIONS, 6)))
            + "</ul></li>"
            for at, one in enumerate(sections)
        )  # fmt: skip
        return f"<ul {self.name('menu', 'nav')}>{items}</ul>"

    def _made_footer(self) -> str:
        columns = "".join(
            f'<div {self.name("foot-col")}><h4>{one}</h4>'
            + "".join(f'<a href="/chan/{at}" {self.name("foot-a")}>{two}</a>' for at, two in enumerate(self._chance.sample(_SECTIONS, 7)))
            + "</div>"
            for one in self._chance.sample(_SECTIONS, 4)
        )  # fmt: skip
        return f"{columns}<address>Cơ quan chủ quản: Hội những người viết {self.seed}. Giấy phép số 12/GP. Địa chỉ: 3 đường Bờ Đê. Điện thoại: 000 111 222.</address>"
