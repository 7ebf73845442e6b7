"""Which official texts count for a sentence: cited ones first, in force that day, binding there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from classifier.words import abbreviated
from doichieu.legal import Citation, find_citations, kind_of_number, normalise_number, resolve
from doichieu.records import Article, OfficialDocument

LOCAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")


#: A kind of document without number or name: the one spoken of before.
_AGAIN = re.compile(
    r"(?:^|theo\s|tại\s)(nghị định|thông tư|luật|quyết định|nghị quyết|chỉ thị)\s"
    r"(?:này|trên|nêu|quy định|cũng|cho phép|yêu cầu|giao|có hiệu lực|nói|ghi|còn|đồng thời|bắt buộc|cấm|không)",
    re.IGNORECASE,
)


#: A place a sentence speaks of: "ở Thạch Bàn", "tỉnh Đông Phú Sa".
_PLACE = re.compile(
    r"(?<!\w)(?:[Tt]ỉnh|[Ởở]|[Tt]ại|[Cc]ủa|UBND|HĐND)\s+(?:tỉnh\s+)?([A-ZĐÀ-Ỹ]\w*(?:\s[A-ZĐÀ-Ỹ]\w*){1,2})(?!\w)"
)


@dataclass(slots=True)
class Standing:
    """The documents of one article, and the citations that carry over from sentence to sentence."""

    documents: Sequence[OfficialDocument]
    day: date
    province: str | None
    text: str  #: the whole article, lower case
    last: OfficialDocument | None = None
    cited: dict[str, OfficialDocument] = field(default_factory=dict)
    unresolved: tuple[Citation, ...] = ()
    stranger: bool = False  #: whether the text named last is one we do not hold

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
            elif citation.number and any(letter.isalpha() for letter in citation.number):
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

    def in_force(self, sentence: str = "") -> frozenset[str]:
        """Numbers of the documents that may refute a sentence: in force that day, and binding there."""
        return frozenset(
            one.number
            for one in self.documents
            if one.in_force_on(self.day) and self.binds(one, sentence)
        )

    def binds(self, document: OfficialDocument, sentence: str = "") -> bool:
        """Whether a provincial text counts: its own province's press, or its province named."""
        if document.province is None:
            return True
        place = _bare(document.province)
        named = {_bare(match.group(1)) for match in _PLACE.finditer(sentence)}
        if place in abbreviated(sentence) or any(
            same_number(one.number or "", document.number) for one in find_citations(sentence)
        ):
            return True
        if named - {place} and not any(place in one for one in named):
            return False
        if document.number in self.cited:
            return True
        return place == _bare(self.province) if self.province else place in self.text

    def issued(self, document: OfficialDocument) -> bool:
        """Whether a text cited by name exists that day, in force already or not yet."""
        known = document.issued or document.effective
        begun = known is None or known <= self.day
        return begun and (document.expires is None or self.day < document.expires)

    def _resolve(self, citation: Citation) -> OfficialDocument | None:
        document = resolve(citation, self.documents)
        if document is None and citation.number and not any(map(str.isalpha, citation.number)):
            counting = [one for one in self.documents if one.in_force_on(self.day)]
            document = resolve(citation, counting)
        return document


def standing_of(
    article: Article, documents: Sequence[OfficialDocument], *, today: date
) -> Standing:
    """Where and when an article stands; without a day of its own, `today`."""
    moment = article.published_at
    return Standing(
        documents=documents,
        day=moment.astimezone(LOCAL_TIME).date() if moment else today,
        province=article.province,
        text=abbreviated(article.full_text),
    )


def same_number(one: str, other: str) -> bool:
    """Whether two spellings mean one document."""
    return normalise_number(one) == normalise_number(other)


def _bare(name: str) -> str:
    """ "tỉnh Lam Giang" → "lam giang"."""
    return abbreviated(name).removeprefix("tỉnh ").removeprefix("thành phố ").strip()
