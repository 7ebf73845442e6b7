"""What cannot be true of an official text: days against each other, a text that ends itself, rings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from corpus.supersede import rings
from doichieu.errors import Quarantine
from doichieu.legal import normalise_number
from doichieu.records import OfficialDocument

#: A text may count back to a day before it was signed only where it is not its effect but its application.
_SIGNED_AFTER = timedelta(0)


def refuse_impossible(document: OfficialDocument, *, replaces: Iterable[str]) -> None:
    """Quarantine naming what contradicts what; `replaces` as the file's head says, its own number too."""
    issued, effective, expires = document.issued, document.effective, document.expires
    if issued and effective and issued - effective > _SIGNED_AFTER:
        raise _days(
            f"có hiệu lực ({effective:%d/%m/%Y}) trước ngày ký ({issued:%d/%m/%Y})",
            f"in force ({effective}) before it was signed ({issued})",
            reason="in_force_before_signed",
        )
    begins = effective or issued
    if begins and expires and expires <= begins:
        raise _days(
            f"hết hiệu lực ({expires:%d/%m/%Y}) trước khi có hiệu lực ({begins:%d/%m/%Y})",
            f"ends ({expires}) before it begins ({begins})",
            reason="contradicting_dates",
        )
    own = normalise_number(document.number)
    if any(normalise_number(number) == own for number in replaces):
        raise Quarantine(
            vi=f"{document.number} tự thay thế chính nó; hãy sửa số ở dòng “replaces”",
            en=f'{document.number} replaces itself; correct the number in "replaces"',
            reason="replaces_itself",
        )


def refuse_disagreement(said: Mapping[str, date | None], text: Mapping[str, date | None]) -> None:
    """Quarantine where a portal's own facts and the text name different days."""
    for key, words in (("issued", "ngày ký / signed"), ("effective", "ngày hiệu lực / in force")):
        one, other = said.get(key), text.get(key)
        if one and other and one != other:
            raise _days(
                f"trang ghi {words} là {one:%d/%m/%Y} nhưng văn bản ghi {other:%d/%m/%Y}",
                f"the page gives {words} as {one}, its text as {other}",
                reason="contradicting_dates",
            )


def ringed(documents: Sequence[OfficialDocument]) -> dict[str, Quarantine]:
    """Numbers that end one another in a circle, and cannot: each with what is wrong.

    Of a ring, those are wrong that claim to end a text that began after them; where the days say
    nothing, all of it.
    """
    held = {normalise_number(one.number): one for one in documents}
    wrong: dict[str, Quarantine] = {}
    for ring in rings(documents):
        members = [held[normalise_number(number)] for number in ring]
        against = [one for one in members if _against_time(one, held)]
        for one in against or members:
            wrong[one.number] = ring_error(one.number, ring)
    return wrong


def ring_error(number: str, ring: Sequence[str]) -> Quarantine:
    """The error of one document of a ring."""
    round_ = " → ".join((*ring, ring[0]))
    return Quarantine(
        vi=f"{number}: các văn bản thay thế vòng tròn ({round_}); hãy sửa “replaces” của một văn bản",
        en=f'{number}: documents replace one another in a ring ({round_}); correct "replaces" of one',
        reason="ring_of_replacements",
    )


def _against_time(document: OfficialDocument, held: Mapping[str, OfficialDocument]) -> bool:
    begins = document.effective or document.issued
    ended = (held.get(normalise_number(number)) for number in document.replaces)
    days = [one.effective or one.issued for one in ended if one is not None]
    return any(begins and day and day >= begins for day in days)


def _days(vi: str, en: str, *, reason: str) -> Quarantine:
    return Quarantine(
        vi=f"{vi}; hãy xem bản gốc rồi ghi đúng ngày vào phần đầu",
        en=f"{en}; look at the original and put the right day into the head",
        reason=reason,
    )
