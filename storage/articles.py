"""Articles and their revisions; an article, its revision and its frontier marks are one transaction."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher

from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.orm import Session

from doichieu.records import Article
from storage import frontier, quarantine, search, syndication
from storage.schema import ArticleRow, FlagRow, RevisionRow

#: Ages at which an article is looked at again; newsrooms correct early or not at all.
AGES = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))

_REVISION = insert(RevisionRow.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an article: "new", "revised" or "unchanged"."""

    article_id: int
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """An article as a crawl brings it, with every address it was met under."""

    article: Article
    seen_urls: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """The one spelling of its address."""
        return _identity(self.article)


def save(session: Session, article: Article, *, seen_urls: Iterable[str] = ()) -> Saved:
    """Store an article or its new revision, and mark every address it was met under."""
    return save_all(session, [Arrival(article=article, seen_urls=tuple(seen_urls))])[0]


def save_all(session: Session, arrivals: Sequence[Arrival]) -> list[Saved]:
    """Store several: what became of each, in order. One statement a table costs a third of one an article."""
    identities = {one.identity for one in arrivals}
    if len(identities) < len(arrivals):  # the second of one article is a revision of the first
        return [saved for one in arrivals for saved in save_all(session, [one])]
    known = _known(session, identities)
    taken = [_take(session, one, known) for one in arrivals]
    session.flush()
    _touch_flags(session, [one.row for one in taken if one.back or one.status == "revised"])
    _keep_revisions(session, [one for one in taken if one.status != "unchanged"])
    frontier.mark_all(session, [pair for one in arrivals for pair in _addresses(one, known)])
    return [Saved(article_id=one.row.id, status=one.status) for one in taken]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A row that an arrival was written into: new, revised or unchanged, and its text before."""

    row: ArticleRow
    status: str
    before: str = ""
    back: bool = False  #: it had been gone


def _known(session: Session, identities: set[str]) -> dict[str, ArticleRow]:
    query = select(ArticleRow).where(ArticleRow.identity.in_(identities))
    return {row.identity: row for row in session.scalars(query)}


def _take(session: Session, arrival: Arrival, known: dict[str, ArticleRow]) -> _Taken:
    article, row = arrival.article, known.get(arrival.identity)
    now = article.fetched_at or datetime.now(UTC)
    digest = hashlib.sha256(article.full_text.encode()).hexdigest()
    before = ""
    if row is None:
        row = _new(article, identity=arrival.identity, digest=digest, now=now)
        known[arrival.identity] = row
        session.add(row)
        status = "new"
    elif row.digest != digest:
        row.revision += 1
        before = f"{row.title}\n{row.text}"
        row.checked_by = ""
        _renew(row, article, digest=digest)
        status = "revised"
    else:
        status = "unchanged"
    back = row.gone_at is not None
    row.fetched_at, row.gone_at = now, None
    row.next_visit_at = next_visit(row.first_seen_at, now=now)
    return _Taken(row, status, before, back)


def _addresses(arrival: Arrival, known: dict[str, ArticleRow]) -> list[tuple[str, str]]:
    source_id = known[arrival.identity].source_id
    urls = (arrival.article.url, arrival.identity, *arrival.seen_urls)
    return [(url, source_id) for url in urls]


def nearer(session: Session, one: Article, other: Article) -> Article:
    """Of two readings of one page, the one with more lines of the text that is stored; else the first.

    A page that did not change must not become a revision because it is read in another way.
    """
    row = session.scalar(select(ArticleRow).where(ArticleRow.identity == _identity(one)))
    if row is None:
        return one
    held = set(f"{row.title}\n{row.text}".split("\n"))
    return max(one, other, key=lambda reading: -len(held ^ set(reading.full_text.split("\n"))))


def get(session: Session, article_id: int) -> ArticleRow | None:
    """One article."""
    return session.get(ArticleRow, article_id)


def newest(
    session: Session, *, source_id: str | None = None, before: int | None = None, limit: int = 50
) -> list[ArticleRow]:
    """Articles, newest first."""
    query = select(ArticleRow).order_by(ArticleRow.id.desc()).limit(limit)
    if source_id is not None:
        query = query.where(ArticleRow.source_id == source_id)
    if before is not None:
        query = query.where(ArticleRow.id < before)
    return list(session.scalars(query))


def revisions(session: Session, article_id: int) -> list[RevisionRow]:
    """Every text of an article, the first one first."""
    query = select(RevisionRow).where(RevisionRow.article_id == article_id)
    return list(session.scalars(query.order_by(RevisionRow.revision)))


def difference(before: str, after: str) -> list[dict[str, list[str]]]:
    """Where two texts part, line by line: the lines that were there, and those in their place."""
    old, new = before.split("\n"), after.split("\n")
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        {"before": old[i1:i2], "after": new[j1:j2]}
        for step, i1, i2, j1, j2 in steps
        if step != "equal"
    ]


def unchecked(
    session: Session,
    *,
    by: str,
    limit: int = 200,
    skip: Iterable[int] = (),
    part: tuple[int, int] | None = None,
) -> list[ArticleRow]:
    """Articles that this model and corpus (`by`) have not judged in their newest revision, new ones first.

    Those put aside are left out; of `part` (rest, of) alone where given. Each span is one of the index: "is not" would read every article.
    """
    spans = (
        ArticleRow.checked_by == "",
        and_(ArticleRow.checked_by > "", ArticleRow.checked_by < by),
        ArticleRow.checked_by > by,
    )
    wanted = select(ArticleRow).where(
        ArticleRow.gone_at.is_(None),
        ArticleRow.id.not_in(list(skip)),
        ArticleRow.id.not_in(quarantine.kept_out()),
    )
    if part is not None:
        wanted = wanted.where(ArticleRow.id % part[1] == part[0])
    for span in spans:
        query = wanted.where(span).order_by(ArticleRow.checked_by, ArticleRow.id)
        if found := list(session.scalars(query.limit(limit))):
            return found
    return []


def next_visit(first_seen: datetime, *, now: datetime) -> datetime | None:
    """When an article is looked at again: at growing ages; None after the last."""
    return next((first_seen + age for age in AGES if first_seen + age > now), None)


def mark_visited(session: Session, url: str, *, at: datetime, answered: bool) -> None:
    """The page was asked for and is as it was, or could not be had; its next look is planned."""
    for row in session.scalars(select(ArticleRow).where(ArticleRow.url == url)):
        row.fetched_at = at if answered else row.fetched_at
        row.next_visit_at = next_visit(row.first_seen_at, now=at)


def mark_gone(session: Session, url: str, *, at: datetime) -> int | None:
    """The page is no longer there; what was stored stays. The article's id."""
    query = select(ArticleRow).where(or_(ArticleRow.url == url, ArticleRow.identity == url))
    row = session.scalar(query)
    if row is None:
        return None
    row.gone_at, row.next_visit_at = row.gone_at or at, None
    _touch_flags(session, [row])
    frontier.mark(session, source_id=row.source_id, urls=(url,), outcome="gone")
    return row.id


def due_revisit(
    session: Session,
    *,
    source_ids: Sequence[str],
    now: datetime,
    look_again: timedelta,
    limit: int = 200,
) -> dict[str, tuple[str, ...]]:
    """Addresses to look at again: those of the due age, and those with a flag still standing.

    A page with a standing flag is asked for every `look_again`: was it corrected?
    """
    standing = select(FlagRow.article_id).where(FlagRow.corrected_at.is_(None))
    query = (
        select(ArticleRow.source_id, ArticleRow.url)
        .where(
            ArticleRow.source_id.in_(source_ids),
            ArticleRow.gone_at.is_(None),
            or_(
                ArticleRow.next_visit_at <= now,
                and_(ArticleRow.fetched_at < now - look_again, ArticleRow.id.in_(standing)),
            ),
        )
        .order_by(ArticleRow.next_visit_at)
    )
    due: dict[str, list[str]] = defaultdict(list)
    for source_id, url in session.execute(query):
        if len(due[source_id]) < limit:
            due[source_id].append(url)
    return {source_id: tuple(urls) for source_id, urls in due.items()}


def to_record(row: ArticleRow) -> Article:
    """The row as it flows."""
    return Article(
        url=row.url,
        canonical_url=row.identity,
        title=row.title,
        text=row.text,
        authors=tuple(row.authors),
        published_at=row.published_at,
        modified_at=row.modified_at,
        language=row.language,
        site_name=row.site_name,
        images=tuple(row.images),
        paragraphs=tuple(line for line in row.text.split("\n") if line.strip()),
        source_id=row.source_id,
        province=row.province,
        fetched_at=row.fetched_at,
    )


def _new(article: Article, *, identity: str, digest: str, now: datetime) -> ArticleRow:
    row = ArticleRow(
        identity=identity,
        url=article.url,
        source_id=article.source_id or "",
        province=article.province,
        first_seen_at=now,
        fetched_at=now,
        revision=1,
        checked_by="",
    )
    _renew(row, article, digest=digest)
    return row


def _renew(row: ArticleRow, article: Article, *, digest: str) -> None:
    row.title, row.text, row.digest = article.title, article.text, digest
    row.site_name, row.language = article.site_name, article.language
    row.authors, row.images = list(article.authors), list(article.images)
    row.published_at = article.published_at
    row.modified_at = article.modified_at


def _keep_revisions(session: Session, taken: Sequence[_Taken]) -> None:
    """The texts as they came, each findable and with its story."""
    if not taken:
        return
    session.connection().execute(_REVISION, [_revision(one) for one in taken])
    things = [(str(one.row.id), one.row.title, one.row.text) for one in taken]
    search.put_all(session, kind="article", things=things)
    for one in taken:
        syndication.place(session, one.row, is_new=one.status == "new")


def _revision(taken: _Taken) -> dict[str, object]:
    row = taken.row
    now = f"{row.title}\n{row.text}"
    return {
        "article_id": row.id, "revision": row.revision, "title": row.title, "text": row.text,
        "digest": row.digest, "seen_at": row.fetched_at,
        "difference": difference(taken.before, now) if taken.before else [],
    }  # fmt: skip


def _touch_flags(session: Session, rows: Sequence[ArticleRow]) -> None:
    """What the queue shows of the flags of these articles may have changed."""
    if rows:
        touched = update(FlagRow).where(FlagRow.article_id.in_([row.id for row in rows]))
        values = touched.values(changed_at=datetime.now(UTC))
        session.execute(values.execution_options(synchronize_session=False))


def _identity(article: Article) -> str:
    return article.canonical_url or article.url
