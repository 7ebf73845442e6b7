"""What a text does to others: replaces, repeals, amends, extends, suspends, whole or in part, and from when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.dates import read_day
from corpus.quotes import unquoted
from corpus.relation_words import (
    ACTIVE,
    ADDED_BEHIND,
    ASIDE,
    BEGINS,
    EXCEPT,
    OF_ITSELF,
    OWN,
    PASSIVE,
    SINCE,
    SOME,
    TELLING,
    TOLD,
    UNTIL,
)
from doichieu.legal import CAPITAL, Citation, find_citations, named_twice, normalise_number
from doichieu.places import read_places
from doichieu.records import Passage, Relation, RelationKind

_MARK = re.compile(
    r"^\W*(?:Điều\s+\d+[a-zđ]?\s*[.:]|\d{1,3}[.)]|[a-zđ]{1,2}\)|[-+•–])\s*", re.IGNORECASE
)
_SENTENCE = re.compile(rf"(?<=[.])\s+(?={CAPITAL})|\n")
_ARTICLE = re.compile(r"Điều \w+")
#: A sentence that does something to more texts than this is a list gone wrong.
MOST_TARGETS = 400
#: No sentence of a law is longer, but for lists; those may be cut.
LONGEST = 6_000
#: Parts and their effect stand so near to one another.
NEAR = 300
#: Enough of a sentence to know it again.
MOST_SAID = 400


@dataclass(frozen=True, slots=True)
class _Lead:
    """What a line that ends with a colon, or a heading, leaves to the lines under it."""

    kind: RelationKind | None = None
    target: str = ""


def read_relations(
    passages: Sequence[Passage], *, number: str, title: str = ""
) -> tuple[Relation, ...]:
    """The relations that the articles of one text say, in order, each once; grounds say none."""
    own = normalise_number(number)
    leads: dict[str, _Lead] = {"": _Lead(target=_amended(title, own))}
    found: dict[tuple[RelationKind, str, str], Relation] = {}
    for passage in passages:
        if "Điều" not in passage.place:
            continue
        lead = leads.get(_above(passage.place)) or leads[""]
        relations, left = _read(passage, lead, own)
        leads[passage.place] = left
        for one in relations:
            key = (one.kind, normalise_number(one.document), one.place)
            if normalise_number(one.document) != own or one.kind is RelationKind.BEGINS:
                found.setdefault(key, replace(one, by=number))
    return tuple(found.values())


def ended_whole(relations: Iterable[Relation]) -> tuple[str, ...]:
    """Numbers of the documents that these relations end as a whole."""
    ending = (RelationKind.REPLACES, RelationKind.REPEALS)
    said = [
        one.document for one in relations if one.kind in ending and not one.place and not one.keeps
    ]
    return tuple(dict.fromkeys(said))


def _above(place: str) -> str:
    """The place a place hangs on: "điểm b khoản 2 Điều 5" → "khoản 2 Điều 5"."""
    words = place.split(" ")
    return " ".join(words[2:]) if len(words) > 2 else ""


def _amended(title: str, own: str) -> str:
    """The document that a title says is amended."""
    verb = ACTIVE.search(title)
    if verb is None or _kind(verb) is not RelationKind.AMENDS:
        return ""
    cited = [one for one in find_citations(title[verb.end() :]) if _names(one)]
    return next((_spelled(one) for one in cited if _spelled(one) != own), "")


def _read(passage: Passage, lead: _Lead, own: str) -> tuple[list[Relation], _Lead]:
    """The relations of one passage, and what it leaves to those under it."""
    text = _MARK.sub("", unquoted(passage.text))
    article = _ARTICLE.search(passage.place)
    found: list[Relation] = []
    current = lead
    for part in _sentences(text):
        bare = part.strip(" -+•–")
        if not bare or (current.kind is None and not TELLING.search(bare.lower())):
            continue
        sentence = _Sentence(bare, lead=current, own=own, here=article.group() if article else "")
        found += sentence.relations()
        current = sentence.left()
        if not bare.endswith(":") and not sentence.cited:
            current = replace(current, kind=lead.kind)
    if text.rstrip().endswith(":"):
        return found, current
    return found, replace(lead, target=current.target or lead.target, kind=None)


def _sentences(text: str) -> Iterator[str]:
    """Sentences; one of no end is told in pieces, for what it costs grows with its square."""
    for sentence in _SENTENCE.split(text):
        while len(sentence) > LONGEST:
            cut = max(sentence.rfind(mark, 0, LONGEST) for mark in ";, ") + 1 or LONGEST
            yield sentence[:cut]
            sentence = sentence[cut:]
        yield sentence


class _Sentence:
    """One sentence of a passage, with what the lines above it leave unsaid."""

    def __init__(self, text: str, *, lead: _Lead, own: str, here: str) -> None:
        self.text, self.lead, self.own, self.here = text, lead, own, here
        self.verbs = list(ACTIVE.finditer(text))
        self.passive = PASSIVE.search(text)
        found = [one for one in find_citations(text) if _names(one)]
        asides = self._asides() if found else []
        named = [one for one in found if not self._explains(one, asides)]
        self.cited = [one for one in named if not named_twice(one, named)][:MOST_TARGETS]

    def relations(self) -> list[Relation]:
        """What is done to each document it names; to the one named above, where it names parts alone."""
        found = self._begins() if OWN.search(self.text) or not self.cited else []
        behind = 0
        for citation in self.cited:
            verb = self._verb_before(citation.start)
            gap = self.text[max(behind, verb.end() if verb else 0) : citation.start]
            kind = _kind(verb) if verb else self._kind_without_verb()
            behind = citation.end
            words = f"{gap} {citation.text}"
            # "Bãi bỏ một số quy định của …" ends no whole text; the lines below say which parts.
            if kind is not None and (kind is RelationKind.AMENDS or not SOME.search(words)):
                found += self._each(kind, _spelled(citation), words, behind=behind)
        if not self.cited and self.lead.target and not OWN_PLACE.search(self.text):
            found += self._of_lead()
        return found

    def left(self) -> _Lead:
        """What it leaves to the lines under it: the verb, and the document that something is done to."""
        kind = _kind(self.verbs[-1]) if self.verbs else self._kind_without_verb()
        done = [
            one for one in self.cited if self._verb_before(one.start) or self._kind_without_verb()
        ]
        target = _spelled(done[0]) if done else self.lead.target
        return _Lead(kind=kind, target=target)

    def _asides(self) -> list[int]:
        """Where words end that name a document only to explain another: what amended it, what it is based on."""
        verbs = [verb.span() for verb in self.verbs]
        return [
            match.end()
            for match in ASIDE.finditer(self.text)
            if not any(start <= match.start() < end for start, end in verbs)
        ]

    def _explains(self, citation: Citation, asides: Sequence[int]) -> bool:
        start = max((end for end in asides if end <= citation.start), default=None)
        if start is None:
            return False
        between = self.text[start : citation.start]
        acts = any(start <= verb.start() and verb.end() <= citation.start for verb in self.verbs)
        return ";" not in between and ")" not in between and not acts

    def _verb_before(self, place: int) -> re.Match[str] | None:
        return next((verb for verb in reversed(self.verbs) if verb.end() <= place), None)

    def _kind_without_verb(self) -> RelationKind | None:
        return _kind(self.passive) if self.passive else self.lead.kind

    def _of_lead(self) -> list[Relation]:
        verb = self.verbs[-1] if self.verbs else None
        kind = _kind(verb) if verb else self._kind_without_verb()
        words = self.text[verb.end() if verb else 0 :]
        if kind is None or not _parts(words, self.here):
            return []
        return self._each(kind, self.lead.target, words, behind=0)

    def _each(
        self, kind: RelationKind, document: str, words: str, *, behind: int
    ) -> list[Relation]:
        """One relation a part named in `words`, or one for the whole text; exceptions stand `behind` it."""
        places = _parts(words, self.here)
        stop = next((one.start for one in self.cited if one.start >= behind), len(self.text))
        keeps = _kept(self.text[behind:stop]) if not places else ()
        return [
            Relation(
                kind=kind,
                document=document,
                by="",
                place=place,
                since=_since(self.text),
                until=_until(self.text, kind),
                keeps=keeps,
                said=self.text[:MOST_SAID],
            )
            for place in places or ("",)
        ]

    def _begins(self) -> list[Relation]:
        """ "Khoản 3 Điều 6 Nghị định này có hiệu lực từ ngày …": parts that count from another day."""
        return [
            Relation(
                kind=RelationKind.BEGINS,
                document=self.own,
                by=self.own,
                place=place,
                since=read_day(match["day"]),
                said=self.text[:MOST_SAID],
            )
            for match in BEGINS.finditer(self.text)
            for place in self._parts_before(match.start())
        ]

    def _parts_before(self, end: int) -> tuple[str, ...]:
        """The parts of this text whose effect is told at `end`, right behind them."""
        before = re.split(r"[.;:“”]", self.text[max(0, end - NEAR) : end])[-1]
        runs = read_places(before, here=self.here)
        return runs[-1].places if runs and OF_ITSELF.match(before[runs[-1].end :]) else ()


#: "tại Điều 5 Nghị định này": a part of the text itself.
OWN_PLACE = re.compile(
    rf"(?:điều|khoản|phụ lục)\s+\w+(?:\s+\w+){{0,3}}\s+(?:của\s+)?{OWN.pattern}", re.IGNORECASE
)


def _parts(words: str, here: str) -> tuple[str, ...]:
    """The places named right before a document, or behind a verb: where "một số điều" stands, the whole."""
    if SOME.search(words):
        return ()
    behind = ADDED_BEHIND.search(words)
    bare = ADDED_BEHIND.sub(" ", words)
    places = tuple(place for run in read_places(bare, here=here) for place in run.places)
    return _put_behind(places, behind.group()) if behind else places


def _put_behind(places: Sequence[str], behind: str) -> tuple[str, ...]:
    """ "khoản 5 vào sau khoản 4 Điều 6": the new part stands in the Điều of the one before it."""
    runs = read_places(behind)
    outer = runs[0].places[0].split(" ", 2)[2:] if runs else []
    return tuple(
        f"{place} {outer[0]}" if outer and "Điều" not in place else place for place in places
    )


def _kept(text: str) -> tuple[str, ...]:
    match = EXCEPT.search(text)
    if match is None:
        return ()
    runs = read_places(text[match.end() :])
    return runs[0].places if runs else ()


def _names(citation: Citation) -> bool:
    return bool(citation.number and re.search("[A-ZĐ]", citation.number)) or bool(
        citation.name and citation.year
    )


def _spelled(citation: Citation) -> str:
    if citation.number:
        match = TOLD.search(citation.text)
        return match.group() if match else citation.number
    return f"{citation.name} {citation.year}"


def _kind(match: re.Match[str]) -> RelationKind:
    return RelationKind(match.lastgroup or RelationKind.AMENDS)


def _since(text: str) -> date | None:
    match = SINCE.search(text)
    return read_day(match.group(1)) if match else None


def _until(text: str, kind: RelationKind) -> date | None:
    if kind not in (RelationKind.SUSPENDS, RelationKind.EXTENDS):
        return None
    match = UNTIL.search(text)
    day = read_day(match.group(1)) if match else None
    return day + timedelta(days=1) if day else None
