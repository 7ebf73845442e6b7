"""After the killing: every article once, every flag once, every ruling kept, the database sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fastwarc.warc import ArchiveIterator
from sqlalchemy import select

from benchmarks.chaos.killing import Chaos
from benchmarks.chaos.town import told
from classifier.checker import Checker
from doichieu.jobs.model import model_in_use
from storage import articles, doctor, documents
from storage.archive import archive_of, copies
from storage.database import Database, open_database
from storage.schema import ArchiveRow, ArticleRow, DecisionRow, FlagRow, FrontierRow, RevisionRow
from storage.story_rows import StoryRow


def prove(chaos: Chaos) -> tuple[dict[str, int], list[str]]:
    """What was counted, and everything that is not as it should be."""
    database = open_database(chaos.settings.database)
    counts = _counts(database)
    wrong = [
        *chaos.wrong,
        *doctor.examine(database, archive=chaos.settings.archive_dir),
        *_articles(database, chaos),
        *_flags(database, chaos),
        *_rulings(database, chaos),
        *_stories(database),
        *_copies(database, chaos),
    ]
    database.close()
    return counts, wrong


def _counts(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {
            kind.__tablename__: len(session.execute(select(*kind.__table__.primary_key)).all())
            for kind in (ArticleRow, RevisionRow, FlagRow, DecisionRow, ArchiveRow)
        }


def _articles(database: Database, chaos: Chaos) -> Iterator[str]:
    """Each published article once, with the words of its page, in one revision, its address marked."""
    with database.reading() as session:
        rows = {row.url: row for row in session.scalars(select(ArticleRow))}
        marks = dict(session.execute(select(FrontierRow.url, FrontierRow.outcome)).all())
        total = len(session.scalars(select(ArticleRow.id)).all())
    published = {chaos.town.address(at): told(at) for at in range(chaos.town.published)}
    if total != len(published):
        yield f"{total} articles stored, {len(published)} published"
    for url, said in published.items():
        row = rows.get(url)
        if row is None:
            yield f"{url} is missing ({marks.get(url)})"
        elif (row.title, row.text.split("\n"), row.revision) != (said.title, list(said.lines), 1):
            yield f"{url} is not as it was published (revision {row.revision})"
        if marks.get(url) != "stored":
            yield f"{url} is marked {marks.get(url)}"


def _flags(database: Database, chaos: Chaos) -> Iterator[str]:
    """Each flag that a check of the stored texts gives, once; and no other."""
    with database.reading() as session:
        checker = Checker(
            documents.all_documents(session), model=model_in_use(chaos.settings.models_dir)
        )
        rows = list(session.scalars(select(ArticleRow)))
        held = Counter(
            (flag.article_id, flag.sentence, flag.document, flag.place)
            for flag in session.scalars(select(FlagRow).where(FlagRow.status != "withdrawn"))
        )
    wanted = Counter(
        (row.id, verdict.claim.text, verdict.evidence.document, verdict.evidence.place)
        for row in rows
        for verdict in checker.check(articles.to_record(row))
        if verdict.flagged and verdict.evidence is not None
    )
    for key in (wanted - held) | (held - wanted):
        yield f"flag {key}: {wanted[key]} expected, {held[key]} held"
    if not wanted:
        yield "nothing was flagged: this run proves nothing"


def _rulings(database: Database, chaos: Chaos) -> Iterator[str]:
    """Each confirmed ruling once, no ruling twice, and the last one of a flag is what it stands at."""
    with database.reading() as session:
        rows = list(session.scalars(select(DecisionRow).order_by(DecisionRow.id)))
        standing = dict(session.execute(select(FlagRow.id, FlagRow.status)).all())
    noted = Counter((row.flag_id, row.note) for row in rows)
    for one in chaos.ruled:
        if one.confirmed and noted[one.flag, one.note] == 0:
            yield f"the ruling “{one.note}” on #{one.flag} was confirmed and is lost"
    yield from (
        f"the ruling {key} was made {count} times" for key, count in noted.items() if count > 1
    )
    last = {row.flag_id: row.outcome for row in rows}
    yield from (
        f"#{flag} stands at {standing[flag]}, its last ruling says {outcome}"
        for flag, outcome in last.items()
        if standing[flag] != outcome
    )


def _stories(database: Database) -> Iterator[str]:
    """Each article has its story, and a copy that of its original."""
    with database.reading() as session:
        story = dict(session.execute(select(StoryRow.article_id, StoryRow.story)).all())
        by_words: dict[str, set[int]] = {}
        for article_id, words in session.execute(select(ArticleRow.id, ArticleRow.text)):
            if article_id not in story:
                yield f"article {article_id} has no story"
            by_words.setdefault(words, set()).add(story.get(article_id, 0))
    yield from (f"one text in the stories {found}" for found in by_words.values() if len(found) > 1)


def _copies(database: Database, chaos: Chaos) -> Iterator[str]:
    """Each article's page can be read from the archive, and any reader gets through every file."""
    archive = archive_of(chaos.settings)
    with database.reading() as session:
        for at in range(chaos.town.published):
            held = copies(session, chaos.town.address(at))
            if len(held) != 1:
                yield f"{len(held)} copies of {chaos.town.address(at)}"
            elif told(at).title.encode() not in archive.read(held[0]).body.replace(b"&quot;", b'"'):
                yield f"the copy of {held[0].url} is another page"
        known = len(set(session.execute(select(ArchiveRow.file, ArchiveRow.offset)).all()))
    read = 0
    for path in chaos.settings.archive_dir.glob("*.warc.gz"):
        with path.open("rb") as file:
            read += sum(1 for _ in ArchiveIterator(file))
    if read < known:
        yield f"a reader of WARC files finds {read} of {known} records"
