"""A sentence in its place → the signs of its kind: words, punctuation, lexicon, rules, neighbours."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache

from classifier.kind_rules import meaning, rules_met
from classifier.lexicon_words import lexicon
from doichieu.legal import CAPITAL

#: Longest run of syllables that is a sign by itself; longer runs are too rare to learn from.
LONGEST_RUN = 3
#: Syllables at either end that are signs by their place.
EDGE = 3
#: Syllables in which a sentence says who acts, and in which it says who spoke.
OPENING = 6

_PIECE = re.compile(r"\d[\d.,/:]*\d|\w+|[^\w\s]")
_QUOTED = re.compile(r"[“\"«][^”\"»]*[”\"»]?")
_MONEY = re.compile(r"\d[\d.,]*\s*(?:nghìn|ngàn|triệu|tỷ|tỉ)?\s*(?:đồng|usd|đô)")
_PERCENT = re.compile(r"\d\s*(?:%|phần trăm)")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}|ngày \d|tháng \d|quý [ivx\d]")
_OLD = r"(?:1[0-9]\d\d|20[01]\d|202[0-4])(?!\d)"
#: Turns of speech no single word shows; matched in lower case.
_TURNS = {
    "old year": re.compile(
        rf"(?<!\w)(?:năm|năm học|trước|giai đoạn|từ|đến|hồi|vào|thời điểm|tháng \d+/)\s*{_OLD}|{_OLD} ?[-–] ?{_OLD}"
    ),
    "law of a year": re.compile(
        rf"(?<!\w)(?:luật|hiến pháp|nghị định|thông tư|pháp lệnh)(?:\s[^\W\d]+){{0,6}}\s{_OLD}"
    ),
    "years ago": re.compile(
        r"(?<!\w)(?:cách (?:đây|nay)|(?:\d+|một|hai|ba|bốn|năm|mười|chục|mươi|lăm)(?: năm| tháng| thập kỷ)(?: về)? trước)(?!\w)"
    ),
    "opens in the past": re.compile(
        r"^\W*(?:trước (?:đây|kia|năm|tháng|khi|thời)|hồi|thời|thuở|ngày (?:ấy|đó|xưa|trước|còn)|lúc (?:đó|ấy|bấy)|khi (?:đó|ấy|còn)|giai đoạn|cuối năm|đầu năm|thập niên|ban đầu)(?!\w)"
    ),
    "until now": re.compile(r"(?<!\w)(?:đến nay|tới nay|hiện nay|đến hết|nay)(?!\w)"),
    "number of a text": re.compile(
        r"\d+/(?:\d{4}/)?[a-zđ]{2,}|(?:nghị định|thông tư|nghị quyết|quyết định|chỉ thị|luật)\s(?:số\s)?\d+"
    ),
    "turns round": re.compile(r"(?<!\w)(?:mà|nhưng|còn|song|chứ|thế mà|vậy mà|vẫn|lại)(?!\w)"),
    "if": re.compile(r"(?<!\w)(?:nếu|giả sử|một khi|trường hợp)(?!\w)"),
    "then": re.compile(r"(?<!\w)thì(?!\w)"),
    "will": re.compile(r"(?<!\w)sẽ(?!\w)"),
    "credit at the end": re.compile(
        r"(?:[(\-–]\s*|^)ảnh\s*:[^.]*\)?\.?$|\((?:ảnh|video|nguồn)[^)]*\)\.?$"
    ),
    "verbless": re.compile(
        r"^(?!.*(?<!\w)(?:là|được|có|phải|không|đã|sẽ|bị|gồm|quy định|tăng|giảm|hỗ trợ|miễn|áp dụng|do|thuộc|đạt|nộp|phạt|cấp|chi|hưởng|thu|nhận|làm|nói|cho|đang|vừa|khiến|giúp|đề nghị|đề xuất)(?!\w))"
    ),
    "asks at the end": re.compile(
        r"(?<!\w)(?:không|chưa|gì|đâu|sao|nào|thế nào|ạ|ai|bao nhiêu|thưa (?:ông|bà))\W*$"
    ),
    "asks at the start": re.compile(
        r"^\W*(?:hỏi|vì sao|tại sao|sao|ai|liệu|phải chăng|bao giờ|khi nào|làm (?:sao|gì|thế nào)|có (?:phải|nên|được)|xin hỏi|chẳng lẽ|nên|chừng nào)(?!\w)"
    ),
    "ends a rule": re.compile(
        r"(?<!\w)(?:không quá|ít nhất|tối đa|tối thiểu|từ đủ|trở lên|bị phạt|được hưởng|được hỗ trợ|không được|phải)(?!\w)"
    ),
    "will be, if": re.compile(
        r"(?<!\w)nếu(?:\s[\w,]+){0,6}\s(?:thông qua|ban hành|chấp thuận|đồng ý|duyệt)"
    ),
    "not yet": re.compile(r"(?<!\w)(?:chưa|mới chỉ|mới dừng|đang)(?!\w)"),
    "speech after": re.compile(r"[”\"],? (?:là |đó là )?[^”\"]{0,60}$"),
    "exclaims": re.compile(r"!"),
    "too much": re.compile(
        r"(?<!\w)(?:quá|rất|lắm|thật|hết sức|vô cùng|cực kỳ|chẳng|chả|thà|đến là|nổi)(?!\w)"
    ),
    "place and time": re.compile(r"(?<!\w)(?:sáng|chiều|tối|trưa|đêm|ngày|lúc|khoảng) \d"),
    "agency mark": re.compile(r"^\W*[a-zđà-ỹ.]{2,12}\)? ?[-–] "),
}
_UNTITLED = re.compile(
    rf"(?<!\w)(?:[Cc]hị|[Aa]nh|[Cc]ụ|[Bb]ác|[Bb]à|[Ôô]ng|[Ee]m|[Cc]ô|[Tt]hầy|[Cc]hú|[Gg]ià)\s{CAPITAL}\w+"
)
_CAPITAL = re.compile(rf"(?<!\w){CAPITAL}\w*")
_POINTS_BACK = re.compile(
    r"^\W*(?:theo đó|theo (?:tin|bài|phương án|dự thảo)|tin|thông tin|bài|nội dung|người này|đó|đây|cụ thể|mức (?:này|ấy)|trong (?:đó|số này))(?!\w)"
)


def kind_features(sentence: str, *, before: str = "", heading: str = "") -> dict[str, float]:
    """Named signs of one sentence, each with its weight."""
    text = meaning(sentence)
    pieces = _pieces(text)
    found: dict[str, float] = {}
    _add_runs(found, pieces)
    placed = _placed_signs(text)
    found.update({f"has {name}": 1.0 for name in _signs(text)})
    closing = max(0, len(pieces) - OPENING)
    found.update({f"opens {name}": 0.5 for name, _, end in placed if end <= OPENING})
    found.update({f"closes {name}": 0.35 for name, start, _ in placed if start >= closing})
    met = rules_met(sentence, before=before, heading=heading)
    found.update({f"rule {name}": 1.0 for name in met})
    found.update({f"shape {name}": 1.0 for name in _shape(sentence, text, pieces)})
    found.update({f"place {name}": 1.0 for name in _place(text, before, heading)})
    return found


def _add_runs(found: dict[str, float], pieces: tuple[str, ...]) -> None:
    runs = [
        " ".join(pieces[at : at + length])
        for length in range(1, LONGEST_RUN + 1)
        for at in range(len(pieces) - length + 1)
    ]
    weight = 4.0 / max(1, len(runs)) ** 0.5
    found.update(dict.fromkeys(runs, weight))
    for length in range(1, EDGE + 1):
        found[f"^ {' '.join(pieces[:length])}"] = 1.0
        found[f"$ {' '.join(pieces[-length:])}"] = 0.6


@lru_cache(maxsize=4_096)
def _pieces(text: str) -> tuple[str, ...]:
    return tuple(_figure(piece) for piece in _PIECE.findall(text))


def _figure(piece: str) -> str:
    if not piece[0].isdigit():
        return piece
    if re.fullmatch(r"(?:1[0-9]|20)\d\d", piece):
        year = int(piece)
        return "y1" if year < 2015 else "y2" if year < 2025 else "y3"
    return "0"


def _signs(text: str) -> frozenset[str]:
    """Lists of the lexicon that have a word in `text`."""
    return frozenset(name for name, _, _ in _placed_signs(text))


@lru_cache(maxsize=4_096)
def _placed_signs(text: str) -> tuple[tuple[str, int, int], ...]:
    """Those lists, each with the pieces between which its word stands."""
    known, pieces = _lists(), _pieces(text)
    return tuple(
        (name, at, at + len(entry))
        for at, piece in enumerate(pieces)
        if piece in known
        for entry, names in known[piece]
        if pieces[at : at + len(entry)] == entry
        for name in names
    )


@cache
def _lists() -> dict[str, list[tuple[tuple[str, ...], list[str]]]]:
    """Entries of the lexicon under their first syllable, each with the lists that hold it."""
    held: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, entries in lexicon("kind_signs").items():
        for entry in entries:
            held[_pieces(meaning(entry))].append(name)
    first: dict[str, list[tuple[tuple[str, ...], list[str]]]] = defaultdict(list)
    for entry, names in held.items():
        first[entry[0]].append((entry, names))
    return dict(first)


def _shape(sentence: str, text: str, pieces: tuple[str, ...]) -> list[str]:
    names = [
        f"ends {sentence.rstrip()[-1:]}" if not sentence.rstrip()[-1:].isalnum() else "ends word"
    ]
    words = [piece for piece in pieces if piece[0].isalnum()]
    names.append(f"length {min(len(words) // 5, 7)}")
    capitals = len(_CAPITAL.findall(sentence))
    names.append(f"capitals {min(5, 6 * capitals // max(1, len(words)))}")
    for name, pattern in (("money", _MONEY), ("percent", _PERCENT), ("date", _DATE)):
        if pattern.search(text):
            names.append(name)
    names += [mark for mark in "!?“:;…(-" if mark in sentence]
    if re.search(r"\d", text):
        names.append("figure")
    quoted = sum(len(part) for part in _QUOTED.findall(text))
    names.append(f"quoted {4 * quoted // max(1, len(text))}")
    names += [turn for turn, pattern in _TURNS.items() if pattern.search(text)]
    if _UNTITLED.search(sentence):
        titled = _signs(text) & {"official_title"}
        names.append("titled person" if titled else "untitled person")
        if quoted and not titled:
            names.append("untitled person quoted")
    return names


def _place(text: str, before: str, heading: str) -> list[str]:
    names = []
    back = bool(_POINTS_BACK.match(text))
    if back:
        names.append("points back")
    if before:
        earlier = meaning(before)
        for name in _signs(earlier) & {"rumour", "debunk", "draft", "proposes", "past", "replaced"}:
            names.append(f"after {name}")
            if back:
                names.append(f"back to {name}")
        if earlier.rstrip().endswith("?"):
            names.append("after ?")
    if heading:
        names += [f"under {name}" for name in _signs(meaning(heading)) & {"rubric"}]
    return names
