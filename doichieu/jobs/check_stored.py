"""Stored articles that were not judged yet against the stored corpus → flags."""

from __future__ import annotations

from classifier.checker import Checker
from classifier.model import Model
from doichieu.jobs.desk import Desk
from doichieu.jobs.model import model_in_use
from storage import articles, documents, flags, runs
from storage.articles import to_record

#: Articles taken up at a time; each is judged and written in a transaction of its own.
PART = 100


def check_stored(desk: Desk, *, model: Model | None = None) -> int:
    """Judge every article that this model and corpus have not seen; how many flags are new."""
    with desk.database.session() as session:
        corpus = documents.all_documents(session)
        held = documents.digest(session)
    if not corpus:
        return 0
    model = model or model_in_use(desk.settings.models_dir)
    checked_by = f"{model.version}/{held}"
    with desk.database.session() as session:
        waiting = articles.unchecked(session, by=checked_by, limit=1)
        if not waiting:
            return 0
        run = runs.start(session, kind="check", subject=checked_by)
    checker = Checker(corpus, model=model)
    numbers = {one.number: one for one in corpus}
    new = seen = 0
    while True:
        with desk.database.session() as session:
            part = [row.id for row in articles.unchecked(session, by=checked_by, limit=PART)]
        for article_id in part:
            with desk.database.session() as session:
                row = articles.get(session, article_id)
                if row is None:
                    continue
                verdicts = checker.check(to_record(row))
                new += flags.store(
                    session,
                    row,
                    verdicts,
                    documents=numbers,
                    checked_by=checked_by,
                    model=model.version,
                )
                seen += 1
        if not part:
            break
    with desk.database.session() as session:
        runs.finish(session, run, report={"articles": seen, "flags": new})
    return new
