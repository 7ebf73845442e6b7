"""Who issued a text: one spelling from its head, or from the letters of its number."""

from __future__ import annotations

import re

from doichieu.legal import CAPITAL, normalise_number
from doichieu.text import fold, one_line

#: Bodies by the letters of their numbers; the names are those of the texts themselves.
BY_LETTERS = {
    "QH": "Quốc hội", "UBTVQH": "Ủy ban Thường vụ Quốc hội", "CP": "Chính phủ", "TTG": "Thủ tướng Chính phủ",
    "CTN": "Chủ tịch nước", "BTC": "Bộ Tài chính", "BYT": "Bộ Y tế", "BNV": "Bộ Nội vụ", "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BCA": "Bộ Công an", "BQP": "Bộ Quốc phòng", "BTP": "Bộ Tư pháp", "BCT": "Bộ Công Thương", "BXD": "Bộ Xây dựng",
    "BNG": "Bộ Ngoại giao", "BKHCN": "Bộ Khoa học và Công nghệ", "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch", "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội", "BGTVT": "Bộ Giao thông vận tải",
    "BTNMT": "Bộ Tài nguyên và Môi trường", "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư", "BTTTT": "Bộ Thông tin và Truyền thông", "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TTCP": "Thanh tra Chính phủ", "BHXH": "Bảo hiểm xã hội Việt Nam", "TANDTC": "Tòa án nhân dân tối cao",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao", "KTNN": "Kiểm toán nhà nước", "VPCP": "Văn phòng Chính phủ",
}  # fmt: skip
_SPELLED = {fold(name): name for name in BY_LETTERS.values()}
_LOCAL = (
    (re.compile(r"^(?:uy ban nhan dan|ubnd)(?=\s|$)"), "Ủy ban nhân dân"),
    (re.compile(r"^(?:hoi dong nhan dan|hdnd)(?=\s|$)"), "Hội đồng nhân dân"),
    (re.compile(r"^(?:tinh uy|thanh uy)(?=\s|$)"), ""),
)
_LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "đặc khu", "tp.", "tp")
#: A line of the letterhead that names a body.
_LINE = re.compile(
    r"^\W*(?P<name>(?i:chính phủ|thủ tướng chính phủ|quốc hội|(?:ủy ban|uỷ ban) thường vụ quốc hội|chủ tịch nước|"
    r"bộ trưởng bộ \w[\w ,-]+|bộ \w[\w ,-]+|(?:ủy ban|uỷ ban) nhân dân|hội đồng nhân dân|ubnd|hđnd|ngân hàng nhà nước|"
    r"thanh tra chính phủ|văn phòng chính phủ|bảo hiểm xã hội|tòa án nhân dân|viện kiểm sát nhân dân|kiểm toán nhà nước|"
    r"sở \w[\w ,-]+|tổng cục \w[\w ,-]+|cục \w[\w ,-]+)[^\n|]*)",
    re.MULTILINE,
)
_PROVINCE = re.compile(
    r"(?:(?i:ủy ban nhân dân|uỷ ban nhân dân|ubnd|hội đồng nhân dân|hđnd|đoàn đại biểu quốc hội)\s+(?i:tỉnh|thành phố|tp\.?))\s+"
    rf"({CAPITAL}\w*(?:(?:\s?-\s?|\s){CAPITAL}\w*){{0,4}})"
)


def read_issuer(head: str, *, number: str) -> str:
    """The body whose line opens the head of a text; else the one its number's letters name; else ""."""
    lettered = _by_number(number)
    for match in _LINE.finditer(head):
        line = match["name"]
        if line.isupper() or match.start() < 400:
            name = spelled_issuer(_whole(head, match))
            # "THỦ TƯỚNG CHÍNH PHỦ" may stand as the signer of what the Government issued.
            if not lettered or fold(lettered) in fold(name):
                return name
    return lettered


def spelled_issuer(line: str) -> str:
    """ "ỦY BAN NHÂN DÂN TỈNH LAM GIANG" → "Ủy ban nhân dân tỉnh Lam Giang"."""
    name = re.sub(r"\s*[-–*_]{2,}.*$", "", one_line(line)).strip(" .,:;*#-–_")
    folded = fold(name)
    if folded in _SPELLED:
        return _SPELLED[folded]
    bodies = [_SPELLED.get(one.strip()) for one in re.split(r"\s[-–]\s", folded)]
    if len(bodies) > 1 and all(bodies):
        return " - ".join(one for one in bodies if one)
    for pattern, spelled in _LOCAL:
        if spelled and (match := pattern.match(folded)):
            return f"{spelled} {_place(name[match.end() :].strip())}".strip()
    if not name.isupper():
        return name
    known = next((one for one in _SPELLED if folded.startswith(f"{one} ")), None)
    if known:
        return f"{_SPELLED[known]} {_capitals(name[len(known) :].strip(), keep=('nước',))}"
    return name.capitalize()


def province_of(issuer: str, head: str, *, number: str) -> str | None:
    """A province's own text binds there only; who issued it says which."""
    if not re.search(r"UBND|HĐND", normalise_number(number)):
        return None
    for where in (issuer, head):
        if match := _PROVINCE.search(where):
            return _capitals(match.group(1))
    return None


def _by_number(number: str) -> str:
    letters = [part.rstrip("0123456789") for part in re.split(r"[/-]", normalise_number(number))]
    return next((BY_LETTERS[part] for part in reversed(letters) if part in BY_LETTERS), "")


def _whole(head: str, match: re.Match[str]) -> str:
    """The line, with the place on the next one: "ỦY BAN NHÂN DÂN" over "TỈNH LAM GIANG"."""
    following = head[match.end() :].lstrip(" |").split("\n", 2)
    below = following[1] if len(following) > 1 and not following[0].strip() else following[0]
    below = below.split("|")[0].strip()
    opens = fold(below).startswith(tuple(fold(level) + " " for level in _LEVELS))
    bare = re.fullmatch(
        r"(?i)\W*(?:(?:ủy ban|uỷ ban|hội đồng) nhân dân|ubnd|hđnd)\W*", match["name"]
    )
    return f"{match['name']} {below}" if bare and opens else match["name"]


def _place(text: str) -> str:
    """ "TỈNH LAM GIANG" → "tỉnh Lam Giang"."""
    low = text.lower()
    for level in _LEVELS:
        if low.startswith(f"{level} "):
            spelled = "thành phố" if level.startswith("tp") else level
            return f"{spelled} {_capitals(text[len(level) :].strip())}"
    return _capitals(text)


def _capitals(text: str, *, keep: tuple[str, ...] = ()) -> str:
    def word(one: str) -> str:
        return one.lower() if one.lower() in keep else one[:1].upper() + one[1:].lower()

    return " ".join("-".join(word(part) for part in one.split("-")) for one in text.split())
