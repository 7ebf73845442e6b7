"""A whole database to another place, of either kind; the source stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import select

from doichieu.errors import DoichieuError, WrongUse
from storage.copying import Step, copy_all, is_empty, one_moment
from storage.database import Database
from storage.schema import LeaseRow


def move(source: Database, target: Database) -> Iterator[Step]:
    """Copy everything into an empty database, proved before it counts; how far it is, step by step.

    WrongUse when the target holds anything; DoichieuError while a service works on the source.
    """
    _nobody_works(source)
    with one_moment(source) as here, target.engine.begin() as there:
        if not is_empty(there):
            raise WrongUse(
                vi="cơ sở dữ liệu đích không trống; hãy tạo một cơ sở dữ liệu mới rồi chạy lại",
                en="the target holds something already; make a new database and run this again",
                reason="target_not_empty",
            )
        yield from copy_all(here, there)


def _nobody_works(source: Database) -> None:
    """What a service writes meanwhile would stay behind."""
    with source.reading() as session:
        held = session.scalars(select(LeaseRow).where(LeaseRow.until > datetime.now(UTC))).first()
    if held is not None:
        raise DoichieuError(
            vi=f"dịch vụ {held.holder} đang chạy trên cơ sở dữ liệu này; hãy dừng nó rồi chạy lại",
            en=f"the service {held.holder} works on this database; stop it and run this again",
            reason="service_running",
        )
