"""Who has a story: taken, given, given back, on all its flags; two who take it at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from doichieu.errors import Retry, WrongUse
from storage import assigning, log, queue_counts, urgency, users
from storage.database import Database
from storage.flags import Filters
from storage.schema import FlagRow


@pytest.fixture(autouse=True)
def _people(database: Database) -> None:
    with database.session() as session:
        for name in ("lan", "minh"):
            users.create(session, name)


def _assign(database: Database, flag_id: int, to: str, *, by: str = "lan", seen: str | None = None) -> int:  # fmt: skip
    with database.session() as session:
        return assigning.assign(session, flag_id, to, by=by, seen=seen)


def _left(database: Database, assignee: str | None) -> list[int]:
    with database.session() as session:
        return [row.flag.id for row in urgency.queue(session, Filters(assignee=assignee))]


def test_a_story_is_taken_with_all_its_flags_and_given_back(
    database: Database, raised: Callable[..., int]
) -> None:
    first, other, apart = raised(1, group_key="g"), raised(2, group_key="g"), raised(3)
    assert _assign(database, first, "lan") == 2
    with database.session() as session:
        assert session.get_one(FlagRow, other).assignee == "lan"
    assert _left(database, "lan") == [first]
    assert _left(database, assigning.NOBODY) == [apart]
    assert sorted(_left(database, None)) == [first, apart]
    assert _assign(database, other, "", by="minh") == 2
    assert _left(database, "lan") == []
    with database.reading() as session:
        lines = [one for one in log.read(session) if one.subject.startswith("flag:")]
        assert [(one.actor, one.action, one.subject, one.detail["before"]) for one in lines] == [
            ("minh", "give_back", f"flag:{other}", "lan"),
            ("lan", "assign", f"flag:{first}", ""),
        ]


def test_each_assignee_is_counted_beside_the_filter_nobody_too(
    database: Database, raised: Callable[..., int]
) -> None:
    ids = [raised(at) for at in range(4)]
    for flag_id, name in zip(ids, ("lan", "lan", "minh"), strict=False):
        _assign(database, flag_id, name)
    with database.session() as session:
        filters = Filters(assignee="minh")
        seen = queue_counts.look(session, filters)
        counts = dict(queue_counts.choices(seen, filters)["assignee"])
    assert counts == {"lan": 2, "minh": 1, "nobody": 1}


def test_of_two_who_take_at_once_the_second_is_told(
    database: Database, raised: Callable[..., int]
) -> None:
    flag_id = raised(1)
    _assign(database, flag_id, "minh", by="minh", seen="")
    with pytest.raises(Retry, match="minh"):
        _assign(database, flag_id, "lan", seen="")
    assert _left(database, "minh") == [flag_id]
    _assign(database, flag_id, "", seen="minh")
    with pytest.raises(Retry, match="given back"):
        _assign(database, flag_id, "lan", seen="minh")


def test_taking_what_one_has_is_no_line_of_the_log(
    database: Database, raised: Callable[..., int]
) -> None:
    flag_id = raised(1)
    _assign(database, flag_id, "lan")
    assert _assign(database, flag_id, "lan") == 0
    with database.reading() as session:
        assert len(log.read(session, subject=f"flag:{flag_id}")) == 1


def test_nothing_is_given_to_someone_who_cannot_sign_in(
    database: Database, raised: Callable[..., int]
) -> None:
    with pytest.raises(WrongUse, match="tam"):
        _assign(database, raised(1), "tam")
