"""Who does a deed: the claim gives to one body what the passage gives to another, told by any verb of the deed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from classifier.lexicon_words import any_of, lexicon, meaning
from classifier.word_differences import actors
from classifier.words import abbreviated, content

#: Of what the claim says besides body and verb, the passage must say this much.
SAME_DEED = 0.45
#: Less where both do it to the same thing ("phê duyệt danh sách").
SAME_OBJECT = 0.3
#: Syllables of a body's name behind "do", and how far behind a body its verb may stand.
LONGEST_NAME, NEAR = 9, 4
#: Words between a body and what it does.
_BETWEEN = r"(?:sẽ|phải|được|có trách nhiệm|chịu trách nhiệm|trực tiếp|là nơi|là cơ quan|là người|là đơn vị|có thẩm quyền|đứng ra|tự)"
#: "gửi cho Bộ …", "xác nhận của doanh nghiệp", "thẩm quyền thuộc Giám đốc …": the body behind the deed.
_BEHIND = (
    ("report", r"(?P<verb>báo cáo|gửi)(?:\s\w+){0,5}?\s(?:về|cho|với|tới|đến)\s"),
    ("submit", r"(?P<verb>nộp)(?:\s\w+){0,5}?\s(?:tại|ở|cho)\s"),
    ("confirm", r"(?P<verb>xác nhận) của\s"),
)
_SIGNER = re.compile(
    r"(?<!\w)(?:người|nơi|cơ quan|đơn vị)\s(?P<deed>[^,.;]{2,60}?)\s(?:là|chính là)\s"
)
_PASSIVE = re.compile(r"(?<!\w)do\s")


@dataclass(frozen=True, slots=True)
class Doer:
    """A deed's name, who does it, and the spans of the body and of the verb."""

    deed: str
    name: str
    start: int
    end: int
    verb: tuple[int, int]


@dataclass(frozen=True, slots=True)
class OtherDoer:
    """Spans of the two bodies, claim first, and how alike the rest is."""

    article: tuple[int, int]
    official: tuple[int, int]
    likeness: float


def other_doer(
    sentence: str, passage: str, around: str, *, idf: Callable[[str], float]
) -> OtherDoer | None:
    """The first deed of the claim that the passage gives to other bodies only."""
    theirs = doers(passage)
    for ours in doers(sentence):
        same = [one for one in theirs if one.deed == ours.deed]
        alone = [one for one in same if _object(passage, one) == _object(sentence, ours)]
        if not same or any(_may_be_one(ours.name, one.name) for one in alone or theirs):
            continue
        same = alone or same
        alike = _rest_alike(sentence, ours, f"{passage}\n{around}", idf=idf)
        least = SAME_OBJECT if alone else SAME_DEED
        if alike >= least:
            return OtherDoer((ours.start, ours.end), (same[0].start, same[0].end), alike)
    return None


def does(passage: str, name: str) -> bool:
    """Whether a passage gives any deed to a body that may be the one named."""
    told = " ".join(abbreviated(name).split())
    return any(_may_be_one(told, one.name) and one.name not in _anybody() for one in doers(passage))


@lru_cache(maxsize=4_000)
def doers(text: str) -> tuple[Doer, ...]:
    """Every body of a text with a deed of the lexicon: "do X chi trả", "X phê duyệt", "báo cáo … với X"."""
    lowered = abbreviated(text)
    named = [_whole(lowered, one) for one in actors(text)]
    return (*_by(lowered), *_before_verb(lowered, named), *_behind(lowered, named))


_TITLE = re.compile(
    r"(?<!\w)(?:phó )?(?:giám đốc|chủ tịch|trưởng|cục trưởng|bộ trưởng|thủ trưởng)\s$"
)
_LEVEL = re.compile(r"\scấp (?:xã|tỉnh|huyện)(?!\w)")


def _whole(lowered: str, body: tuple[str, int, int]) -> tuple[str, int, int]:
    """A body with the title before it and the level behind: "giám đốc sở …", "phòng … cấp xã"."""
    _, start, end = body
    led, level = _TITLE.search(lowered[:start]), _LEVEL.match(lowered, end)
    start, end = (led.start() if led else start), (level.end() if level else end)
    return " ".join(lowered[start:end].split()), start, end


def _by(lowered: str) -> list[Doer]:
    found = []
    for match in _PASSIVE.finditer(lowered):
        stop = re.search(r"[,;.\n]", lowered[match.end() :])
        finish = match.end() + stop.start() if stop else len(lowered)
        verb = next(
            (
                (name, one)
                for one in _verbs().finditer(lowered, match.end(), finish)
                for name in (_deed(one.group()),)
                if one.start() > match.end()
            ),
            None,
        )
        if verb is None:
            continue
        body = re.sub(rf"\s{_BETWEEN}$", "", lowered[match.end() : verb[1].start()].rstrip())
        if body and len(body.split()) <= LONGEST_NAME:
            end = match.end() + len(body)
            found.append(Doer(verb[0], body, match.end(), end, verb[1].span()))
    return found


def _before_verb(lowered: str, named: list[tuple[str, int, int]]) -> list[Doer]:
    found = []
    for name, start, end in named:
        led = re.match(rf"\s(?:{_BETWEEN}\s){{0,2}}", lowered[end:])
        verb = _verbs().match(lowered, end + led.end()) if led else None
        if verb and not re.search(
            r"(?<!\w)(?:cho|về|với|của|tới|đến|trình|do)\s$", lowered[:start]
        ):
            found.append(Doer(_deed(verb.group()), name, start, end, verb.span()))
    for match in _SIGNER.finditer(lowered):
        verb = _verbs().search(lowered, match.start("deed"), match.end("deed"))
        body = next((one for one in named if one[1] == match.end()), None)
        if verb and body:
            found.append(Doer(_deed(verb.group()), *body, verb.span()))
    return found


def _behind(lowered: str, named: list[tuple[str, int, int]]) -> list[Doer]:
    found = []
    for deed, pattern in _BEHIND:
        for match in re.finditer(rf"(?<!\w){pattern}", lowered):
            body = next((one for one in named if one[1] == match.end()), None)
            if body is None and deed == "confirm":
                words = _PLAIN_NAME.match(lowered, match.end())
                body = (words.group(), *words.span()) if words else None
            if body:
                found.append(Doer(deed, *body, match.span("verb")))
    return found


#: "xác nhận của doanh nghiệp cho …": a name without capitals ends before what follows it.
_PLAIN_NAME = re.compile(
    r"(?:(?!(?:cho|trong|và|khi|theo|trước|đối|về|tại|thì|là|để|từ|đến)(?!\w))\w+\s?){1,5}?(?=\s?(?:[,.;\n]|$)|\s(?:cho|trong|và|khi|theo|trước|đối|về|tại|thì|là|để|từ|đến)(?!\w))"
)


def _object(text: str, doer: Doer) -> tuple[str, ...]:
    """The first two telling words behind the verb."""
    after = [term.word for term in content(text) if term.start >= doer.verb[1]]
    return tuple(after[:2]) or (doer.name,)


def _rest_alike(sentence: str, ours: Doer, held: str, *, idf: Callable[[str], float]) -> float:
    said = {term.word for term in content(held)}
    rest = [
        term.word
        for term in content(sentence)
        if not ours.start <= term.start < ours.end and not ours.verb[0] <= term.start < ours.verb[1]
    ]
    total = sum(map(idf, rest))
    return sum(idf(word) for word in rest if word in said) / total if total else 0.0


def _may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one body's: alike in any word that names, one a name for any, or of one kin."""
    first, second = _bare(one), _bare(other)
    if first in second or second in first or first in _anybody() or second in _anybody():
        return True
    if any({one, first} & kin and {other, second} & kin for kin in _kins()):
        return True
    if re.match(r"(?:bộ|sở|chủ tịch|ubnd|giám đốc)\s", first) and re.match(
        r"(?:bộ|sở|chủ tịch|ubnd|giám đốc|phòng|công an|bộ trưởng)\s", second
    ):
        return False
    mine = {term.word for term in content(first)}
    return bool(mine & {term.word for term in content(second)})


def _bare(name: str) -> str:
    """ "chủ tịch ubnd cấp xã" as papers say it: "chủ tịch xã"."""
    words = [word for word in name.split() if word not in ("ubnd", "hđnd", "cấp", "nhân", "dân")]
    return " ".join(words) or name


@cache
def _verbs() -> re.Pattern[str]:
    verbs = any_of(verb for verbs in lexicon("judge")["deeds"].values() for verb in verbs)
    # "phòng … cấp xã": a level is no deed.
    return re.compile(rf"{verbs.pattern}(?!\s(?:xã|tỉnh|huyện|trung ương|cơ sở)(?!\w))")


@cache
def _deed(verb: str) -> str:
    told = " ".join(verb.split())
    deeds: dict[str, list[str]] = lexicon("judge")["deeds"]
    return next(name for name, verbs in deeds.items() if told in map(meaning, verbs))


@cache
def _anybody() -> frozenset[str]:
    return frozenset(map(meaning, lexicon("judge")["doers"]["anybody"]))


@cache
def _kins() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(meaning, one)) for one in lexicon("judge")["doers"]["kin"])
