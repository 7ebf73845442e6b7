"""A second opinion beside the first ruling: asked, given, held against it, settled; and how far two people agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sklearn.metrics import cohen_kappa_score

from doichieu.errors import WrongUse
from doichieu.records import Outcome
from storage import agreement, decisions, opinions, queue_counts, urgency, users
from storage.database import Database
from storage.flags import Filters
from storage.schema import FlagRow


@pytest.fixture(autouse=True)
def _people(database: Database) -> None:
    with database.session() as session:
        for name in ("lan", "minh", "hoa"):
            users.create(session, name)


def _decide(database: Database, flag_id: int, outcome: Outcome, *, by: str = "lan") -> None:
    with database.session() as session:
        decisions.decide(session, flag_id, outcome, reviewer=by)


def _ask(database: Database, flag_id: int, *, of: str = "", by: str = "lan") -> None:
    with database.session() as session:
        opinions.ask(session, session.get_one(FlagRow, flag_id), of=of, by=by)


def _give(database: Database, flag_id: int, outcome: Outcome, *, by: str = "minh") -> str:
    with database.session() as session:
        return opinions.give(session, session.get_one(FlagRow, flag_id), outcome, by=by).state


def _waits(database: Database, state: str, me: str = "") -> list[int]:
    filters = Filters(status="all", opinion=state, me=me)
    with database.reading() as session:
        rows = [one.flag.id for one in urgency.queue(session, filters)]
        seen = queue_counts.look(session, filters)
        counts = queue_counts.with_opinions(session, seen, filters, me=me)
    assert counts[state] == len(rows)
    return rows


def _state(database: Database, flag_id: int) -> list[str]:
    with database.reading() as session:
        key = session.get_one(FlagRow, flag_id).group_key
        return [one.state for one in opinions.of_story(session, key)]


def _pairs(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [(one.first, one.second) for one in agreement.pairs(session)]


def test_who_is_asked_has_it_in_the_queue_until_it_is_given(
    database: Database, raised: Callable[..., int]
) -> None:
    named, anyones = raised(1), raised(2)
    _decide(database, named, Outcome.DIFFERS)
    _decide(database, anyones, Outcome.DIFFERS)
    _ask(database, named, of="minh")
    _ask(database, anyones, by="hoa")
    assert sorted(_waits(database, "asked", "minh")) == [named, anyones]
    assert _waits(database, "asked", "hoa") == []  # who asked
    assert _waits(database, "asked", "lan") == []  # who ruled
    _give(database, named, Outcome.DIFFERS)
    assert _waits(database, "asked", "minh") == [anyones]


def test_an_opinion_stands_beside_the_ruling_and_does_not_replace_it(
    database: Database, raised: Callable[..., int]
) -> None:
    flag_id, copy = raised(1, group_key="g"), raised(2, group_key="g")
    _decide(database, flag_id, Outcome.DIFFERS)
    assert _give(database, copy, Outcome.CANNOT_TELL) == "disagreement"
    with database.reading() as session:
        assert session.get_one(FlagRow, flag_id).status == "differs"
    assert _waits(database, "disagreement") == [flag_id]
    assert _pairs(database) == [("differs", "cannot_tell")]


def test_a_further_ruling_settles_it_and_the_first_pair_stays(
    database: Database, raised: Callable[..., int]
) -> None:
    flag_id = raised(1)
    _decide(database, flag_id, Outcome.DIFFERS)
    _give(database, flag_id, Outcome.CANNOT_TELL)
    _decide(database, flag_id, Outcome.CANNOT_TELL, by="hoa")
    assert _state(database, flag_id) == ["settled"]
    assert _waits(database, "disagreement") == []
    assert _pairs(database) == [("differs", "cannot_tell")]


def test_one_given_before_the_ruling_is_held_against_it(
    database: Database, raised: Callable[..., int]
) -> None:
    flag_id = raised(1)
    _ask(database, flag_id, of="minh")
    assert _give(database, flag_id, Outcome.DIFFERS) == "given"
    assert _pairs(database) == []
    _decide(database, flag_id, Outcome.DIFFERS)
    assert _state(database, flag_id) == ["agreed"]
    with database.session() as session:
        decisions.undo(session, flag_id, reviewer="lan")
    assert _state(database, flag_id) == ["given"]
    assert _pairs(database) == []
    _decide(database, flag_id, Outcome.DIFFERS, by="minh")  # one's own ruling is no other's
    assert (_state(database, flag_id), _pairs(database)) == (["given"], [])


def test_a_ruling_of_who_was_asked_is_the_answer(
    database: Database, raised: Callable[..., int]
) -> None:
    flag_id = raised(1)
    _ask(database, flag_id, of="minh")
    _decide(database, flag_id, Outcome.DIFFERS, by="minh")
    assert _state(database, flag_id) == ["settled"]


def test_nobody_seconds_oneself_or_is_asked_twice_or_without_a_name(
    database: Database, raised: Callable[..., int]
) -> None:
    flag_id = raised(1)
    _decide(database, flag_id, Outcome.DIFFERS)
    for of in ("lan", "ai đó"):
        with pytest.raises(WrongUse):
            _ask(database, flag_id, of=of, by="hoa")
    with pytest.raises(WrongUse):
        _give(database, flag_id, Outcome.DIFFERS, by="lan")
    _ask(database, flag_id, of="minh")
    with pytest.raises(WrongUse):
        _ask(database, flag_id, of="minh")
    _give(database, flag_id, Outcome.DIFFERS)
    with pytest.raises(WrongUse):
        _give(database, flag_id, Outcome.CANNOT_TELL)


def _held(*rulings: tuple[str, str]) -> list[agreement.Pair]:
    return [
        agreement.Pair(flag_id=at, first=first, first_by="a", second=second, second_by="b")
        for at, (first, second) in enumerate(rulings)
    ]


def test_kappa_is_told_from_ten_pairs_on_and_is_cohens() -> None:
    rulings = [("differs", "differs")] * 6 + [("differs", "cannot_tell"), ("cannot_tell", "cannot_tell"), ("opinion_or_report", "differs")]  # fmt: skip
    assert agreement.agreement(_held(*rulings)).kappa is None
    rulings.append(("cannot_tell", "cannot_tell"))
    held = agreement.agreement(_held(*rulings))
    assert (held.pairs, held.same) == (10, 8)
    assert held.kappa == pytest.approx(cohen_kappa_score(*zip(*rulings, strict=True)))
    # By hand: they agree on .8; chance alone gives .7 × .7 + .2 × .3 = .55.
    assert held.kappa == pytest.approx((0.8 - 0.55) / 0.45)


def test_kappa_of_one_outcome_alone_is_not_told() -> None:
    assert agreement.agreement(_held(*[("differs", "differs")] * 12)).kappa is None
