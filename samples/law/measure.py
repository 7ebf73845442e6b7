"""Official texts as read, held against what they were written to hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from doichieu.legal import normalise_number
from doichieu.records import OfficialDocument
from samples.law.texts import LawText

#: Forms in which a table comes as loose lines, or not at all: its rows are not asked for.
WITHOUT_ROWS = ("pdf_gazette",)


@dataclass(slots=True)
class Score:
    """Right, missed and wrong of one thing asked, with the cases."""

    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where nothing was asked and nothing said."""
        said, asked = self.right + len(self.wrong), self.right + len(self.missed)
        return 2 * self.right / (said + asked) if said + asked else 1.0

    @property
    def exact(self) -> float:
        """The share of what was asked that is right."""
        asked = self.right + len(self.missed)
        return self.right / asked if asked else 1.0


def measure(pairs: Iterable[tuple[LawText, OfficialDocument | None]]) -> dict[str, Score]:
    """Scores by what is asked: number, issuer, each day, structure, relations."""
    scores = {
        name: Score()
        for name in (
            "number",
            "issuer",
            "issued",
            "effective",
            "expires",
            "applied",
            "structure",
            "relations",
        )
    }
    for law, read in pairs:
        _facts(scores, law, read)
        _sets(scores["structure"], law, _parts(law), _read_parts(law, read))
        _sets(scores["relations"], law, _said(law), _read_said(read))
    return scores


def _facts(scores: dict[str, Score], law: LawText, read: OfficialDocument | None) -> None:
    for name in ("number", "issuer", "issued", "effective", "expires", "applied"):
        asked, told = getattr(law, name), getattr(read, name, None)
        if name == "number":
            asked, told = normalise_number(asked), normalise_number(told or "")
        if asked == told:
            scores[name].right += 1
        else:
            scores[name].missed.append(f"{law.number} ({law.form}): {asked} read as {told}")


def _sets(score: Score, law: LawText, asked: Counter[str], told: Counter[str]) -> None:
    score.right += (asked & told).total()
    score.missed += [f"{law.number} ({law.form}): {one}" for one in (asked - told).elements()]
    score.wrong += [f"{law.number} ({law.form}): {one}" for one in (told - asked).elements()]


def _parts(law: LawText) -> Counter[str]:
    rows = law.form not in WITHOUT_ROWS
    return Counter(
        f"{place}: {_letters(text)}"
        for place, text in law.parts.items()
        if _asked(place) and (rows or not place.startswith("dòng "))
    )


def _read_parts(law: LawText, read: OfficialDocument | None) -> Counter[str]:
    rows = law.form not in WITHOUT_ROWS
    return Counter(
        f"{one.place}: {_letters(one.text)}"
        for one in (read.passages if read else ())
        if _asked(one.place) and (rows or not one.place.startswith("dòng "))
    )


def _asked(place: str) -> bool:
    return "Điều" in place or place.startswith("dòng ")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _said(law: LawText) -> Counter[str]:
    return Counter(
        f"{kind} {normalise_number(number)} {place}" for kind, number, place in law.relations
    )


def _read_said(read: OfficialDocument | None) -> Counter[str]:
    said = read.relations if read else ()
    return Counter(f"{one.kind} {normalise_number(one.document)} {one.place}" for one in said)
