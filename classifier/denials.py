"""A deed that one text forbids or spares and the other allows or demands, where no lexicon pair says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from classifier.words import abbreviated, terms

#: Words that deny the deed after them; limits ("không quá") and idioms deny nothing.
_DENIES = re.compile(
    r"(?<!\w)(?:không(?: được phép| được| phải| cần| bắt buộc| cho phép| bị| có quyền)?|nghiêm cấm|cấm|chưa được|miễn)\s"
    r"(?!(?:quá|vượt|dưới|dưới|thấp|cao|ít|hơn|kể|tính|chỉ|những|phân biệt|thuộc|còn|có|gian|khí|kinh|sử|trực|đúng|đủ|do|vì)(?!\w))"
)
#: Words that allow or demand the deed after them.
_AFFIRMS = re.compile(
    r"(?<!\w)(?<!không )(?<!chưa )(?<!chẳng )(?:được phép|được|có thể|có quyền|cho phép|vẫn|phải|bắt buộc|buộc)\s"
    r"(?!(?:không|miễn|phép|nghiêm|cấm|hưởng|hỗ trợ)(?!\w))"
)
#: Before it in its clause these leave the deed unsaid: "đứng ngoài danh sách được …", "trường hợp được …".
_UNSAID = re.compile(
    r"(?<!\w)(?:không|chưa|chẳng|ngoài|trừ|cấm|ngừng|thôi|dừng|nếu|trường hợp|khi|danh sách|diện|đối tượng|điều kiện|việc|kể cả)(?!\w)[^,;:.\n]*$"
)
#: Syllables that are no part of a deed.
_EMPTY = {
    "bố",
    "trí",
    "chỗ",
    "đặt",
    "xin",
    "thực",
    "hiện",
    "tiến",
    "hành",
    "bị",
    "các",
    "những",
    "cho",
    "của",
    "và",
    "việc",
    "được",
    "thì",
    "là",
    "một",
}
#: Words that make a deed, and how near behind the word they must stand.
DEED, NEAR = 2, 3


@dataclass(frozen=True, slots=True)
class Denial:
    """Spans of the two words with their deed, claim first."""

    article: tuple[int, int]
    official: tuple[int, int]


#: The head of a list that lays down what each point of it says.
_LAYS_DOWN = re.compile(r"(?<!\w)(?:phải|yêu cầu|điều kiện|trách nhiệm|nghĩa vụ)(?!\w)[^:]*:?\s*$")
_FREES = re.compile(
    r"(?<!\w)(?:không (?:bắt buộc(?: phải)?|cần(?: phải)?|phải|yêu cầu|buộc(?: phải)?)|được miễn)\s"
)
_POINT = re.compile(r"^\s*(?:[a-zđ]\)|\d{1,2}[.)]|[-–+])?\s*")
#: "chủ nuôi chó không khai báo … bị phạt": who does not do it is punished, so it is asked of him.
_PUNISHED = re.compile(
    r"(?<!\w)bị (?:xử )?(?:phạt|nhắc nhở|cảnh cáo|cưỡng chế|thu hồi|đình chỉ|tước|buộc|truy thu|xử lý|từ chối)(?!\w)",
    re.IGNORECASE,
)


def denial(sentence: str, passage: str, *, lead: str = "") -> Denial | None:
    """The first deed both name that one denies and the other affirms; `lead` is the head of the passage's list."""
    if lead and _LAYS_DOWN.search(abbreviated(lead)) and not _DENIES.search(abbreviated(lead)):
        begin = _POINT.match(passage)
        first = _first_deed(passage, begin.end() if begin else 0)
        freed = _deeds(sentence, _FREES)
        if first and first[0] in freed:
            return Denial(freed[first[0]], first[1])
    for ours, theirs in ((_DENIES, _AFFIRMS), (_AFFIRMS, _DENIES)):
        said, told = _deeds(sentence, ours), _deeds(passage, theirs)
        # A passage that also says it the claim's own way contradicts nothing.
        agreeing = _deeds(passage, ours).keys() | _deeds(sentence, theirs).keys()
        for deed, span in said.items():
            if ours is _DENIES and _PUNISHED.search(sentence, span[1]):
                continue
            if deed in told and deed not in agreeing:
                return Denial(span, told[deed])
    return None


def _first_deed(text: str, begin: int) -> tuple[tuple[str, ...], tuple[int, int]] | None:
    words = [term for term in terms(text) if term.start >= begin and term.word not in _EMPTY]
    deed = words[:DEED]
    if len(deed) < DEED or _DENIES.match(abbreviated(text), begin):
        return None
    return tuple(term.word for term in deed), (deed[0].start, deed[-1].end)


@lru_cache(maxsize=4_000)
def _deeds(text: str, pattern: re.Pattern[str]) -> dict[tuple[str, ...], tuple[int, int]]:
    """Each deed such a word stands before, and the span from the word to the deed's end."""
    lowered = abbreviated(text)
    words = [term for term in terms(text) if term.word not in _EMPTY]
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    for match in pattern.finditer(lowered):
        if pattern is _AFFIRMS and _UNSAID.search(lowered[: match.start()]):
            continue
        after = [term for term in words if term.start >= match.end()][:NEAR]
        near = [
            term for term in after if not re.search(r"[,;.:\n]", lowered[match.end() : term.start])
        ]
        if len(near) >= DEED:
            deed = near[:DEED]
            found.setdefault(tuple(term.word for term in deed), (match.start(), deed[-1].end))
    return found
