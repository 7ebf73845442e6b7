"""The 34 provinces as tiles, each about where it lies: who reported a text, who did not, who is not watched."""

from __future__ import annotations

from collections.abc import Mapping, Set

from markupsafe import Markup

#: Column and row of each tile; north is up.
PLACES = {
    "Lai Châu": (1, 0), "Lào Cai": (2, 0), "Tuyên Quang": (3, 0), "Cao Bằng": (4, 0),
    "Điện Biên": (0, 1), "Sơn La": (1, 1), "Phú Thọ": (2, 1), "Thái Nguyên": (3, 1), "Lạng Sơn": (4, 1),
    "Hà Nội": (2, 2), "Bắc Ninh": (3, 2), "Quảng Ninh": (4, 2),
    "Ninh Bình": (2, 3), "Hưng Yên": (3, 3), "Hải Phòng": (4, 3),
    "Thanh Hóa": (2, 4), "Nghệ An": (2, 5), "Hà Tĩnh": (2, 6), "Quảng Trị": (3, 7), "Huế": (3, 8),
    "Đà Nẵng": (4, 9), "Quảng Ngãi": (4, 10), "Gia Lai": (4, 11), "Đắk Lắk": (4, 12),
    "Tây Ninh": (1, 13), "Đồng Nai": (2, 13), "Lâm Đồng": (3, 13), "Khánh Hòa": (4, 13),
    "An Giang": (0, 14), "Đồng Tháp": (1, 14), "Hồ Chí Minh": (2, 14),
    "Cần Thơ": (0, 15), "Vĩnh Long": (1, 15), "Cà Mau": (0, 16),
}  # fmt: skip
#: Units near to pixels on a phone.
TILE_WIDTH, TILE_HEIGHT, GAP = 92, 30, 4
_MARKS = {"heard": "✓", "silent": "–", "unwatched": ""}


def counted_tiles(counts: Mapping[str, int], *, most: int, watched: Set[str]) -> Markup:
    """A tile a province with its count, the darker the nearer to `most`; one without outlets has none."""
    tiles = {
        name: (f"level{_level(counts.get(name, 0), most)}", str(counts.get(name, 0)))
        if name in watched
        else ("unwatched", "")
        for name in PLACES
    }
    return _drawn(tiles)


def _level(count: int, most: int) -> int:
    """0 for none, else 1 to 4."""
    return 0 if not count else min(4, 1 + (4 * count - 1) // max(1, most))


def tile_map(heard: Set[str], watched: Set[str]) -> Markup:
    """A tile a province: "heard" where an outlet of it reported, "silent" where it has one that did not."""
    states = {
        name: "heard" if name in heard else "silent" if name in watched else "unwatched"
        for name in PLACES
    }
    return _drawn({name: (state, _MARKS[state]) for name, state in states.items()})


def _drawn(tiles: Mapping[str, tuple[str, str]]) -> Markup:
    columns = max(x for x, _ in PLACES.values()) + 1
    rows = max(y for _, y in PLACES.values()) + 1
    out = Markup('<svg class="tiles" role="img" viewBox="0 0 {} {}" aria-label="34">').format(
        columns * (TILE_WIDTH + GAP), rows * (TILE_HEIGHT + GAP)
    )
    for name, (column, row) in PLACES.items():
        state, mark = tiles[name]
        x, y = column * (TILE_WIDTH + GAP), row * (TILE_HEIGHT + GAP)
        out += Markup(
            '<g class="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="4"></rect>'
            '<text x="{}" y="{}" text-anchor="middle">{} {}</text></g>'
        ).format(state, x, y, TILE_WIDTH, TILE_HEIGHT, x + TILE_WIDTH / 2, y + 20, name, mark)
    return out + Markup("</svg>")
