"""Stored articles that were not judged yet against the stored corpus → flags."""

from __future__ import annotations

from functools import partial

from classifier.checker import Checker
from classifier.model import Model
from doichieu.jobs.desk import Desk
from doichieu.jobs.model import model_in_use
from doichieu.jobs.patience import waited_out
from doichieu.records import OfficialDocument
from storage import articles, documents, flags, runs
from storage.articles import to_record

#: Articles taken up at a time; each is judged and written in a transaction of its own.
PART = 100


def check_stored(
    desk: Desk, *, model: Model | None = None, part: tuple[int, int] | None = None
) -> int:
    """Judge every article that this model and corpus have not seen; how many flags are new.

    `part` (rest, of) narrows it to articles whose number divided by `of` leaves that rest.
    """
    with desk.database.reading() as session:
        corpus = documents.all_documents(session)
        held = documents.digest(session)
    if not corpus:
        return 0
    model = model or model_in_use(desk.settings.models_dir)
    checked_by = f"{model.version}/{held}"
    if not _waiting(desk, checked_by, part):
        return 0
    with desk.database.session() as session:
        run = runs.start(session, kind="check", subject=checked_by)
    checker = Checker(corpus, model=model)
    numbers = {one.number: one for one in corpus}
    new = seen = 0
    while waiting := _waiting(desk, checked_by, part):
        for article_id in waiting:
            judge = partial(_judge, desk, checker, article_id, numbers, checked_by=checked_by)
            found = waited_out(judge)
            new += found or 0
            seen += found is not None
    with desk.database.session() as session:
        runs.finish(session, run, report={"articles": seen, "flags": new})
    return new


def _waiting(desk: Desk, checked_by: str, part: tuple[int, int] | None) -> list[int]:
    with desk.database.reading() as session:
        rows = articles.unchecked(session, by=checked_by, limit=PART, part=part)
        return [row.id for row in rows]


def _judge(
    desk: Desk,
    checker: Checker,
    article_id: int,
    documents_by_number: dict[str, OfficialDocument],
    *,
    checked_by: str,
) -> int | None:
    """How many flags of an article are new; None where it changed while it was judged: its turn comes again.

    Nobody waits for the judging: the database is written to only when it is done.
    """
    with desk.database.reading() as session:
        row = articles.get(session, article_id)
        revision = row.revision if row is not None else 0
        record = to_record(row) if row is not None else None
    if record is None:
        return None
    verdicts = checker.check(record)
    with desk.database.session() as session:
        row = articles.get(session, article_id)
        if row is None or row.revision != revision:
            return None
        return flags.store(
            session, row, verdicts, documents=documents_by_number, checked_by=checked_by,
            model=checked_by.partition("/")[0],
        )  # fmt: skip
