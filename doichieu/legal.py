"""How Vietnamese official documents are numbered and cited, read from any text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from doichieu.records import OfficialDocument
from doichieu.text import fold, nfc, place_tones

#: One capital letter of Vietnamese, for patterns; the range À–Ỹ holds the small ones too.
CAPITAL = f"[A-Z{''.join(mark for mark in map(chr, range(0xC0, 0x1EFA)) if mark.isupper())}]"

#: What a document is called, by the letters in its number.
KINDS_BY_LETTERS = {
    "NĐ": "nghị định", "NQ": "nghị quyết", "QĐ": "quyết định", "TT": "thông tư",
    "TTLT": "thông tư liên tịch", "CT": "chỉ thị", "CĐ": "công điện", "KH": "kế hoạch",
    "TB": "thông báo", "HD": "hướng dẫn", "CV": "công văn", "KL": "kết luận", "PL": "pháp lệnh",
    "VBHN": "văn bản hợp nhất", "QH": "luật", "UBTVQH": "nghị quyết",
}  # fmt: skip

_KIND_WORDS = (
    "thông tư liên tịch", "văn bản hợp nhất", "nghị định", "nghị quyết", "quyết định", "thông tư",
    "chỉ thị", "công điện", "kế hoạch", "thông báo", "hướng dẫn", "công văn", "kết luận",
    "pháp lệnh", "bộ luật", "luật", "NĐ", "NQ", "QĐ", "TT",
)  # fmt: skip

#: Letters that only look Latin or Vietnamese; they occur in official portals' data.
_LOOK_ALIKES = str.maketrans(
    {"Ð": "Đ", "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P",
     "С": "C", "Т": "T", "Х": "X", "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "⁄": "/"}
)  # fmt: skip
#: Types often typed without their stroke; the rest of a number is left as it stands.
_STROKES = {
    "ND": "NĐ", "QD": "QĐ", "CD": "CĐ", "NĐCP": "NĐ-CP", "NDCP": "NĐ-CP", "QĐTTG": "QĐ-TTG", "CTTTG": "CT-TTG",
    "QĐUBND": "QĐ-UBND", "NQHĐND": "NQ-HĐND", "HDND": "HĐND", "BGDDT": "BGDĐT", "BLDTBXH": "BLĐTBXH",
}  # fmt: skip

_SUFFIX = r"[A-ZĐÐ][A-Za-zĐÐđ]*\d*(?:\s?[-–—‑]\s?[A-ZĐÐ][A-Za-zĐÐđ]*\d*){0,3}"
_FULL = rf"\d{{1,5}}\s?[/⁄]\s?(?:\d{{4}}\s?[/⁄]\s?)?{_SUFFIX}|\d{{1,4}}-(?:NQ|CT|KL|QĐ|KH|HD)/T[WU]"
#: Other marks where a slash should stand, or none: "73-2024/NĐ-CP", "73/2024 NĐ-CP".
_SLIP = r"\d{1,5}\s?[/⁄.-]\s?(?:19|20)\d{2}\s?[/.-]?\s?(?:N[ĐDÐ]|Q[ĐDÐ]|TT|NQ|CT)\s?[-–—]?\s?[A-ZĐÐ][A-Za-zĐÐđ]+"
_SLIPPED = re.compile(r"^(\d{1,5})[-./]((?:19|20)\d{2})[-./]?(?=[A-ZĐ])")
_LOWER = r"\d{1,5}/(?:\d{4}/)?(?:nđ-cp|nd-cp|qđ-ttg|qd-ttg|nq-cp|ct-ttg)"
_PART = r"\d{1,5}(?:\s?/\s?\d{4})?(?![\d.,]*\d|\s?%)"
#: Letters of bodies that every province has.
_LOCAL_LETTERS = re.compile(r"UBND|HĐND|/TU\b|-S[A-ZĐ]+$|BCĐ|BQL")
_PLACE = r"(?:điểm\s+[a-zđ]\)?\s*,?\s*)?(?:khoản\s+\d{1,2}\s*,?\s*)?điều\s+\d{1,3}[a-zđ]?\b"
_BY_NUMBER = re.compile(
    rf"(?:(?P<place>{_PLACE})\s*,?\s*(?:của\s+)?)?"
    rf"(?:\b(?P<kind>{'|'.join(_KIND_WORDS)})\s*(?:số\s*:?\s*)?)?"
    rf"(?P<number>(?:(?<![\w/.,])(?:{_FULL})|(?<![\w/.,]){_SLIP}|(?<![\w/.,]){_LOWER})(?![\w/]))",
    re.IGNORECASE,
)
_BY_PART = re.compile(
    rf"(?:(?P<place>{_PLACE})\s*,?\s*(?:của\s+)?)?"
    rf"\b(?P<kind>nghị định|nghị quyết|quyết định|thông tư liên tịch|thông tư|chỉ thị|pháp lệnh|NĐ|NQ)"
    rf"\s*(?:số\s*:?\s*)?(?P<number>{_PART})"
    r"(?:\s+năm\s+(?P<year>\d{4}))?"
    # "quyết định 5 tháng tù" counts something; it cites nothing.
    r"(?!\s*(?:tháng|ngày(?!\s+\d)|tỷ|tỉ|triệu|nghìn|người|lần|giờ|đồng|năm\b|phút|suất|trường hợp))",
    re.IGNORECASE,
)
_NAME_WORDS = rf"{CAPITAL}\w*(?:,?\s\w+){{0,9}}"
_BY_NAME = re.compile(
    rf"(?:(?P<place>(?i:{_PLACE}))\s*,?\s*(?:của\s+)?)?\b(?P<kind>[Bb]ộ luật|[Ll]uật)\s+(?P<name>{_NAME_WORDS})",
)
_BY_PLACE = re.compile(
    rf"(?P<place>{_PLACE})|\b(?P<kind>{'|'.join(_KIND_WORDS[:16])})\s+(?:này|nói trên|trên|nêu trên)\b",
    re.IGNORECASE,
)
#: A law's name ends before these; the words that follow speak about it.
_NAME_ENDS = re.compile(
    r",?\s+(?:này|quy định|có hiệu lực|được|đã|sẽ|vừa|và|của|do|về|ban hành|áp dụng|cho|thì|là|"
    r"bắt đầu|chính thức|mới|sửa đổi|yêu cầu|nêu|từ|vẫn|chưa|không|ra đời|hiện|cũng|đang|khi|nếu|"
    r"(?:[Bb]ộ )?[Ll]uật|[Nn]ghị định|[Tt]hông tư|[Nn]ghị quyết|[Qq]uyết định|số|ngày|thay thế|buộc|phải|bắt buộc|cấm|giao|với|để|trong|tại|theo)\b.*$"
)
_YEAR = re.compile(r",?\s+(?:năm\s+)?(?P<year>(?:19|20)\d{2})\b.*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A document, or a part of one, named in a text."""

    start: int  #: offsets in the text given, in characters
    end: int
    text: str
    kind: str  #: "nghị định", "luật", … lower case; "" if unknown
    number: str | None = None  #: normalised; may be partial: "73" or "73/2024"
    name: str | None = None  #: "Luật Đất đai", without the year
    year: int | None = None
    place: str = ""  #: "điểm b khoản 2 Điều 5" or ""


def normalise_number(text: str) -> str:
    """One spelling of a number for comparing: "số 07 / 2024/ND–CP" → "7/2024/NĐ-CP"."""
    bare = re.sub(r"\s*([/-])\s*", r"\1", nfc(text).translate(_LOOK_ALIKES)).strip()
    if found := re.search(r"\d", bare):
        bare = bare[found.start() :]
    parts = re.split(r"([/-])", bare.upper().replace(" ", ""))
    mended = "".join(_STROKES.get(part, part) for part in parts)
    return re.sub(r"^0+(?=\d)", "", _SLIPPED.sub(r"\1/\2/", mended))


def spelled_number(text: str) -> str:
    """The number as a person should read it: strokes and dashes mended, case and zeros kept."""
    bare = re.sub(r"\s*([/-])\s*", r"\1", nfc(text).translate(_LOOK_ALIKES)).strip()
    bare = re.sub(r"^(?:\D*?số\s*:?\s*)", "", bare, flags=re.IGNORECASE)
    parts = re.split(r"([/-])", bare.replace(" ", "") if bare[:1].isdigit() else bare)
    return "".join(_STROKES.get(part, part) for part in parts)


def kind_of_number(number: str) -> str:
    """ "73/2024/NĐ-CP" → "nghị định"; "" when the letters say nothing."""
    for part in re.split(r"[/-]", normalise_number(number))[1:]:
        letters = part.rstrip("0123456789")
        if letters in KINDS_BY_LETTERS:
            return KINDS_BY_LETTERS[letters]
    return ""


def named_twice(one: Citation, cited: Sequence[Citation]) -> bool:
    """Whether a law cited by name is cited by its number right behind: "Luật Nhà ở số 12/2024/QH9"."""
    return (
        one.number is None
        and bool(one.name)
        and any(other.number and 0 <= other.start - one.end <= len(" số: ") for other in cited)
    )


def identity_of(document: OfficialDocument) -> tuple[str, str, int]:
    """What makes a document one: its number; its issuer where many bodies number alike; its year where
    the number names none ("07/CT-TTg" comes every year)."""
    key = normalise_number(document.number)
    local = bool(_LOCAL_LETTERS.search(key))
    dated = bool(re.search(r"/(?:19|20)\d{2}/|QH\d", key))
    year = document.issued.year if document.issued and not dated else 0
    return key, fold(document.issuer) if local else "", year


@lru_cache(maxsize=2_048)
def find_citations(text: str) -> tuple[Citation, ...]:
    """Every citation in `text`, in order, none inside another."""
    found: list[Citation] = []
    taken = bytearray(len(text))
    for read in (_numbered, _partial, _named, _placed):
        for citation in read(text):
            if not any(taken[citation.start : citation.end]):
                taken[citation.start : citation.end] = b"\x01" * (citation.end - citation.start)
                found.append(citation)
    return tuple(sorted(found, key=lambda one: one.start))


def resolve(citation: Citation, documents: Sequence[OfficialDocument]) -> OfficialDocument | None:
    """The one document the citation means; None when none does, or more than one."""
    matching = fitting(citation, documents)
    return matching[0] if len(matching) == 1 else None


def fitting(
    citation: Citation, documents: Sequence[OfficialDocument]
) -> tuple[OfficialDocument, ...]:
    """Every document the citation can mean; none for "nghị định này"."""
    if citation.number is not None:
        exact = tuple(one for one in documents if _number_fits(citation, one))
        return exact or tuple(one for one in documents if _without_year_fits(citation, one))
    if citation.name is not None:
        return tuple(one for one in documents if _name_fits(citation, one))
    return ()


def law_name(document: OfficialDocument) -> str | None:
    """ "Luật Nhà ở xã hội" for a law, from its title."""
    title = document.title.strip()
    if document.kind in ("luật", "bộ luật") or title.lower().startswith(("luật ", "bộ luật ")):
        return title if title.lower().startswith(("luật", "bộ luật")) else f"Luật {title}"
    return None


def _numbered(text: str) -> list[Citation]:
    return [
        _citation(match, number=normalise_number(match["number"]))
        for match in _BY_NUMBER.finditer(text)
        if _has_document_letters(match["number"])
    ]


def _partial(text: str) -> list[Citation]:
    return [
        _citation(
            match,
            number=normalise_number(match["number"]),
            year=int(match["year"]) if match["year"] else None,
        )
        for match in _BY_PART.finditer(text)
    ]


def _named(text: str) -> list[Citation]:
    found: list[Citation] = []
    match = _BY_NAME.search(text)
    while match is not None:
        found.append(_law(match))
        # A name takes in the words behind it, another law's too: go on where it was found to end.
        match = _BY_NAME.search(text, max(found[-1].end, match.start("name")))
    return found


def _placed(text: str) -> list[Citation]:
    return [_citation(match) for match in _BY_PLACE.finditer(text)]


def _law(match: re.Match[str]) -> Citation:
    words = _NAME_ENDS.sub("", match["name"])
    dated = _YEAR.search(words)
    name = words[: dated.start()] if dated else words
    end = match.start("name") + (dated.end("year") if dated else len(words))
    kind = match["kind"].lower()
    return Citation(
        start=match.start(),
        end=end,
        text=match.string[match.start() : end],
        kind=kind,
        name=f"{kind.capitalize()} {name}",
        year=int(dated["year"]) if dated else None,
        place=_place(match),
    )


def _citation(
    match: re.Match[str], *, number: str | None = None, year: int | None = None
) -> Citation:
    groups = match.groupdict()
    kind = (groups.get("kind") or "").strip()
    known = KINDS_BY_LETTERS.get(kind.upper(), kind.lower())
    return Citation(
        start=match.start(),
        end=match.end(),
        text=match.group(),
        kind=known or (kind_of_number(number) if number else ""),
        number=number,
        year=year,
        place=_place(match),
    )


def _place(match: re.Match[str]) -> str:
    place = " ".join((match.groupdict().get("place") or "").replace(",", " ").split())
    return re.sub(r"(?i)\bđiều\b", "Điều", place.replace(")", "")).strip()


def _has_document_letters(number: str) -> bool:
    """Whether the letters are a document's: "24/CT-TTg" is one, "120/Km" is none."""
    letters = re.split(r"[/-]", normalise_number(number))[1:]
    stems = {part.rstrip("0123456789") for part in letters}
    known = {
        *KINDS_BY_LETTERS,
        "CP",
        "TTG",
        "UBND",
        "HĐND",
        "TW",
        "TU",
        "CTR",
        "TTR",
        "BC",
        "QC",
        "HĐBT",
        "L",
        "SL",
        "BXD",
    }
    return bool(stems & known)


def _number_fits(citation: Citation, document: OfficialDocument) -> bool:
    cited = citation.number or ""
    own = normalise_number(document.number)
    if re.search(r"[A-ZĐ]", cited):
        return cited == own
    head, _, year = cited.partition("/")
    own_parts = own.split("/")
    own_year = own_parts[1] if len(own_parts) > 1 and own_parts[1].isdigit() else ""
    wanted_year = year or (str(citation.year) if citation.year else "")
    issued = str(document.issued.year) if document.issued else ""
    return (
        own_parts[0].split("-")[0] == head
        and (not citation.kind or (document.kind or kind_of_number(own)).lower() == citation.kind)
        and (not wanted_year or wanted_year in (own_year or issued, issued))
    )


def _without_year_fits(citation: Citation, document: OfficialDocument) -> bool:
    """ "Nghị định 73/NĐ-CP" leaves out the year that the number has."""
    number, _, letters = (citation.number or "").partition("/")
    own = normalise_number(document.number).split("/")
    return len(own) == 3 and own[0] == number and own[2] == letters


def _name_fits(citation: Citation, document: OfficialDocument) -> bool:
    cited = _plain(citation.name or "")
    names = [name for name in (law_name(document), *document.names) if name]
    for name in names:
        own = _plain(re.sub(r"\s*(?:năm\s+)?(?:19|20)\d{2}$", "", name))
        if own == cited or cited.startswith(f"{own} "):
            years = {document.issued.year} if document.issued else set()
            years |= {
                int(year) for year in re.findall(r"\b(?:19|20)\d{2}\b", f"{name} {document.number}")
            }
            return citation.year is None or not years or citation.year in years
    return False


def _plain(text: str) -> str:
    return " ".join(place_tones(nfc(text)).casefold().replace(",", " ").split())
