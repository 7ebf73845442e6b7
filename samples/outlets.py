"""The eight sample outlets and two portals: who they are, and how a registry would describe them."""

from __future__ import annotations

from dataclasses import dataclass

from doichieu.records import Source, SourceKind
from samples.content import FAMILY_OF


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlet:
    """One sample site."""

    id: str
    name: str
    province: str | None
    listing: str  #: rss, atom, news_sitemap, sections, broken_feed, down; portal for official texts
    colour: str
    encoding: str = "utf-8"

    @property
    def family(self) -> str:
        """Which of the four page templates it uses."""
        return FAMILY_OF.get(self.id, "portal")


OUTLETS = (
    Outlet(id="bao-lam-giang", name="Báo Lam Giang", province="Lam Giang", listing="rss", colour="#0b5d3b"),
    Outlet(id="song-trang-online", name="Sông Trăng Online", province="Sông Trăng", listing="atom", colour="#14508c"),
    Outlet(id="bao-thach-ban", name="Báo Thạch Bàn", province="Thạch Bàn", listing="news_sitemap", colour="#8a1c1c"),
    Outlet(id="van-sa-ngay-nay", name="Vân Sa Ngày Nay", province="Vân Sa", listing="sections", colour="#6b3fa0"),
    Outlet(id="bao-ha-lam", name="Báo Hạ Lâm", province="Hạ Lâm", listing="rss", colour="#a35200", encoding="windows-1258"),
    Outlet(id="dong-phu-sa", name="Đông Phú Sa điện tử", province="Đông Phú Sa", listing="broken_feed", colour="#00666b"),
    Outlet(id="thoi-bao-an-lac", name="Thời báo An Lạc", province=None, listing="rss", colour="#222a68"),
    Outlet(id="bao-doi-song-moi", name="Báo Đời sống mới", province=None, listing="down", colour="#555555"),
)  # fmt: skip
PORTALS = (
    Outlet(id="cong-chinh-phu", name="Cổng văn bản Chính phủ An Lạc", province=None, listing="portal", colour="#9d1c20"),
    Outlet(id="cong-lam-giang", name="Cổng thông tin tỉnh Lam Giang", province="Lam Giang", listing="portal", colour="#1f4e8c"),
)  # fmt: skip
EVERYONE = (*OUTLETS, *PORTALS)

#: What an article's path looks like, as a person would write it into a source.
_PATTERNS = {
    "A": r"^/tin-tuc/[a-z0-9-]+-\d{12}\.htm$",
    "B": r"^/bai-viet/[a-z0-9-]+\.html$",
    "C": r"^/\d{4}/\d{2}/[a-z0-9-]+/$",
    "D": r"^/[a-z0-9-]+-d\d{10}\.html$",
    "portal": r"^/van-ban/[a-z0-9-]+(?:\.html|\.pdf|\.docx)$",
}


def source_of(outlet: Outlet, *, port: int) -> Source:
    """The source a registry would hold, at this port."""
    home = f"http://127.0.0.1:{port}/"
    official = outlet.listing == "portal"
    every: dict[str, dict[str, tuple[str, ...]]] = {
        "rss": {"feeds": (f"{home}rss/home.rss",)},
        "atom": {"feeds": (f"{home}atom.xml",)},
        "news_sitemap": {"sitemaps": (f"{home}sitemap-index.xml",)},
        "sections": {"sections": (home, f"{home}chuyen-muc/thoi-su")},
        "broken_feed": {
            "feeds": (f"{home}rss/home.rss",),
            "sections": (f"{home}chuyen-muc/tin-moi",),
        },
        "down": {"feeds": (f"{home}rss/home.rss",)},
        "portal": {"sections": (f"{home}danh-sach",)},
    }
    lists = every[outlet.listing]  # fmt: skip
    return Source(
        id=outlet.id,
        name=outlet.name,
        kind=SourceKind.OFFICIAL if official else SourceKind.NEWS,
        home_url=home,
        category="sample portal" if official else "sample newspaper",
        province=outlet.province,
        article_pattern=_PATTERNS[outlet.family],
        interval_minutes=10,
        enabled=True,
        local=True,
        feeds=lists.get("feeds", ()),
        sitemaps=lists.get("sitemaps", ()),
        sections=lists.get("sections", ()),
    )
