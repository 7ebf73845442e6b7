"""Which official texts count for a sentence: cited ones first, in force that day, binding there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from classifier.register import Living, Register, bare_place
from classifier.words import abbreviated
from doichieu.legal import (
    CAPITAL,
    Citation,
    find_citations,
    kind_of_number,
    normalise_number,
)
from doichieu.local_time import LOCAL_TIME
from doichieu.records import Article, OfficialDocument

#: A kind of document without number or name: the one spoken of before.
_AGAIN = re.compile(
    r"(?:^|theo\s|tại\s)(nghị định|thông tư|luật|quyết định|nghị quyết|chỉ thị)\s"
    r"(?:này|mới|trên|nêu|quy định|cũng|cho phép|yêu cầu|giao|có hiệu lực|nói|ghi|còn|đồng thời|bắt buộc|cấm|không)",
    re.IGNORECASE,
)


#: A place a sentence speaks of: "ở Thạch Bàn", "tỉnh Đông Phú Sa".
PLACE = re.compile(
    r"(?<!\w)(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Ởở]|[Tt]ại|[Cc]ủa|[Rr]iêng|[Vv]ới|UBND|HĐND)\s+(?:(?:tỉnh|thành phố|TP\.?)\s+)*"
    r"(?!(?:Bộ|Sở|Chính|Quốc|Thủ|Ủy|Hội|Luật|Nghị|Thông|Quyết|Điều|Khoản|Công|Ngân|Bảo|Tập|Trường|Phòng|Chi|Cục|Ban|Mặt|Đảng|Nhà|Việt)\s)"
    rf"({CAPITAL}\w*(?:\s{CAPITAL}\w*){{1,2}})(?!\w)"
)
#: A place that adds to a rule or sets its own: what it gives is no central text's level.
_OWN_LEVEL = re.compile(
    r"(?<!\w)(?:(?:tỉnh|thành phố|huyện|xã|phường|địa phương|công ty|doanh nghiệp|quỹ|công đoàn)(?:\s\w+){0,6}?\s"
    r"(?:hỗ trợ thêm|bổ sung thêm|chi thêm|còn hỗ trợ|hỗ trợ riêng)|từ nguồn (?:vận động|xã hội hóa|đóng góp)|"
    r"chương trình riêng|mức riêng|cao hơn mức (?:quy định|chung|trung ương)|ngoài mức)(?!\w)",
    re.IGNORECASE,
)
#: The sentence speaks of what counts today, or has until now.
_TODAY = re.compile(
    r"(?<!\w)(?:hiện|hiện nay|hiện tại|hiện hành|đang|lâu nay|bấy lâu|từ trước đến nay|vẫn|vừa qua)(?!\w)",
    re.IGNORECASE,
)


#: "Tỉnh Kim Hải hỗ trợ", "ở tỉnh Kim Hải, mức thu là": a province's own level.
_PROVINCE_SETS = re.compile(
    r"^\W*(?:(?:[Ởở]|[Tt]ại|[Rr]iêng|[Vv]ới)\s)?(?:(?:HĐND|UBND)\s)?(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Qq]uận)\s"
    rf"{CAPITAL}\w*\s{CAPITAL}"
)


@dataclass(slots=True)
class Standing:
    """The documents of one article, and the citations that carry over from sentence to sentence."""

    register: Register
    day: date
    province: str | None
    text: str  #: the whole article, lower case
    living: Living  #: the texts in force that day
    last: OfficialDocument | None = None
    cited: dict[str, OfficialDocument] = field(default_factory=dict)
    told: dict[str, OfficialDocument] = field(
        default_factory=dict
    )  #: all it cites, further down too
    unresolved: tuple[Citation, ...] = ()
    stranger: bool = False  #: whether the text named last is one we do not hold
    home: frozenset[str] = frozenset()  #: places whose texts bind where the article speaks

    def hear(self, sentence: str) -> OfficialDocument | None:
        """Take in a sentence's citations; the document it cites itself, if we have it."""
        own: OfficialDocument | None = None
        unresolved = []
        for citation in find_citations(sentence):
            document = self._resolve(citation)
            if document is not None:
                own = own or document
                self.cited[document.number] = document
                self.last = document
            elif citation.number or (citation.name and citation.year):
                unresolved.append(citation)
        self.unresolved = tuple(unresolved)
        if own is not None or unresolved:
            # "Nghị định này" means the text named last, also when we do not hold it.
            self.stranger = own is None
        return own or self._meant_again(sentence)

    def _meant_again(self, sentence: str) -> OfficialDocument | None:
        """ "Nghị định cũng quy định …": the text of that kind the article cited last."""
        match = _AGAIN.search(sentence)
        if match is None or self.last is None or self.stranger:
            return None
        kind = self.last.kind or kind_of_number(self.last.number)
        return self.last if match.group(1).lower() == kind else None

    def counts(self, document: OfficialDocument, sentence: str) -> bool:
        """Whether a document may refute a sentence: in force that day, and binding there."""
        central = document.province is None
        if _OWN_LEVEL.search(sentence) or (central and self.provinces_named(sentence)):
            return False
        return document.in_force_on(self.day) and self.binds(document, sentence)

    def binding(self, sentence: str) -> list[OfficialDocument]:
        """The provincial texts that may refute a sentence which cites none."""
        if _OWN_LEVEL.search(sentence):
            return []
        text = abbreviated(sentence)
        near = [
            one
            for place, documents in self.living.provincial.items()
            if place in self.home or place in text
            for one in documents
        ]
        near += [one for one in self.cited.values() if one.province is not None]
        return [
            one for one in {one.number: one for one in near}.values() if self.counts(one, sentence)
        ]

    def all_central(self, sentence: str) -> bool:
        """Whether every central text in force may refute a sentence."""
        return not _OWN_LEVEL.search(sentence) and not self.provinces_named(sentence)

    def coming(self, document: OfficialDocument, sentence: str) -> bool:
        """Whether a text the article reports is issued and begins later; it answers what is said of it."""
        return (
            not _TODAY.search(sentence)
            and self.issued(document)
            and not document.in_force_on(self.day)
            and self.binds(document, sentence)
        )

    def elsewhere(self, sentence: str) -> bool:
        """Whether a sentence opens with a place that is neither the article's nor a text's own ("Tại Nam Khê, …")."""
        opened = _OPENS_AT.match(sentence)
        if opened is None:
            return False
        place = abbreviated(opened["place"])
        own = {bare_place(self.province)} if self.province else set()
        return not any(place == one or place in one for one in {*own, *self.living.provincial})

    def provinces_named(self, sentence: str) -> bool:
        """Whether a sentence gives a level to a province by name: the central texts do not set it."""
        return bool(_PROVINCE_SETS.search(sentence))

    def binds(self, document: OfficialDocument, sentence: str = "") -> bool:
        """Whether a provincial text counts: its own province's press, or its province named."""
        if document.province is None:
            return True
        place = bare_place(document.province)
        named = _places_in(sentence)
        if place in abbreviated(sentence) or any(
            same_number(one.number or "", document.number) for one in find_citations(sentence)
        ):
            return True
        if document.number not in self.cited and place not in self.home:
            return False
        return not any(one not in abbreviated(document.text) for one in named)

    def issued(self, document: OfficialDocument) -> bool:
        """Whether a text cited by name exists that day, in force already or not yet."""
        known = document.issued or document.effective
        begun = known is None or known <= self.day
        return begun and (document.expires is None or self.day < document.expires)

    def _resolve(self, citation: Citation) -> OfficialDocument | None:
        return self.register.meant(citation, on=self.day)


def standing_of(article: Article, register: Register, *, today: date) -> Standing:
    """Where and when an article stands; without a day of its own, `today`."""
    moment = article.published_at
    day = moment.astimezone(LOCAL_TIME).date() if moment else today
    text, living = abbreviated(article.full_text), register.on(day)
    own = bare_place(article.province) if article.province else None
    meant = (register.meant(one, on=day) for one in find_citations(article.full_text))
    return Standing(
        register=register,
        day=day,
        province=article.province,
        text=text,
        living=living,
        told={one.number: one for one in meant if one is not None},
        home=frozenset(
            one for one in living.provincial if (one == own if own is not None else one in text)
        ),
    )


def same_number(one: str, other: str) -> bool:
    """Whether two spellings mean one document."""
    return normalise_number(one) == normalise_number(other)


_OPENS_AT = re.compile(rf"^\W*(?:Tại|Ở)\s(?P<place>{CAPITAL}\w*(?:\s{CAPITAL}\w*){{0,3}}),\s")


@lru_cache(maxsize=2_000)
def _places_in(sentence: str) -> frozenset[str]:
    return frozenset(bare_place(match.group(1)) for match in PLACE.finditer(sentence))
