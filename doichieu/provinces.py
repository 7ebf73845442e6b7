"""The provinces before and after they were merged: whose text binds where, on which day."""

from __future__ import annotations

from datetime import date
from functools import cache

from doichieu.records import OfficialDocument
from doichieu.text import place_tones

#: Resolution 202/2025/QH15: 63 provinces became 34 on this day.
MERGED = date(2025, 7, 1)
#: Each of the 34, and the former provinces that it took in beside its own old area.
UNITS: dict[str, tuple[str, ...]] = {
    "Hà Nội": (),
    "Cao Bằng": (),
    "Tuyên Quang": ("Hà Giang",),
    "Điện Biên": (),
    "Lai Châu": (),
    "Sơn La": (),
    "Lào Cai": ("Yên Bái",),
    "Thái Nguyên": ("Bắc Kạn",),
    "Lạng Sơn": (),
    "Quảng Ninh": (),
    "Bắc Ninh": ("Bắc Giang",),
    "Phú Thọ": (
        "Hòa Bình",
        "Vĩnh Phúc",
    ),
    "Hải Phòng": ("Hải Dương",),
    "Hưng Yên": ("Thái Bình",),
    "Ninh Bình": (
        "Hà Nam",
        "Nam Định",
    ),
    "Thanh Hóa": (),
    "Nghệ An": (),
    "Hà Tĩnh": (),
    "Quảng Trị": ("Quảng Bình",),
    "Huế": (),
    "Đà Nẵng": ("Quảng Nam",),
    "Quảng Ngãi": ("Kon Tum",),
    "Gia Lai": ("Bình Định",),
    "Khánh Hòa": ("Ninh Thuận",),
    "Đắk Lắk": ("Phú Yên",),
    "Lâm Đồng": (
        "Bình Thuận",
        "Đắk Nông",
    ),
    "Đồng Nai": ("Bình Phước",),
    "Hồ Chí Minh": (
        "Bình Dương",
        "Bà Rịa - Vũng Tàu",
    ),
    "Tây Ninh": ("Long An",),
    "Đồng Tháp": ("Tiền Giang",),
    "Vĩnh Long": (
        "Bến Tre",
        "Trà Vinh",
    ),
    "An Giang": ("Kiên Giang",),
    "Cần Thơ": (
        "Hậu Giang",
        "Sóc Trăng",
    ),
    "Cà Mau": ("Bạc Liêu",),
}
_SHORT = {
    "tp hcm": "hồ chí minh", "tphcm": "hồ chí minh", "tp. hồ chí minh": "hồ chí minh", "tp hồ chí minh": "hồ chí minh",
    "bà rịa vũng tàu": "bà rịa - vũng tàu", "thừa thiên huế": "huế", "thừa thiên - huế": "huế",
}  # fmt: skip


def unit_of(name: str, *, on: date) -> str:
    """The province that `name` lies in on a day: "Hòa Bình" is Phú Thọ since 1 July 2025."""
    key = _key(name)
    if on < MERGED:
        return name
    return next((unit for unit, former in UNITS.items() if key in map(_key, (unit, *former))), name)


def areas(name: str, *, on: date) -> frozenset[str]:
    """The former provinces that `name` means on a day; a name we do not know is an area of its own."""
    return _since(_key(name)) if on >= MERGED else frozenset({_key(name)})


def binds(document: OfficialDocument, place: str | None, *, on: date) -> bool:
    """Whether a text binds in `place`, or in a part of it.

    A text binds the area that its province had when it was issued, whatever the province is today;
    everywhere where it names none, and `place` None asks for the whole country's texts alone.
    """
    if document.province is None:
        return True
    if place is None:
        return False
    issued = document.issued or document.effective or on
    return bool(areas(document.province, on=issued) & areas(place, on=on))


@cache
def _since(key: str) -> frozenset[str]:
    for unit, former in UNITS.items():
        if key == _key(unit):
            return frozenset(map(_key, (unit, *former)))
    return frozenset({key})


def _key(name: str) -> str:
    bare = " ".join(place_tones(name).casefold().replace("-", " - ").split())
    for prefix in ("tỉnh ", "thành phố "):
        bare = bare.removeprefix(prefix)
    return _SHORT.get(bare, bare)
