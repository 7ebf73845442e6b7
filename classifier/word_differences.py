"""Differences that no figure shows: polarity, limits, scope, who decides, the standing of a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from classifier.lexicon_words import any_of, lexicon, meaning
from classifier.words import Term, abbreviated, content
from doichieu.legal import CAPITAL
from doichieu.records import Difference

#: How much of the words around an opposed word the passage must share.
SAME_PREDICATE = 0.5
#: Words that follow and precede an opposed word and say what it is about.
AFTER, BEFORE = 7, 6
_CLAUSES = re.compile(r"[^;.\n]+")


@dataclass(frozen=True, slots=True)
class Opposed:
    """A word of the claim, the contrary word of the passage."""

    kind: str
    article: tuple[int, int]  #: span in the sentence
    official: tuple[int, int]  #: span in the passage
    likeness: float


def oppositions(sentence: str, passage: str, *, idf: Callable[[str], float]) -> list[Opposed]:
    """Words of the lexicon that a claim and a passage use contrarily of the same thing."""
    found = []
    said, ruled = (" ".join(abbreviated(one).split()) for one in (sentence, passage))
    for kind, own, contrary in _sides():
        # A look for the bare letters is a hundredth of a look for the words in their places.
        if any(word in said for word in own) and any(word in ruled for word in contrary):
            found += _opposed(sentence, passage, own, contrary, kind, idf=idf)
    return found


@cache
def _sides() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Each side of each opposition of the lexicon with its kind and the words of the other side."""
    pairs = (
        (one["kind"], *(tuple(map(meaning, side)) for side in one["sides"]))
        for one in lexicon("judge")["opposition"]
    )
    return tuple(
        each for kind, left, right in pairs for each in ((kind, left, right), (kind, right, left))
    )


def actor_change(sentence: str, passage: str, *, idf: Callable[[str], float]) -> Opposed | None:
    """Another body decides, pays or signs the same thing."""
    ours, theirs = actors(sentence), actors(passage)
    our_names = {sentence_name for sentence_name, _, _ in ours}
    if "hđnd" in " ".join(our_names) and "hđnd" in abbreviated(passage):
        return None
    # A body both name takes part; only one that stands in another's place differs.
    ours, theirs = (
        [one for one in ours if not _is_among(one[0], theirs) and not _is_source(sentence, one)],
        [one for one in theirs if not _is_among(one[0], ours)],
    )
    for name, start, end in ours:
        for other, begin, finish in theirs:
            if _is_purse(name) != _is_purse(other) or _RECEIVES.search(passage[:begin]):
                continue
            alike = _around_alike(sentence, (start, end), passage, (begin, finish), idf=idf)
            if alike >= SAME_PREDICATE:
                return Opposed("actor", (start, end), (begin, finish), alike)
    return None


#: "Theo Bộ Nội vụ, …", "…, Bộ Nội vụ cho biết": who tells is not who does.
_TELLS = re.compile(
    r"^[^.;]{0,40}?(?<!\w)(?:cho biết|thông tin|nêu rõ|khẳng định|lưu ý|nhấn mạnh)(?!\w)"
)


def _is_source(text: str, body: tuple[str, int, int]) -> bool:
    _, start, end = body
    lowered = abbreviated(text)
    led = re.search(r"(?<!\w)(?:theo|đại diện|lãnh đạo)\s(?:\w+\s){0,3}$", lowered[:start])
    return bool(led or _TELLS.match(lowered[end:]))


def _is_among(name: str, bodies: list[tuple[str, int, int]]) -> bool:
    return any(_same_body(name, other) for other, _, _ in bodies)


#: "báo cáo về Bộ …", "trình Thủ tướng": it is told, it does nothing itself.
_RECEIVES = re.compile(
    r"(?<!\w)(?:về|cho|tới|đến|với|trình|gửi|báo cáo|của|vào)\s+$", re.IGNORECASE
)


def actor_likeness(
    sentence: str, span: tuple[int, int], passage: str, *, idf: Callable[[str], float]
) -> float:
    """How alike a passage speaks of the body that stands at `span` of the claim; 0 where it names another."""
    name = " ".join(abbreviated(sentence[span[0] : span[1]]).split())
    return max(
        (
            _around_alike(sentence, span, passage, (start, end), idf=idf)
            for other, start, end in actors(passage)
            if _same_body(name, other)
        ),
        default=0.0,
    )


def group_span(text: str, family: str, member: int) -> tuple[int, int]:
    """Where a text names that member."""
    match = any_of(lexicon("judge")["groups"][family][member]).search(abbreviated(text))
    return (match.start(), match.end()) if match else (0, 0)


def actors(text: str) -> list[tuple[str, int, int]]:
    """Bodies named in a text as those who do something: (name, start, end)."""
    lowered = abbreviated(text)
    named = [
        (" ".join(match.group().split()), match.start(), match.end())
        for match in _bodies().finditer(lowered)
    ]
    named += [
        (" ".join(match.group().split()), *match.span()) for match in _LEVEL.finditer(lowered)
    ]
    named += [
        (meaning(match.group()), match.start(), match.end()) for match in _OFFICES.finditer(text)
    ]
    named = list(dict.fromkeys(named))
    return [one for one in named if not _is_part(one, named)]


#: A body's name ends before what it does.
_DEEDS = (
    r"(?:chủ|phối|hướng|kiểm|thực|có|được|phải|cho|quy|công bố|tổ|bố|ban|trình|quyết|cấp|xác|tiếp|rà|chịu|nêu|thông báo|"
    r"đã|sẽ|là|về|theo|trong|tại|với|của|để|thu|chi|trao|tặng|đảm nhiệm|hỗ trợ|miễn|phát|báo|giao|yêu|đề|xây dựng (?!Việt)|thẩm|phê|giám|xử|giải|tuyển|ký|mở|"
    r"nhận|lập|đăng|trả|sửa|hoàn|không|bảo đảm|cung|vừa|cần|do|khi|làm|điều|chuyển|in|duyệt|bổ|mua|bán|vận|lựa)(?!\w)"
)
_LEVEL = re.compile(
    r"(?<!\w)(?:chủ tịch |phó chủ tịch |trưởng )?(?:công an|ubnd|hđnd|cơ quan \w+ \w+|cơ quan \w+|chính quyền)\s+cấp (?:trung ương|tỉnh|huyện|xã)(?!\w)"
)
_HEADS = r"(?:Bộ|Sở|Cục|Vụ|Tổng cục|Ban|Hội|Liên đoàn|Viện|Thanh tra|Công an|Chi cục|Phòng|Ngân hàng|Tập đoàn|Tổng công ty|Kho bạc|Quỹ)"
_OFFICES = re.compile(
    rf"(?<!\w){_HEADS}\s"
    rf"{CAPITAL}\w*(?:(?:,\s(?!{_HEADS}\s)|\s[-–]\s(?={CAPITAL})|\s)(?:{CAPITAL}\w*|và\s{CAPITAL}\w*|(?!{_DEEDS}|và\s)\w+)){{0,6}}"
)


def difference(
    kind: str, sentence: str, passage: str, opposed: Opposed, *, offset: int
) -> Difference:
    """An opposition as a named pair of spans."""
    (start, end), (begin, finish) = opposed.article, opposed.official
    return Difference(
        kind=kind,
        article=sentence[start:end],
        official=passage[begin:finish],
        article_start=offset + start,
        article_end=offset + end,
        official_start=begin,
        official_end=finish,
    )


def _opposed(
    sentence: str,
    passage: str,
    own: tuple[str, ...],
    contrary: tuple[str, ...],
    kind: str,
    *,
    idf: Callable[[str], float],
) -> list[Opposed]:
    def alike(span: tuple[int, int], other: tuple[int, int]) -> float:
        deed = _deed(sentence, span, passage, other)
        return deed and (_around_alike(sentence, span, passage, other, idf=idf) + deed) / 2

    ours = [one for one in _free(sentence, own, contrary) if not _INSTEAD.match(sentence[one[0] :])]
    if not ours:
        return []
    theirs = _free(passage, contrary, own)
    # A passage that also uses the claim's own word of the same thing contradicts nothing.
    agreeing = _free(passage, own, contrary)
    found = []
    for span in ours:
        same = max((alike(span, one) for one in agreeing), default=0.0)
        best = max(((alike(span, one), one) for one in theirs), default=None)
        if best and best[0] >= SAME_PREDICATE and best[0] > same + 0.05:
            found.append(Opposed(kind, span, best[1], best[0]))
    return found


#: "không phải gắn biển mà dán mã": one thing is denied for another that is done; the passage may ask for the other.
_INSTEAD = re.compile(
    r"không (?:phải|cần|được)(?!\w)[^,.;]{1,60}?\smà(?! (?:vẫn|còn)(?!\w))", re.IGNORECASE
)
#: Here these words raise and lower nothing.
_IDIOMS = (
    "gia tăng",
    "tăng cường",
    "giảm nghèo",
    "giảm trừ",
    "nâng cao",
    "hạ tầng",
    "tăng ca",
    "hạ du",
)


def _free(text: str, words: tuple[str, ...], contrary: tuple[str, ...]) -> list[tuple[int, int]]:
    """Places of `words` that are no part of a longer contrary word ("được" in "không được")."""
    lowered = abbreviated(text)
    blocked = [match.span() for match in _pattern((*contrary, *_IDIOMS)).finditer(lowered)]
    spans = [match.span() for match in _pattern(words).finditer(lowered)]
    return [
        (start, end)
        for start, end in spans
        if not any(
            (begin <= start and end <= finish and finish - begin > end - start)
            # "không bắt buộc phải": the word goes on with the contrary one.
            or 0 <= start - finish <= 1
            for begin, finish in blocked
        )
        and not _DENIED.search(lowered[max(0, start - 24) : start])
    ]


#: Words so common that only what follows them says what they allow or demand.
_COMMON = {
    "được",
    "có thể",
    "phải",
    "không được",
    "cho phép",
    "được phép",
    "vẫn được",
    "cần",
    "buộc",
}
#: Content words after such a word among which the same deed must stand.
DEED = 4


def _deed(sentence: str, span: tuple[int, int], passage: str, other: tuple[int, int]) -> float:
    """How much of what follows the word follows it in the passage: 1 for words that are not common.

    "được công khai" and "không được chi" oppose nothing: the deeds differ.
    """
    if " ".join(abbreviated(sentence[span[0] : span[1]]).split()) not in _COMMON:
        return 1.0
    ours = _after(sentence, span[1])[:DEED]
    theirs = _after(passage, other[1])[: DEED + 2]
    if not ours or ours[0] not in theirs:
        return 0.0
    return sum(word in theirs for word in ours) / len(ours)


#: Words that put a deed forward and name none: "phải xin cấp phép", "được làm thủ tục".
_LIGHT = {"xin", "làm", "thực", "tiến"}


def _after(text: str, place: int) -> list[str]:
    """The content words behind a place, but for those that name no deed."""
    return [term.word for term in content(text) if term.start >= place and term.word not in _LIGHT]


#: "không được thu tiền": a denied word does not stand for its own side.
_DENIED = re.compile(r"(?<!\w)(?:không|chưa|chẳng|cấm|không được|không phải|không bị)(?:\s\w+)?\s$")


def _around_alike(
    sentence: str,
    span: tuple[int, int],
    passage: str,
    other: tuple[int, int],
    *,
    idf: Callable[[str], float],
) -> float:
    ours, theirs = (
        _around(sentence, span),
        {term.word for term in _around(passage, other, wide=True)},
    )
    total = sum(idf(term.word) for term in ours)
    if not ours or not total:
        return 0.0
    return sum(idf(term.word) for term in ours if term.word in theirs) / total


def _around(text: str, span: tuple[int, int], *, wide: bool = False) -> list[Term]:
    """The content words beside a span, in its own clause."""
    start, end = 0, len(text)
    for match in _CLAUSES.finditer(text):
        if match.start() <= span[0] < match.end():
            start, end = match.span()
    words = [term for term in content(text) if start <= term.start < end]
    before = [term for term in words if term.end <= span[0]]
    after = [term for term in words if term.start >= span[1]]
    if wide:
        return [*before, *after]
    return [*before[-BEFORE:], *after[:AFTER]]


def _same_body(one: str, other: str) -> bool:
    one, other = one.replace("cấp ", ""), other.replace("cấp ", "")
    return (
        one == other
        or one.startswith(f"{other} ")
        or other.startswith(f"{one} ")
        or one in other
        or other in one
    )


def _is_purse(name: str) -> bool:
    """Who pays and who decides are told apart."""
    return name.startswith(("ngân sách", "kho bạc", "quỹ"))


def _is_part(one: tuple[str, int, int], named: list[tuple[str, int, int]]) -> bool:
    return any(
        other is not one
        and other[1] <= one[1]
        and one[2] <= other[2]
        and other[2] - other[1] > one[2] - one[1]
        for other in named
    )


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return any_of(words)


@cache
def _bodies() -> re.Pattern[str]:
    return any_of(abbreviated(name).rstrip() for name in lexicon("judge")["actors"]["names"])
