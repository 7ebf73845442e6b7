"""What a passage leaves out by name and the claim takes in: "kể cả …" against "trừ …", "không áp dụng đối với …"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from classifier.words import abbreviated, content

#: Words by which a text leaves somebody out; what follows them to the end of the clause is who.
_LEAVES_OUT = re.compile(
    r"(?<!\w)(?:không (?:áp dụng|hỗ trợ|cho vay|xét|miễn|cấp)(?: đối với| cho| với)?|không (?:bao )?gồm|không kể|"
    r"không thuộc (?:đối tượng|diện)(?: chịu)?|(?<!loại )trừ(?: đối với| trường hợp)?|ngoại trừ(?: trường hợp)?)\s"
)
#: "trừ trường hợp …" after a ban gives leave: who is let off there is no one left out.
_BAN = re.compile(r"(?<!\w)(?:không|cấm|nghiêm cấm)(?!\w)[^;.\n]*$")
_ENDS = re.compile(r"[;.\n)]|(?<!\w)thì(?!\w)")
_MEMBERS = re.compile(r",|\s(?:và|hoặc|hay)\s")
#: Words by which a claim takes somebody in.
_TAKES_IN = re.compile(
    r"(?<!\w)(?:(?P<named>kể cả|gồm cả|bao gồm cả|áp dụng (?:cả )?(?:cho|với|đối với)|áp dụng cả(?: cho| với| đối với)?|cả)|"
    r"(?P<said>cũng (?:được|phải|thuộc|là|coi|xem|nằm|áp dụng|hưởng)|cũng|vẫn được|thuộc diện|thuộc đối tượng|đều được|đều phải))\s"
)
_DENIES = re.compile(r"(?<!\w)(?:không|chưa|trừ|ngoại trừ|ngoài|chẳng)(?!\w)")
#: How much of who is left out the claim must name, and how much of whom it takes in the passage.
NAMED, TAKEN = 0.6, 0.6


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Spans of the claim's word and of whom the passage leaves out."""

    article: tuple[int, int]
    official: tuple[int, int]


def left_out(sentence: str, passage: str, *, idf: Callable[[str], float]) -> LeftOut | None:
    """The first of those a passage leaves out whom the claim takes in."""
    lowered = abbreviated(sentence)
    taken = list(_TAKES_IN.finditer(lowered))
    if not taken or _DENIES.search(lowered):
        return None
    said = {term.word for term in content(sentence)}
    for start, end in members_left_out(passage):
        member = [term.word for term in content(passage) if start <= term.start < end]
        for word in taken:
            after = [term.word for term in content(sentence) if term.start >= word.end()]
            named = _share(member, said, idf=idf) >= NAMED
            if word["named"] and not named:
                named = _share(after, set(member), idf=idf) >= TAKEN
            if named:
                return LeftOut((word.start(), word.end() - 1), (start, end))
    return None


@lru_cache(maxsize=4_000)
def members_left_out(passage: str) -> tuple[tuple[int, int], ...]:
    """Where a passage names those it leaves out, one span a member of the list."""
    lowered = abbreviated(passage)
    found = []
    for match in _LEAVES_OUT.finditer(lowered):
        if "trừ" in match.group() and _BAN.search(lowered[: match.start()]):
            continue
        stop = _ENDS.search(lowered, match.end())
        finish = stop.start() if stop else len(passage)
        at = match.end()
        for join in [*_MEMBERS.finditer(lowered, at, finish), None]:
            end = join.start() if join else finish
            if lowered[at:end].strip():
                found.append((at, at + len(lowered[at:end].rstrip())))
            at = join.end() if join else end
    return tuple(found)


def _share(words: list[str], held: set[str], *, idf: Callable[[str], float]) -> float:
    total = sum(map(idf, words))
    return sum(idf(word) for word in words if word in held) / total if total else 0.0
