"""A flag that a better check no longer raises leaves the queue, and nothing a person ruled changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from doichieu.errors import Retry
from doichieu.records import (
    Article,
    Claim,
    Difference,
    Evidence,
    Label,
    Outcome,
    SentenceKind,
    Verdict,
)
from storage import articles, decisions, flags, log
from storage.database import Database
from storage.flags import Filters

ARTICLE = Article(
    url="https://b.example/1", title="Tin", text="Lương là 5 đồng.\nHết.", source_id="bao-a",
    published_at=datetime(2026, 11, 5, tzinfo=UTC),
)  # fmt: skip
RAISED = Verdict(
    claim=Claim(text="Lương là 5 đồng.", start=4, end=20, kind=SentenceKind.CLAIM),
    label=Label.REFUTED, probability=0.9, flagged=True,
    evidence=Evidence(document="7/2026/NĐ-CP", place="Điều 3", text="Lương là 6 đồng", start=0, end=15),
    differences=(Difference(kind="money", article="5 đồng", official="6 đồng", article_start=13, article_end=19, official_start=9, official_end=15),),
)  # fmt: skip


def _check(database: Database, *verdicts: Verdict, by: str) -> int:
    with database.session() as session:
        saved = articles.save(session, ARTICLE)
        row = articles.get(session, saved.article_id)
        assert row is not None
        flags.store(session, row, verdicts, documents={}, checked_by=by, model=by)
        return flags.of_article(session, row.id)[0].id


def _status(database: Database, flag_id: int) -> str:
    with database.session() as session:
        page = flags.get(session, flag_id)
        assert page is not None
        return page.flag.status


def _waiting(database: Database, status: str) -> int:
    with database.session() as session:
        return len(flags.queue(session, Filters(status=status)))


def test_a_flag_no_longer_raised_leaves_the_queue_and_comes_back_when_it_is(
    database: Database,
) -> None:
    flag_id = _check(database, RAISED, by="a")
    _check(database, by="b")
    assert _status(database, flag_id) == "withdrawn"
    assert (_waiting(database, "open"), _waiting(database, "decided")) == (0, 0)
    assert _waiting(database, "withdrawn") == 1
    assert _check(database, RAISED, by="c") == flag_id
    assert _status(database, flag_id) == "open"
    with database.session() as session:
        told = [(one.actor, one.action) for one in log.read(session, subject=f"flag:{flag_id}")]
    assert told == [(log.MACHINE, "raise"), (log.MACHINE, "withdraw")]


def test_what_a_person_ruled_is_not_withdrawn(database: Database) -> None:
    flag_id = _check(database, RAISED, by="a")
    with database.session() as session:
        decisions.decide(session, flag_id, Outcome.DIFFERS, reviewer="lan")
    _check(database, by="b")
    assert _status(database, flag_id) == "differs"
    assert _waiting(database, "decided") == 1


def test_a_reviewer_who_looked_before_the_withdrawal_is_told(database: Database) -> None:
    flag_id = _check(database, RAISED, by="a")
    _check(database, by="b")
    with pytest.raises(Retry, match="checked again"), database.session() as session:
        decisions.decide(session, flag_id, Outcome.DIFFERS, reviewer="lan", expected_version=0)
    assert _status(database, flag_id) == "withdrawn"
