"""Many stories, one outcome: each by itself, those that changed told, all of it taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from doichieu.errors import WrongUse
from doichieu.records import Outcome
from storage import batches, decisions, log
from storage.database import Database
from storage.schema import FlagRow


def _statuses(database: Database, ids: list[int]) -> list[str]:
    with database.reading() as session:
        return [session.get_one(FlagRow, one).status for one in ids]


def _ruled(database: Database, marked: list[tuple[int, int]], **more: str) -> batches.BatchRow:
    return batches.decide_all(database, marked, Outcome.DIFFERS, reviewer="lan", **more)


def test_every_marked_story_is_ruled_on_with_its_copies_and_taken_back(
    database: Database, raised: Callable[..., int]
) -> None:
    ids = [raised(1, group_key="g"), raised(2, group_key="g"), raised(3)]
    batch = _ruled(database, [(ids[0], 0), (ids[2], 0)], note="đã gọi")
    assert [one[0] for one in batch.decided] == [ids[0], ids[2]]
    assert _statuses(database, ids) == ["differs"] * 3
    assert batches.undo_all(database, batch.id, reviewer="minh").undone == [ids[0], ids[2]]
    assert _statuses(database, ids) == ["open"] * 3
    with database.reading() as session:
        lines = log.read(session)
        assert [one.action for one in lines] == ["batch_undo", *["undo"] * 3, "batch", *["decide"] * 3]  # fmt: skip
        assert {one.detail["batch"] for one in lines if one.subject.startswith("flag:")} == {batch.id}  # fmt: skip
        assert {one.detail["note"] for one in lines if one.action == "decide"} == {"đã gọi"}


def test_what_another_has_ruled_on_is_told_and_the_rest_goes_on(
    database: Database, raised: Callable[..., int]
) -> None:
    ids = [raised(at) for at in range(3)]
    with database.session() as session:
        decisions.decide(session, ids[1], Outcome.CANNOT_TELL, reviewer="minh")
    batch = _ruled(database, [(one, 0) for one in ids] + [(10**6, 0)])
    assert _statuses(database, ids) == ["differs", "cannot_tell", "differs"]
    assert [one["flag"] for one in batch.overtaken] == [ids[1], 10**6]
    assert "minh" in batch.overtaken[0]["vi"]
    assert _ruled(database, [(ids[1], 1)]).decided == []  # read after it was ruled on


def test_taking_back_leaves_what_was_ruled_on_again(
    database: Database, raised: Callable[..., int]
) -> None:
    ids = [raised(at) for at in range(2)]
    batch = _ruled(database, [(one, 0) for one in ids])
    with database.session() as session:
        decisions.decide(session, ids[0], Outcome.CANNOT_TELL, reviewer="minh")
    undone = batches.undo_all(database, batch.id, reviewer="lan")
    assert undone.undone == [ids[1]]
    assert [one["flag"] for one in undone.overtaken] == [ids[0]]
    assert _statuses(database, ids) == ["cannot_tell", "open"]
    with pytest.raises(WrongUse):
        batches.undo_all(database, batch.id, reviewer="lan")


@pytest.mark.parametrize("count", [0, batches.MOST + 1])
def test_none_and_too_many_are_refused_before_anything_is_ruled(
    database: Database, raised: Callable[..., int], count: int
) -> None:
    flag_id = raised(1)
    with pytest.raises(WrongUse):
        _ruled(database, [(flag_id, at) for at in range(count)])
    assert _statuses(database, [flag_id]) == ["open"]
