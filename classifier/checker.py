"""An article against the official texts: every sentence once, in order, each with its verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from classifier.evidence import Entry, PassageIndex, query_words
from classifier.features import pair_features
from classifier.judgement import Judgement
from classifier.judging import judge
from classifier.kinds import kind_of
from classifier.local_facts import is_example, is_local_fact
from classifier.model import Model
from classifier.numbering import wrong_place
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
#: A headline speaks of the text the article cites further down.
SPEAKS_ABOUT_TOLD = 0.42
#: An article that cites nothing must speak of a text unmistakably.
SPEAKS_ABOUT_UNCITED = 0.5
#: A difference is a flag only where the model, too, gives refutation at least this chance.
LEAST_CHANCE = 0.12
#: Nothing longer is a sentence of a newspaper; it is not judged.
LONGEST = 1500


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
        verdicts = []
        before = heading = ""
        for start, end in split(text):
            sentence = text[start:end]
            kind = kind_of(sentence, before=before, heading=heading, day=standing.day)
            claim = Claim(text=sentence, start=start, end=end, kind=kind)
            verdicts.append(self._verdict(claim, standing))
            before = sentence
        return tuple(verdicts)

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
            told = effect_judgement(claim, document=cited) or wrong_place(
                claim, cited, entries=self.index.of(cited.number)
            )
            if told is not None:
                return self._given(claim, told, chance=0.97)
        aside = is_example(claim.text) or (
            cited is None and (is_local_fact(claim.text) or _OF_A_TEXT.search(claim.text))
        )
        if aside:
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
        words = query_words(without_citations(claim.text))
        for among, least in self._nearest_first(own, counting, claim.text, standing):
            found = self.index.search(words, among=among, most=HELD_AGAINST * 2)
            speaking = self._speaking(claim.text, found, least=least)
            if speaking:
                break
        return _Heard(claim, among, bool(own), speaking[:HELD_AGAINST])

    def _nearest_first(
        self, own: frozenset[str], counting: frozenset[str], sentence: str, standing: Standing
    ) -> Iterator[tuple[frozenset[str], float]]:
        """The text a sentence cites; else the one cited last, all the article cites, every one that counts."""
        if own:
            yield own, SPEAKS_ABOUT_CITED
            return
        likely = counting | standing.coming(sentence)
        if standing.last:
            yield frozenset({standing.last.number}) & likely, SPEAKS_ABOUT
        yield frozenset(standing.cited) & likely, SPEAKS_ABOUT
        yield frozenset(standing.told) & counting, SPEAKS_ABOUT_TOLD
        yield counting, SPEAKS_ABOUT if standing.cited else SPEAKS_ABOUT_UNCITED

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
        held = {term.word for term in content(entry.full)}
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
            least = 1 - (1 - LEAST_CHANCE) * (1 - judgement.likeness)
            flagged = judgement.formal or probability >= least
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
