"""Rows counted once and then by what is new: always what a full count says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from storage import row_counts
from storage.database import Database
from storage.row_counts import count_rows
from storage.schema import ArticleRow


@pytest.mark.parametrize("unsettled", [0, 2, 1000])
def test_the_count_is_right_after_every_new_row(
    database: Database,
    raised: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    unsettled: int,
) -> None:
    monkeypatch.setattr(row_counts, "UNSETTLED", unsettled)
    for at in range(6):
        with database.reading() as session:
            whole = session.scalar(select(func.count(ArticleRow.id)))
            assert [count_rows(session, ArticleRow.id) for _ in range(2)] == [whole, whole] == [at, at]  # fmt: skip
        raised(at)
