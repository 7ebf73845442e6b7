"""Statements made from our own texts whose label is known by how they were made."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from classifier.lexicon_words import lexicon, meaning
from classifier.quantities import Quantity, read_quantities
from doichieu.legal import CAPITAL
from doichieu.records import Example

SUPPORTED, REFUTED, UNKNOWN = 0, 1, 2
_NAME = re.compile(rf"(?<=[\w,] ){CAPITAL}\w*(?: {CAPITAL}\w*)*")


@dataclass(frozen=True, slots=True)
class Text:
    """A passage and true statements of it in other words."""

    passage: str
    say: tuple[str, ...]


def examples(texts: Sequence[Text], *, seed: int, rounds: int) -> list[Example]:
    """Supported, refuted and unknowable statements of every text; the same seed gives the same."""
    chance = random.Random(seed)
    made: list[Example] = []
    for turn in range(rounds):
        for at, text in enumerate(texts):
            others = [
                texts[(at + 1 + chance.randrange(len(texts) - 1)) % len(texts)] for _ in range(4)
            ]
            made += _of_text(text, others, chance, turn)
    return made


def _of_text(text: Text, others: Sequence[Text], chance: random.Random, turn: int) -> list[Example]:
    evidence = _evidence(text, others, chance)
    base = chance.choice((text.passage, *text.say, *text.say))
    made = [
        Example(
            statement=_reword(base, chance), evidence=evidence, label=SUPPORTED, origin="reworded"
        )
    ]
    change = chance.choice(_REFUTING)
    broken = change(base, others, chance)
    for attempt in range(6):
        if broken is not None:
            break
        broken = _REFUTING[(turn + attempt) % len(_REFUTING)](base, others, chance)
    if broken is not None:
        made.append(
            Example(
                statement=_reword(broken, chance),
                evidence=evidence,
                label=REFUTED,
                origin=change.__name__,
            )
        )
    unknown = chance.choice(_UNKNOWING)(base, others, chance)
    made.append(
        Example(
            statement=_reword(unknown, chance), evidence=evidence, label=UNKNOWN, origin="beyond"
        )
    )
    return made


def _evidence(text: Text, others: Sequence[Text], chance: random.Random) -> str:
    """The passage alone, or among sentences of other texts, as in a whole article."""
    around = [one.passage for one in others[: chance.choice((0, 0, 1, 2, 3))]]
    place = chance.randrange(len(around) + 1)
    return " ".join([*around[:place], text.passage, *around[place:]])


def _reword(text: str, chance: random.Random) -> str:
    for one, other in lexicon("judge")["synonyms"].items():
        if chance.random() < 0.35:
            text = _swap(text, one, other) if chance.random() < 0.7 else _swap(text, other, one)
    if chance.random() < 0.45:
        text = _other_form(text, chance)
    if chance.random() < 0.35:
        text = _turn_clauses(text, chance)
    if chance.random() < 0.3:
        text = _drop_clause(text, chance)
    return _noisy(text, chance) if chance.random() < 0.8 else text


#: Syllables people put in when they say a thing in their own way; they carry little.
_FILLERS = (
    "trong đó", "hiện nay", "cụ thể", "thực tế", "nói chung", "ở đây", "về việc", "theo đó", "tiến hành",
    "có mặt", "toàn bộ quá trình", "trên địa bàn", "nhằm", "vừa qua", "thông qua", "gồm có", "ngay tại",
    "với tổng số", "đưa tin", "được biết", "tình hình", "liên quan", "phía", "nhìn thấy", "bản thân",
)  # fmt: skip


def _noisy(text: str, chance: random.Random) -> str:
    """Words left out and put in, as when a person retells: figures and names stay as they are."""
    rate = chance.choice((0.1, 0.2, 0.3, 0.4))
    kept = [
        word
        for at, word in enumerate(text.split())
        if at == 0
        or word.lower() in _TELLING
        or not word.strip(",.;").islower()
        or chance.random() > rate
    ]
    for _ in range(round(rate * 10 * chance.random())):
        kept.insert(chance.randrange(1, len(kept) + 1), chance.choice(_FILLERS))
    return " ".join(kept)


#: Left out, these would change what is said.
_TELLING = {
    "không", "chưa", "chẳng", "cấm", "miễn", "tăng", "giảm", "trừ", "được", "phải", "tối", "đa", "thiểu",
    "triệu", "tỷ", "nghìn", "đồng", "tháng", "ngày", "năm", "tuổi", "chỉ", "tất", "cả",
}  # fmt: skip


def _swap(text: str, old: str, new: str) -> str:
    match = re.search(rf"(?<!\w){re.escape(old)}(?!\w)", text)
    return text[: match.start()] + new + text[match.end() :] if match else text


def _other_form(text: str, chance: random.Random) -> str:
    """The same amounts in another writing: 2.340.000 đồng, 2,34 triệu đồng."""
    for one in reversed(read_quantities(text)):
        if one.kind == "money" and len(one.values) == 1 and one.bound == "exact":
            text = (
                text[: one.start] + write_money(one.values[0], chance) + _per(one) + text[one.end :]
            )
        elif one.kind == "date" and one.date_low == one.date_high and one.date_low is not None:
            day = one.date_low
            forms = (
                f"{day.day}/{day.month}/{day.year}",
                f"ngày {day.day:02d} tháng {day.month} năm {day.year}",
                f"{day.day}-{day.month}-{day.year}",
            )
            text = text[: one.start] + chance.choice(forms) + text[one.end :]
    return text


def write_money(value: Decimal, chance: random.Random) -> str:
    """An amount of đồng in one of the ways news write it."""
    whole = f"{int(value):,}".replace(",", ".") + " đồng"
    forms = [whole]
    if value >= 10**9 and value % 10**7 == 0:
        forms.append(_short(value / 10**9) + " tỷ đồng")
    elif value >= 10**6 and value % 10**4 == 0:
        forms.append(_short(value / 10**6) + " triệu đồng")
    elif 1000 <= value < 10**6 and value % 1000 == 0:
        forms += [f"{int(value / 1000)} nghìn đồng", f"{int(value / 1000)} ngàn đồng"]
    return chance.choice(forms)


def _short(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _per(one: Quantity) -> str:
    return f"/{one.per}" if one.per else ""


def _turn_clauses(text: str, chance: random.Random) -> str:
    head, comma, tail = text.rstrip(".").partition(", ")
    if not comma or re.search(r"\d$", head) or len(tail) < 12:
        return text
    return (
        f"{tail[0].upper()}{tail[1:]}, {head[0].lower()}{head[1:]}."
        if chance.random() < 0.6
        else text
    )


def _drop_clause(text: str, chance: random.Random) -> str:
    parts = text.rstrip(".").split(", ")
    if len(parts) < 2:
        return text
    dropped = chance.randrange(len(parts))
    rest = ", ".join(part for at, part in enumerate(parts) if at != dropped)
    return f"{rest[0].upper()}{rest[1:]}." if len(rest.split()) >= 6 else text


def another_value(text: str, others: Sequence[Text], chance: random.Random) -> str | None:
    """One figure changed, of any kind."""
    found = [
        one
        for one in read_quantities(text)
        if one.kind not in ("time",) and re.search(r"\d", one.text)
    ]
    if not found:
        return None
    one = chance.choice(found)
    figures = list(re.finditer(r"\d+", one.text))
    figure = chance.choice(figures)
    value = int(figure.group())
    step = chance.choice((1, 2, 3, 5, 10, max(1, value // 10), max(1, value // 3), value))
    changed = max(1, value + step if chance.random() < 0.6 or value <= step else value - step)
    width = len(figure.group())
    if one.kind == "date":
        changed = (
            (value + chance.choice((1, 2, 3))) % 12 + 1
            if value <= 12
            else max(1, value - chance.choice((1, 2, 5)))
        )
    elif width == 3 and figure.start() and one.text[figure.start() - 1] in ".,":
        changed %= 1000
    if changed == value:
        return None
    written = (
        f"{changed:0{width}d}" if figure.group().startswith("0") or width == 3 else str(changed)
    )
    return text[: one.start + figure.start()] + written + text[one.start + figure.end() :]


def another_name(text: str, others: Sequence[Text], chance: random.Random) -> str | None:
    """A name put in the place of another."""
    own = list(_NAME.finditer(text))
    foreign = [match.group() for other in others for match in _NAME.finditer(other.passage)]
    if not own or not foreign:
        return None
    match = chance.choice(own)
    new = chance.choice(foreign)
    return None if new == match.group() else text[: match.start()] + new + text[match.end() :]


def contrary_word(text: str, others: Sequence[Text], chance: random.Random) -> str | None:
    """A word of the lexicon turned into its contrary."""
    pairs = [tuple(one["sides"]) for one in lexicon("judge")["opposition"]]
    chance.shuffle(pairs)
    for left, right in pairs:
        for own, contrary in ((left, right), (right, left)):
            for word in own:
                match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", meaning(text))
                if match:
                    new = str(chance.choice(contrary[:3]))
                    return text[: match.start()] + new + text[match.end() :]
    return None


_VERBS = re.compile(
    r"(?<!\w)(?:được|phải|có|là|sẽ|đã|bị|cho phép|tăng|giảm|hỗ trợ|tổ chức|công bố|đạt|áp dụng|nhận|đưa|mở|bắt đầu|hoàn thành|tìm thấy|gây|thắng|tuyển|ghi nhận)(?!\w)"
)


def denial(text: str, others: Sequence[Text], chance: random.Random) -> str | None:
    """A verb denied, or a denial taken away."""
    denied = re.search(r"(?<!\w)(?:không|chưa)\s(?!chỉ|quá|dưới|khí|kể)", text)
    if denied:
        return text[: denied.start()] + text[denied.end() :]
    verbs = list(_VERBS.finditer(text))
    if not verbs:
        return None
    verb = chance.choice(verbs)
    word = "không phải " if verb.group() == "là" else chance.choice(("không ", "chưa "))
    return text[: verb.start()] + word + text[verb.start() :]


def another_group(text: str, others: Sequence[Text], chance: random.Random) -> str | None:
    """A group put in the place of another of its family."""
    lowered = meaning(text)
    families = list(lexicon("judge")["groups"].values())
    chance.shuffle(families)
    for members in families:
        for at, words in enumerate(members):
            for word in words:
                match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lowered)
                if match:
                    new: str = chance.choice(
                        [one[0] for place, one in enumerate(members) if place != at]
                    )
                    return text[: match.start()] + new + text[match.end() :]
    return None


_REFUTING: tuple[Callable[[str, Sequence[Text], random.Random], str | None], ...] = (
    another_value,
    another_value,
    denial,
    contrary_word,
    another_name,
    another_group,
    denial,
)

_ADDED = (
    "theo đánh giá của các chuyên gia", "và sẽ còn kéo dài sang năm sau", "nhằm thu hút thêm nhà đầu tư",
    "trong khi các tỉnh lân cận chưa làm được", "khiến nhiều người bất ngờ", "với sự hỗ trợ của tổ chức quốc tế",
    "và được truyền hình trực tiếp", "nhờ nguồn vốn vay ưu đãi", "sau nhiều năm chờ đợi", "với chi phí rất lớn",
    "do thiếu nhân lực có trình độ", "và là mô hình đầu tiên trong khu vực", "để chuẩn bị cho dịp Tết",
)  # fmt: skip


def added_fact(text: str, others: Sequence[Text], chance: random.Random) -> str:
    """Something said that the evidence does not speak of."""
    return f"{text.rstrip('.')} {chance.choice(_ADDED)}."


def borrowed_fact(text: str, others: Sequence[Text], chance: random.Random) -> str:
    """A clause of another text carried over."""
    foreign = chance.choice(others).passage.rstrip(".").split(", ")
    clause = chance.choice(foreign)
    return f"{text.rstrip('.')}, {clause[0].lower()}{clause[1:]}."


def other_subject(text: str, others: Sequence[Text], chance: random.Random) -> str:
    """A statement of another text altogether."""
    other = chance.choice(others)
    return chance.choice((other.passage, *other.say))


_UNKNOWING: tuple[Callable[[str, Sequence[Text], random.Random], str], ...] = (
    added_fact,
    added_fact,
    borrowed_fact,
    other_subject,
)
