"""What an official text is to hold (TOML) → its lines in order, each with the place it opens."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

LETTERS = "abcdđeghiklmnopqrstuvxy"
ROMAN = ("I", "II", "III", "IV", "V", "VI")
CHAPTERS = ("QUY ĐỊNH CHUNG", "CHÍNH SÁCH VÀ THỦ TỤC", "TỔ CHỨC THỰC HIỆN", "ĐIỀU KHOẢN THI HÀNH")
SECTIONS = ("NGUYÊN TẮC", "HỒ SƠ, THỦ TỤC", "KIỂM TRA, GIÁM SÁT", "TRÁCH NHIỆM")
_BANK = Path(__file__).with_name("bank.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One paragraph; `place` where it opens a part, "" where it goes on, None outside the articles."""

    text: str
    place: str | None = None
    cells: tuple[str, ...] = ()  #: of a table's row
    note: str = ""  #: of a footnote that hangs on it


@dataclass(frozen=True, kw_only=True, slots=True)
class LawText:
    """One official text with everything that reading it should give."""

    number: str
    issuer: str
    issued: date
    form: str
    head: tuple[str, ...]  #: the letterhead's lines
    title: str
    lines: tuple[Line, ...]
    effective: date | None = None
    expires: date | None = None
    applied: date | None = None
    province: str | None = None
    relations: frozenset[tuple[str, str, str]] = frozenset()  #: kind, number, place
    seed: int = 0
    names: tuple[str, ...] = field(default=())

    @property
    def parts(self) -> dict[str, str]:
        """Every place with its whole text."""
        found: dict[str, list[str]] = {}
        last = ""
        for line in self.lines:
            if line.place is None:
                last = ""
                continue
            last = line.place or last
            if last:
                found.setdefault(last, []).append(line.text)
        return {place: "\n".join(texts) for place, texts in found.items()}


def read_laws(path: Path) -> tuple[LawText, ...]:
    """Every text that a TOML file asks for, in order."""
    asked = tomllib.loads(path.read_text(encoding="utf-8"))["document"]
    return tuple(build_law(one, seed=at) for at, one in enumerate(asked))


def build_law(asked: Mapping[str, Any], *, seed: int) -> LawText:
    """The text that `asked` describes, its articles drawn from the bank by `seed`."""
    chance = random.Random(f"{asked['number']}/{seed}")
    return LawText(
        number=asked["number"],
        issuer=asked["issuer"],
        issued=asked["issued"],
        form=asked["form"],
        head=_head(asked),
        title=asked["title"],
        lines=tuple(_lines(asked, chance)),
        effective=asked.get("effective"),
        expires=asked.get("expires"),
        applied=asked.get("applied"),
        province=asked.get("province"),
        relations=frozenset(_relation(one) for one in asked.get("relations", ())),
        seed=seed,
    )


def _relation(said: str) -> tuple[str, str, str]:
    kind, number, *place = said.split(" ")
    return kind, number, " ".join(place)


def _head(asked: Mapping[str, Any]) -> tuple[str, ...]:
    day = asked["issued"]
    return (
        asked["letterhead"],
        "NƯỚC AN LẠC",
        "Độc lập - Tự do - Hạnh phúc",
        f"{asked.get('numbered', 'Số: ')}{asked.get('number_as', asked['number'])}",
        f"{asked.get('signed_in', 'Tân Kinh')}, ngày {day.day:02d} tháng {day.month} năm {day.year}",
        asked["kind"].upper(),
        asked["title"],
    )


def _lines(asked: Mapping[str, Any], chance: random.Random) -> Iterator[Line]:
    for ground in asked.get(
        "grounds", ("Căn cứ Luật Tổ chức chính quyền;", "Theo đề nghị của cơ quan soạn thảo,")
    ):
        yield Line(text=ground)
    yield from _articles(asked, chance)
    yield Line(text="Nơi nhận: Như Điều cuối; Văn phòng; Lưu: VT.")
    yield Line(text="TM. CƠ QUAN BAN HÀNH")
    yield Line(text="Khổng Văn Tuấn")
    yield from _annexes(asked, chance)


def _articles(asked: Mapping[str, Any], chance: random.Random) -> Iterator[Line]:
    number = 0
    for told in asked.get("first", ()):
        number += 1
        yield from _article(number, told, chance)
    bank = list(_bank())
    drawn = sorted(chance.sample(range(len(bank)), k=asked.get("articles", 5)))
    ending = {"heading": "Hiệu lực thi hành", "khoan": asked["ending"]}
    bodies = [bank[at] for at in drawn]
    chapters = asked.get("chapters", 0)
    each = max(1, -(-len(bodies) // chapters)) if chapters else 0
    for at, told in enumerate([*bodies, ending]):
        if each and at % each == 0 and at // each < len(ROMAN):
            yield Line(text=f"Chương {ROMAN[at // each]}")
            yield Line(text=CHAPTERS[min(at // each, len(CHAPTERS) - 1)])
        if asked.get("sections") and each and at % 2 == 0:
            yield Line(text=f"Mục {at % each // 2 + 1}. {SECTIONS[at // 2 % len(SECTIONS)]}")
        number += 1
        written = list(_article(number, told, chance))
        yield from written
        if at == 1 and asked.get("table"):
            below = next(line.place for line in reversed(written) if line.place)
            yield from _table(asked["table"], below)


def _article(number: int, told: Mapping[str, Any], chance: random.Random) -> Iterator[Line]:
    place = f"Điều {number}"
    yield Line(
        text=f"Điều {number}. {told['heading']}", place=place, note=str(told.get("note", ""))
    )
    if text := told.get("text"):
        yield from (Line(text=one, place="") for one in _filled(text, chance))
    for at, khoan in enumerate(told.get("khoan", ()), 1):
        lead, *points = [khoan] if isinstance(khoan, str) else khoan
        first, *rest = _filled(lead, chance)
        yield Line(text=f"{at}. {first}", place=f"khoản {at} {place}")
        yield from (Line(text=one, place="") for one in rest)
        for letter, point in zip(LETTERS, points, strict=False):
            yield Line(
                text=f"{letter}) {_filled(point, chance)[0]}",
                place=f"điểm {letter} khoản {at} {place}",
            )


def _filled(text: str, chance: random.Random) -> list[str]:
    """The paragraphs of a khoản; a break before "Điều" is a trap, and no paragraph."""
    while "{" in text:
        text = text.replace("{n}", f"{chance.randint(2, 60):02d}", 1)
        text = text.replace("{m}", f"{chance.randint(10, 9000)}.{chance.choice(('000', '500'))}", 1)
        text = text.replace("{p}", f"{chance.randint(5, 95)}", 1)
    return [one.strip() for one in text.replace("\nĐiều", " Điều").split("\n")]


def _table(rows: Sequence[Sequence[str]], place: str) -> Iterator[Line]:
    for at, row in enumerate(rows, 1):
        yield Line(text=" | ".join(row), place=f"dòng {at} bảng 1 {place}", cells=tuple(row))


def _annexes(asked: Mapping[str, Any], chance: random.Random) -> Iterator[Line]:
    for at, annex in enumerate(asked.get("annex", ())):
        name = f"Phụ lục {ROMAN[at]}"
        yield Line(text=name.upper() if chance.random() < 0.5 else name, place=name)
        yield Line(text=annex["title"].upper(), place="")
        for row_at, row in enumerate(annex.get("rows", ()), 1):
            yield Line(text=" | ".join(row), place=f"dòng {row_at} bảng 1 {name}", cells=tuple(row))


@cache
def _bank() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(_BANK.read_text(encoding="utf-8"))["article"])
