"""Stored articles that were not judged yet against the stored corpus → flags."""

from __future__ import annotations

from functools import partial

from classifier.model import Model
from doichieu.errors import DoichieuError, Retry
from doichieu.jobs.desk import Desk
from doichieu.jobs.judges import Judge, Judges
from doichieu.jobs.patience import waited_out
from doichieu.jobs.running import Run, recorded, sentence, told
from storage import articles, flags, quarantine
from storage.articles import to_record

#: Articles taken up at a time; each is judged and written in a transaction of its own.
PART = 100


def check_stored(
    desk: Desk,
    *,
    model: Model | None = None,
    judges: Judges | None = None,
    holder: str = "",
    part: tuple[int, int] | None = None,
) -> int:
    """Judge every article that this model and corpus have not seen; how many flags are new.

    An article whose check fails is left for the next time, and put aside after the third.
    `part` (rest, of) narrows it to articles whose number divided by `of` leaves that rest.
    """
    judge = (judges or Judges()).judge(desk, model=model)
    if judge is None or not _waiting(desk, judge, skip=(), of=part):
        return 0
    with recorded(
        desk, kind="check", subject=judge.checked_by, names=["check"], holder=holder
    ) as run:
        counts = {"articles": 0, "flags": 0, "failed": 0}
        _judge_all(desk, judge, run, counts, of=part)
        run.report = counts
        run.counts = {"articles": counts["articles"], "flags": counts["flags"]}
        run.counts["not_judged"] = counts["failed"]
        run.say(f"{sentence(counts)} / {sentence(counts)}", facts=counts)
    return counts["flags"]


def _judge_all(
    desk: Desk, judge: Judge, run: Run, counts: dict[str, int], *, of: tuple[int, int] | None
) -> None:
    failed: set[int] = set()
    while part := _waiting(desk, judge, skip=failed, of=of):
        for article_id in part:
            try:
                found = waited_out(partial(_judge, desk, judge, article_id))
            except Retry:
                raise  # the database is away, or the work is another's: no fault of the article
            except Exception as error:  # noqa: BLE001 - counted, told, and the others go on
                failed.add(article_id)
                _put_down(desk, run, article_id, error)
                counts["failed"] += 1
                continue
            counts["articles"] += found is not None
            counts["flags"] += found or 0


def _waiting(
    desk: Desk, judge: Judge, *, skip: set[int] | tuple[()], of: tuple[int, int] | None
) -> list[int]:
    with desk.database.reading() as session:
        found = articles.unchecked(session, by=judge.checked_by, limit=PART, skip=skip, part=of)
        return [row.id for row in found]


def _judge(desk: Desk, judge: Judge, article_id: int) -> int | None:
    """How many flags of an article are new; None where it changed while it was judged: its turn comes again.

    Nobody waits for the judging: the database is written to only when it is done.
    """
    with desk.database.reading() as session:
        row = articles.get(session, article_id)
        revision = row.revision if row is not None else 0
        record = to_record(row) if row is not None else None
    if record is None:
        return None
    verdicts = judge.checker.check(record)
    with desk.database.session() as session:
        row = articles.get(session, article_id)
        if row is None or row.revision != revision:
            return None
        quarantine.passed(session, article_id)
        return flags.store(
            session, row, verdicts, documents=judge.documents, checked_by=judge.checked_by,
            model=judge.checked_by.partition("/")[0],
        )  # fmt: skip


def _put_down(desk: Desk, run: Run, article_id: int, error: Exception) -> None:
    """Count the failure, and tell it; the third puts the article aside."""
    reason = error.reason if isinstance(error, DoichieuError) else type(error).__name__
    with desk.database.session() as session:
        row = articles.get(session, article_id)
        if row is None:
            return
        aside = quarantine.failed(
            session, article_id, revision=row.revision, reason=reason, detail=told(error)
        )
    vi, en = ("để riêng", "put aside") if aside else ("thử lại sau", "tried again later")
    run.say(
        f"bài {article_id} không đối chiếu được ({reason}), {vi} / article {article_id} cannot be checked ({reason}), {en}",
        level="warning",
        facts={"article": article_id},
    )
