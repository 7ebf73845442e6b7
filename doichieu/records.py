"""What flows through the rooms, in flow order: frozen records, standard library only.

Source → Link → Page → Article → Claim → Evidence → Verdict → Flag → Decision → Example
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from doichieu.contradiction import Contradiction


class SourceKind(StrEnum):
    """What a source publishes."""

    NEWS = "news"
    OFFICIAL = "official"


class SentenceKind(StrEnum):
    """What a sentence does; only a claim can be flagged."""

    CLAIM = "claim"
    OPINION = "opinion"
    QUESTION = "question"
    PROPOSAL = "proposal"
    REPORT_OF_RUMOUR = "report_of_rumour"
    HISTORY = "history"
    OTHER = "other"


class Label(StrEnum):
    """What the evidence says of a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH_INFO = "not_enough_info"


class Outcome(StrEnum):
    """What a reviewer can rule on a flag."""

    DIFFERS = "differs"
    DOES_NOT_DIFFER = "does_not_differ"
    OPINION_OR_REPORT = "opinion_or_report"
    OFFICIAL_TEXT_WRONG = "official_text_wrong"
    CANNOT_TELL = "cannot_tell"


class RelationKind(StrEnum):
    """What an official text does to another, or to a part of it."""

    REPLACES = "replaces"
    REPEALS = "repeals"
    AMENDS = "amends"
    EXTENDS = "extends"
    SUSPENDS = "suspends"
    BEGINS = "begins"  #: a part of the text itself counts from another day than the rest


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A site we watch."""

    id: str  #: our short name, lower-case ASCII with hyphens; unique
    name: str  #: the publisher's own name
    kind: SourceKind
    home_url: str
    category: str = ""  #: e.g. "provincial newspaper", "ministry"
    province: str | None = None  #: today's short name of the province; None: central
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()  #: pages that list articles
    article_pattern: str | None = None  #: regular expression an article's path must match
    language: str = "vi"
    encoding: str | None = None  #: only where the site declares a wrong one
    prefixes: tuple[str, ...] = ()  #: house marks at the start of a text, e.g. "(HBĐT) - "
    interval_minutes: int = 30
    enabled: bool = False
    verified: date | None = None  #: day a live check last succeeded
    local: bool = False  #: loopback and private addresses allowed
    former_hosts: tuple[str, ...] = ()
    cms_family: str = ""
    daily_budget: int | None = None  #: most requests a day; None: as many as its lists ask for
    quiet_hours: str | None = None  #: "22:00-05:30", Viet Nam time: the schedule leaves it alone
    min_text_length: int = 200  #: characters; shorter articles are counted as suspicious
    min_articles_a_day: int = 0  #: fewer on a whole day is told as a problem
    min_dated_percent: int = 50  #: of a day's articles, those that name their time
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An address found in a list, not yet fetched."""

    url: str
    source_id: str = ""
    found_in: str = ""  #: address of the feed, sitemap or page that named it
    title: str | None = None
    published_at: datetime | None = None  #: aware
    modified_at: datetime | None = None  #: aware; a later value than ours asks for a new look


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What a server answered for one address."""

    url: str  #: after redirects
    status: int
    body: bytes
    source_id: str = ""
    content_type: str = ""
    fetched_at: datetime | None = None
    requested_url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """The text of a page; None where the page does not say."""

    url: str
    title: str
    text: str  #: the body, NFC, one line a paragraph; without the title
    canonical_url: str | None = None
    authors: tuple[str, ...] = ()  #: metadata only; never searched, grouped or ranked by
    published_at: datetime | None = None  #: aware
    modified_at: datetime | None = None  #: aware
    language: str | None = None
    site_name: str | None = None
    images: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    source_id: str | None = None
    province: str | None = None
    fetched_at: datetime | None = None

    @property
    def full_text(self) -> str:
        """Title, a line break, body: what every offset counts in."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """One address that gave no article, and why."""

    url: str
    reason: str  #: a short stable name, e.g. "not_an_article", "http_404", "unreachable"
    detail: str  #: one line for a person
    source_id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CrawlReport:
    """What one crawl of one source did."""

    source_id: str
    started_at: datetime
    finished_at: datetime
    links_found: int = 0
    links_new: int = 0
    pages_fetched: int = 0
    articles: int = 0
    failures: int = 0
    gone: int = 0
    stats: tuple[tuple[str, int], ...] = ()  #: every other outcome, counted by name
    problems: tuple[str, ...] = ()  #: what is wrong with the source itself, one line each


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """The smallest citable part of an official document."""

    document: str  #: number of the document
    place: str  #: e.g. "điểm b khoản 2 Điều 5"; "" for text before the first Điều
    text: str
    start: int  #: offsets in the document's text, in characters
    end: int
    headings: tuple[str, ...] = ()  #: e.g. ("Chương I. Quy định chung", "Điều 3. Mức lương cơ sở")


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """What one official text does to another, and from when."""

    kind: RelationKind
    document: str  #: number of the text it is done to
    by: str  #: number of the text that does it
    place: str = ""  #: the part it is done to, e.g. "khoản 2 Điều 5"; "": the whole text
    since: date | None = None  #: first day it counts; None: the day `by` takes effect
    until: date | None = None  #: first day it no longer counts, or the new end of an extended text
    keeps: tuple[str, ...] = ()  #: parts that it leaves as they are
    said: str = ""  #: the words it was read from

    def reaches(self, place: str, headings: tuple[str, ...] = ()) -> bool:
        """Whether the passage at `place`, under `headings`, is of the part this is done to."""
        kept = any(_within(place, headings, part) for part in self.keeps)
        return not kept and (not self.place or _within(place, headings, self.place))


def _within(place: str, headings: tuple[str, ...], part: str) -> bool:
    """ "điểm a khoản 2 Điều 5" lies within "khoản 2 Điều 5", "Điều 5" and its chapter."""
    inner, outer = f" {place}".casefold(), f" {part}".casefold()
    return inner.endswith(outer) or any(
        f"{head} ".casefold().startswith((f"{part} ".casefold(), f"{part}.".casefold()))
        for head in headings
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficialDocument:
    """A policy text and when and where it counts."""

    number: str  #: e.g. "73/2024/NĐ-CP", normalised by doichieu.legal
    title: str
    issuer: str
    text: str  #: NFC
    passages: tuple[Passage, ...]
    kind: str = ""  #: nghị định, thông tư, quyết định, luật, nghị quyết, chỉ thị …
    issued: date | None = None
    effective: date | None = None  #: first day in force
    expires: date | None = None  #: first day no longer in force
    replaces: tuple[str, ...] = ()  #: numbers of documents this one ends as a whole
    replaced_by: str | None = None
    province: str | None = None  #: binds only there; None: the whole country
    origin: str = ""  #: path or address it came from
    names: tuple[str, ...] = ()  #: other names it is cited by, e.g. "Luật Đất đai 2024"
    applied: date | None = None  #: first day it is applied to, where that is not `effective`
    relations: tuple[Relation, ...] = ()  #: what it does to others, and to parts of itself
    changes: tuple[Relation, ...] = ()  #: what others do to it
    origins: tuple[str, ...] = ()  #: every path or address it came from; `origin` is the first

    def in_force_on(self, day: date) -> bool:
        """Whether the document counts on `day`; an unknown bound does not exclude."""
        begun = (self.effective or self.issued or day) <= day
        return begun and (self.expires is None or day < self.expires) and not self._rests(day)

    def counts_on(self, day: date, passage: Passage) -> bool:
        """Whether one passage counts on `day`: the document does, and nobody ended this part of it."""
        return self.in_force_on(day) and self.stands_on(day, passage)

    def stands_on(self, day: date, passage: Passage) -> bool:
        """Whether nobody ended, changed or put off this part of the document by `day`."""
        return all(self._leaves(one, day, passage) for one in (*self.changes, *self.relations))

    def _rests(self, day: date) -> bool:
        """Whether the whole text is suspended on `day`."""
        return any(
            one.kind is RelationKind.SUSPENDS
            and not one.place
            and not one.keeps
            and _runs(one, day)
            for one in self.changes
        )

    def _leaves(self, change: Relation, day: date, passage: Passage) -> bool:
        """Whether `change` lets a passage count on `day`."""
        if change.kind is RelationKind.BEGINS:
            begun = change.since is None or change.since <= day
            return begun or not change.reaches(passage.place, passage.headings)
        theirs = change.document == self.number and change.by != self.number
        ends = theirs and change.kind is not RelationKind.EXTENDS and _runs(change, day)
        # A whole text that is amended goes on; which parts changed is told by other relations.
        whole = not change.place and change.kind is RelationKind.AMENDS
        return not ends or whole or not change.reaches(passage.place, passage.headings)


def _runs(change: Relation, day: date) -> bool:
    begun = change.since is not None and change.since <= day
    return begun and (change.until is None or day < change.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One sentence of an article, at its place."""

    text: str
    start: int  #: offsets in Article.full_text, in characters
    end: int
    kind: SentenceKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """The passage a claim is held against."""

    document: str
    place: str
    text: str
    start: int  #: offsets in the document's text
    end: int
    score: float = 0.0
    title: str = ""  #: the document's


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """A pair of spans that disagree."""

    kind: str  #: money, number, percent, date, age, unit, actor, scope, status, polarity …
    article: str
    official: str
    article_start: int  #: offsets in Article.full_text
    article_end: int
    official_start: int  #: offsets in Evidence.text
    official_end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What the classifier says of one sentence; label None where nothing is judged."""

    claim: Claim
    label: Label | None = None
    probability: float | None = None  #: of the label
    flagged: bool = False
    evidence: Evidence | None = None
    differences: tuple[Difference, ...] = ()
    contradiction: Contradiction | None = None  #: of the texts it would be held against


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """A refuted claim put before a person."""

    article_url: str
    verdict: Verdict
    model: str  #: version of the model that judged


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A person's ruling on a flag."""

    flag_id: int
    outcome: Outcome
    reviewer: str
    decided_at: datetime
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """Claim, evidence and ruling, for training."""

    statement: str
    evidence: str
    label: int  #: 0 supported, 1 refuted, 2 not enough info
    origin: str = ""
