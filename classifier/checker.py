"""An article against the official texts: every sentence once, in order, each with its verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import chain, islice

import numpy as np

from classifier.diacritics import Speller, as_typed, is_bare
from classifier.evidence import Entry, Found, PassageIndex, query_words, still_standing
from classifier.features import pair_features
from classifier.judgement import Judgement
from classifier.judging import judge
from classifier.kind_sentences import own_sentences
from classifier.kinds import kinds_of
from classifier.local_facts import is_example, is_local_fact
from classifier.model import Model
from classifier.numbering import wrong_place
from classifier.passage_scores import Numbers
from classifier.quantities import read_quantities
from classifier.register import Register
from classifier.relations_told import relation_judgement
from classifier.sentences import split
from classifier.standing import Standing, standing_of
from classifier.status import effect_judgement, status_judgement
from classifier.weighing import FORMAL, left_open, weighed
from classifier.words import content, without_citations
from doichieu.local_time import LOCAL_TIME
from doichieu.ranks import only_explains
from doichieu.records import (
    Article,
    Claim,
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
#: A figure differs from one of a text the article never names only where the two are more alike than this.
FROM_AFAR = 0.52
#: Fewer words than this choose no text among all: "Thành thị: 2,8 triệu đồng" may go on with anything.
LEAST_WORDS = 4
#: One word less will do where the passage has every one of them ("mức lương cơ sở là …").
SPEAKS_ABOUT_SHORT = 0.95
#: Days whose masks are kept, each of four bytes a passage: articles come a few days at a time.
KEPT_MASKS = 8
#: Passages that show how words are spelled: more bring hardly a word.
SPELLED_BY = 20_000
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
    cited: bool
    entries: tuple[Entry, ...]
    afar: bool = False  #: found among all texts, none of which the article names


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A claim and what the passages say of it, before the model weighs it."""

    claim: Claim
    judgement: Judgement


class Checker:
    """Official texts, indexed once; articles are then checked one by one, without any I/O."""

    def __init__(
        self, documents: Sequence[OfficialDocument], *, model: Model, today: date | None = None
    ) -> None:
        self.documents = tuple(documents)
        self.model = model
        self.today = today or datetime.now(UTC).astimezone(LOCAL_TIME).date()
        self.index = PassageIndex(self.documents)
        self._register = Register(self.documents)
        self._central: dict[date, Numbers] = {}

    def check(self, article: Article) -> tuple[Verdict, ...]:
        """One verdict a sentence of `article.full_text`; only claims are judged."""
        if is_bare(article.full_text):
            return self._check_bare(article)
        return self._check(article)

    def _check_bare(self, article: Article) -> tuple[Verdict, ...]:
        """An article typed without diacritics is judged with them, and told as it was typed."""
        text, title = self._speller.restored(article.full_text), len(article.title)
        spelled = replace(article, title=text[:title], text=text[title + 1 :])
        return tuple(as_typed(one, article.full_text) for one in self._check(spelled))

    @cached_property
    def _speller(self) -> Speller:
        """Made when the first such article comes."""
        official = (one.passage.text for one in self.index.entries[:SPELLED_BY])
        return Speller(chain(official, (one.text for one in own_sentences()[0])))

    def _check(self, article: Article) -> tuple[Verdict, ...]:
        ruled = self._ruled(article)
        chances = iter(self._chances([one for one in ruled if isinstance(one, _Ruled)]))
        return tuple(
            weighed(one.claim, one.judgement, chances=next(chances))
            if isinstance(one, _Ruled)
            else one
            for one in ruled
        )

    def _ruled(self, article: Article) -> list[Verdict | _Ruled]:
        """Every sentence in order: its verdict, or the judgement that the model has still to weigh."""
        text = article.full_text
        standing = standing_of(article, self._register, today=self.today)
        spans = split(text)
        kinds = kinds_of([text[start:end] for start, end in spans], day=standing.day)
        return [
            self._rule(Claim(text=text[start:end], start=start, end=end, kind=kind), standing)
            for (start, end), kind in zip(spans, kinds, strict=True)
        ]

    def _chances(self, ruled: Sequence[_Ruled]) -> list[Sequence[float]]:
        """The model's chances; one call for the whole article, for a call costs far more than a row."""
        asked = [one for one in ruled if not one.judgement.formal]
        rows = [
            pair_features(
                one.claim.text,
                f"{one.judgement.entry.around}\n{one.judgement.entry.passage.text}",
                idf=self.index.idf,
            )
            for one in asked
        ]
        told = iter(self.model.chances(rows))
        return [FORMAL if one.judgement.formal else next(told) for one in ruled]

    def _rule(self, claim: Claim, standing: Standing) -> Verdict | _Ruled:
        if not self.documents or len(claim.text) > LONGEST:
            return Verdict(claim=claim)
        cited = standing.hear(claim.text)
        formal = self._formal(claim, cited, standing)
        if formal is not None:
            return _Ruled(claim, formal)
        if claim.kind is not SentenceKind.CLAIM:
            return Verdict(claim=claim)
        aside = is_example(claim.text) or (
            cited is None
            and (
                is_local_fact(claim.text)
                or standing.elsewhere(claim.text)
                or _OF_A_TEXT.search(claim.text)
            )
        )
        heard = None if aside else self._hear(claim, cited, standing)
        if heard is None or not heard.entries:
            return left_open(claim)
        judgement = judge(
            claim,
            heard.entries,
            cited=heard.cited,
            least=FROM_AFAR if heard.afar else 0.0,
            standing=standing,
            idf=self.index.idf,
            document=self.index.of,
            twins=self.index.twins,
        )
        return _Ruled(claim, judgement)

    def _formal(
        self, claim: Claim, cited: OfficialDocument | None, standing: Standing
    ) -> Judgement | None:
        """What the claim says of a document itself: its standing, its day of effect, its province."""
        if claim.kind not in (SentenceKind.CLAIM, SentenceKind.PROPOSAL):
            return None
        issued = cited if cited is not None and standing.issued(cited) else None
        claimed = claim.kind is SentenceKind.CLAIM
        begins = effect_judgement(claim, document=issued) if claimed else None
        if begins is not None and begins.differences:
            return begins
        told = status_judgement(claim, cited=cited, standing=standing) or relation_judgement(
            claim, cited=cited, standing=standing
        )
        if told is not None or not claimed or issued is None:
            return told
        return begins or wrong_place(claim, issued, entries=self.index.of(issued.number))

    def _hear(self, claim: Claim, cited: OfficialDocument | None, standing: Standing) -> _Heard:
        own = cited if cited and standing.issued(cited) else None
        if cited and not own:
            # A text that no longer counts explains; it refutes nothing.
            return _Heard(claim, True, ())
        speaking: tuple[Entry, ...] = ()
        afar = False
        asked = self.index.question(query_words(without_citations(claim.text)))
        for among, least in self._nearest_first(own, claim.text, standing):
            found = self.index.search(asked, among=among, most=HELD_AGAINST * 2)
            found = still_standing(found, day=standing.day)
            speaking = self._speaking(claim.text, found, least=least)
            if speaking:
                afar = not isinstance(among, frozenset)
                break
        return _Heard(claim, own is not None, speaking, afar)

    def _nearest_first(
        self, own: OfficialDocument | None, sentence: str, standing: Standing
    ) -> Iterator[tuple[frozenset[str] | Numbers, float]]:
        """The text a sentence cites; else the one cited last, all the article cites, every one that counts."""
        if own:
            # What amended the cited text since says what it says now.
            changers = (self._register.numbered(one.by) for one in own.changes)
            counting = (one.number for one in changers if one and standing.counts(one, sentence))
            yield frozenset({own.number, *counting}), SPEAKS_ABOUT_CITED
            return
        for near, least in (
            ([standing.last] if standing.last else [], SPEAKS_ABOUT),
            (standing.cited.values(), SPEAKS_ABOUT),
            (standing.told.values(), SPEAKS_ABOUT_TOLD),
        ):
            yield (
                frozenset(
                    one.number
                    for one in near
                    if standing.counts(one, sentence) or standing.coming(one, sentence)
                ),
                least,
            )
        words = len(content(sentence))
        if words >= LEAST_WORDS:
            yield (
                self._counting(sentence, standing),
                SPEAKS_ABOUT if standing.cited else SPEAKS_ABOUT_UNCITED,
            )
        elif words == LEAST_WORDS - 1:
            yield self._counting(sentence, standing), SPEAKS_ABOUT_SHORT

    def _counting(self, sentence: str, standing: Standing) -> Numbers:
        """Every passage whose text is in force that day and binds where the sentence speaks, as a mask."""
        binding = tuple(one.number for one in standing.binding(sentence))
        if not standing.all_central(sentence):
            return self.index.mask(binding)
        if standing.day not in self._central:
            if len(self._central) >= KEPT_MASKS:
                self._central.clear()
            self._central[standing.day] = self.index.mask(standing.living.central)
        central = self._central[standing.day]
        return np.maximum(central, self.index.mask(binding)) if binding else central

    def _speaking(self, sentence: str, found: list[Found], *, least: float) -> tuple[Entry, ...]:
        """The passages that say enough of the sentence, or one of its telling figures."""
        figures = _telling_figures(sentence) if least < SPEAKS_ABOUT_UNCITED else frozenset()
        binding_first = sorted(found, key=lambda one: only_explains(one.entry.document))
        speaking = (
            entry
            for _, entry, likeness in binding_first
            if likeness >= least
            or (figures and any((one.kind, one.values) in figures for one in entry.quantities))
        )
        held = tuple(islice(speaking, HELD_AGAINST))
        # Guidance speaks where no text of higher rank does.
        return tuple(one for one in held if not only_explains(one.document)) or held


def _telling_figures(sentence: str) -> frozenset[tuple[str, tuple[Decimal, ...]]]:
    """Figures of some weight: one that both hold ties a short sentence to its passage."""
    return frozenset(
        (one.kind, one.values)
        for one in read_quantities(sentence)
        if one.kind in ("money", "percent", "age")
    )
