"""An article against the official texts: every sentence once, in order, each with its verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from classifier.evidence import Entry, PassageIndex, query_words
from classifier.features import pair_features
from classifier.judging import Judgement, judge
from classifier.kinds import kinds_of
from classifier.model import Model
from classifier.quantities import read_quantities
from classifier.sentences import split
from classifier.standing import LOCAL_TIME, Standing, standing_of
from classifier.status import effect_judgement, status_judgement
from classifier.words import content, without_citations
from doichieu.records import (
    Article,
    Claim,
    Evidence,
    Label,
    OfficialDocument,
    SentenceKind,
    Verdict,
)

#: Passages a sentence is held against; the right one is nearly always among the first three.
HELD_AGAINST = 6
#: A passage that shares less of a sentence's words does not speak about it.
SPEAKS_ABOUT = 0.34
#: The same for a sentence whose document is cited: the citation itself is a sign.
SPEAKS_ABOUT_CITED = 0.26
#: An article that cites nothing must speak of a text unmistakably.
SPEAKS_ABOUT_UNCITED = 0.5
#: A difference is a flag only where the model, too, gives refutation at least this chance.
LEAST_CHANCE = 0.12
#: Nothing longer is a sentence of a newspaper; it is not judged.
LONGEST = 1500


#: What a place has done or has so far is its own count; no official text speaks of it.
_COUNTED_LOCALLY = re.compile(
    r"(?<!\w)(?:toàn (?:xã|tỉnh|huyện|thành phố|phường|thôn|ngành|trường)|trên địa bàn|tính đến|đến nay|"
    r"đến hết (?:ngày|tháng)|đã (?:tiêm|cấp|chi trả|giải ngân|tiếp nhận|xử lý|lập biên bản|phạt|trao|thi công|hoàn thành)|"
    r"xử phạt\s+[\d.]+|trường hợp, thu|xã (?:có|hiện có)|tỉnh hiện có|trường (?:có|hiện có)|cả xã|cả tỉnh|trong (?:tháng|quý|tuần) (?:qua|này))(?!\w)",
    re.IGNORECASE,
)


#: It speaks of a text named elsewhere; where that is none of ours, nothing of ours answers it.
_OF_A_TEXT = re.compile(
    r"(?<!\w)(?:nghị định|thông tư|luật|quyết định|nghị quyết|chỉ thị|quy định|văn bản|chính sách)\s"
    r"(?:này|trên|nói trên|nêu trên|mới|khác)(?!\w)|có hiệu lực",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A sentence in its place, with the documents that count for it."""

    claim: Claim
    among: frozenset[str]
    cited: bool
    entries: tuple[Entry, ...]


class Checker:
    """Official texts, indexed once; articles are then checked one by one, without any I/O."""

    def __init__(
        self, documents: Sequence[OfficialDocument], *, model: Model, today: date | None = None
    ) -> None:
        self.documents = tuple(documents)
        self.model = model
        self.today = today or datetime.now(UTC).astimezone(LOCAL_TIME).date()
        self.index = PassageIndex(self.documents)

    def check(self, article: Article) -> tuple[Verdict, ...]:
        """One verdict a sentence of `article.full_text`; only claims are judged."""
        text = article.full_text
        standing = standing_of(article, self.documents, today=self.today)
        spans = split(text)
        kinds = kinds_of([text[start:end] for start, end in spans])
        claims = [
            Claim(text=text[start:end], start=start, end=end, kind=kind)
            for (start, end), kind in zip(spans, kinds, strict=True)
        ]
        return tuple(self._verdict(claim, standing) for claim in claims)

    def _verdict(self, claim: Claim, standing: Standing) -> Verdict:
        cited = standing.hear(claim.text)
        if not self.documents or len(claim.text) > LONGEST:
            return Verdict(claim=claim)
        if claim.kind in (SentenceKind.CLAIM, SentenceKind.PROPOSAL):
            told = status_judgement(claim, cited=cited, standing=standing)
            if told is not None:
                return self._given(claim, told, chance=0.97)
        if claim.kind is not SentenceKind.CLAIM:
            return Verdict(claim=claim)
        if cited is not None and standing.issued(cited):
            told = effect_judgement(claim, document=cited)
            if told is not None:
                return self._given(claim, told, chance=0.97)
        if cited is None and (_COUNTED_LOCALLY.search(claim.text) or _OF_A_TEXT.search(claim.text)):
            return Verdict(claim=claim, label=Label.NOT_ENOUGH_INFO, probability=0.9)
        heard = self._hear(claim, cited, standing)
        if not heard.entries:
            return Verdict(claim=claim, label=Label.NOT_ENOUGH_INFO, probability=0.9)
        judgement = judge(
            claim,
            heard.entries,
            cited=heard.cited,
            standing=standing,
            idf=self.index.idf,
            document=self.index.of,
        )
        return self._given(claim, judgement, chance=None)

    def _hear(self, claim: Claim, cited: OfficialDocument | None, standing: Standing) -> _Heard:
        counting = standing.in_force(claim.text)
        own = frozenset({cited.number}) if cited and standing.issued(cited) else frozenset()
        if cited and not own:
            # A text that no longer counts explains; it refutes nothing.
            return _Heard(claim, own, True, ())
        for among in (own,) if own else self._nearest_first(counting, standing):
            found = self.index.search(
                query_words(without_citations(claim.text)), among=among, most=HELD_AGAINST * 2
            )
            least = (
                SPEAKS_ABOUT_CITED
                if own
                else SPEAKS_ABOUT
                if standing.cited
                else SPEAKS_ABOUT_UNCITED
            )
            speaking = self._speaking(claim.text, found, least=least)
            if speaking:
                break
        return _Heard(claim, among, bool(own), speaking[:HELD_AGAINST])

    def _nearest_first(
        self, counting: frozenset[str], standing: Standing
    ) -> Iterator[frozenset[str]]:
        """The text cited last, then all the article cites, then every text that counts."""
        last = frozenset({standing.last.number}) & counting if standing.last else frozenset()
        yield last
        yield frozenset(standing.cited) & counting
        yield counting

    def _speaking(
        self, sentence: str, found: list[tuple[float, Entry]], *, least: float
    ) -> tuple[Entry, ...]:
        return tuple(
            entry
            for _, entry in found
            if self._coverage(sentence, entry) >= least
            or (least < SPEAKS_ABOUT_UNCITED and _speaks_in_figures(sentence, entry))
        )

    def _coverage(self, sentence: str, entry: Entry) -> float:
        held = {term.word for term in content(f"{entry.passage.text}\n{entry.around}")}
        words = [term.word for term in content(without_citations(sentence))]
        total = sum(self.index.idf(word) for word in words)
        shared = sum(self.index.idf(word) for word in words if word in held)
        return shared / total if total else 0.0

    def _given(self, claim: Claim, judgement: Judgement, *, chance: float | None) -> Verdict:
        entry = judgement.entry
        text = entry.passage.text
        if chance is None:
            row = pair_features(claim.text, f"{entry.around}\n{text}", idf=self.index.idf)
            chances = self.model.chances([row])[0]
        else:
            chances = (0.0, chance, 0.0)
        label, flagged = judgement.label, bool(judgement.differences)
        probability = float(
            chances[(Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO).index(label)]
        )
        if label is Label.SUPPORTED:
            probability = 1 - (1 - probability) * (1 - 0.9 * judgement.likeness)
        if flagged:
            # The aligned difference is evidence of its own beside the model's chance.
            probability = 1 - (1 - probability) * (1 - judgement.likeness)
            flagged = probability >= 1 - (1 - LEAST_CHANCE) * (1 - judgement.likeness)
        if label is Label.REFUTED and not flagged:
            label, probability = Label.NOT_ENOUGH_INFO, float(chances[2])
        return Verdict(
            claim=claim,
            label=label,
            probability=min(0.99, probability),
            flagged=flagged,
            evidence=_evidence(entry),
            differences=judgement.differences if flagged else (),
        )


def _speaks_in_figures(sentence: str, entry: Entry) -> bool:
    """A figure of some weight that both hold ties a short sentence to its passage."""
    ours = {
        (one.kind, one.values)
        for one in read_quantities(sentence)
        if one.kind in ("money", "percent", "age")
    }
    return bool(ours & {(one.kind, one.values) for one in entry.quantities})


def _evidence(entry: Entry) -> Evidence:
    passage = entry.passage
    return Evidence(
        document=passage.document,
        place=passage.place,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        title=entry.document.title,
    )
