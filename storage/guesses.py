"""Wrong guesses of passwords, links and tokens: counted a name and an address, each wait longer than the last.

A name that nobody has is counted as any other, so that being locked tells nothing.
"""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.moments import now
from storage.people_schema import GuessRow

#: Wrong guesses that cost no wait: a person mistypes a password; an office shares an address.
FREE_OF_NAME, FREE_OF_ADDRESS = 4, 19
#: The first wait, doubled with every further guess, up to the longest.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
#: After so long without a wrong guess all is forgotten.
FORGOTTEN = timedelta(hours=24)


def name_key(name: str) -> str:
    """What a name is counted by; people type their password there, so it is not kept itself."""
    return _digest(f"name:{name.strip().casefold()}")


def address_key(address: str) -> str | None:
    """What an address is counted by: of IPv6 the network a household or office has."""
    try:
        held = ipaddress.ip_address(address)
    except ValueError:
        return None
    if held.version == 6:
        return _digest(f"address:{ipaddress.ip_network((held, 64), strict=False)}")
    return _digest(f"address:{held}")


def until(session: Session, *keys: str | None) -> datetime | None:
    """When guessing may go on; None when it may now."""
    query = select(GuessRow.until).where(GuessRow.key.in_(_present(keys)), GuessRow.until > now())
    return max((one for one in session.scalars(query) if one is not None), default=None)


def count(session: Session, key: str | None, *, free: int) -> timedelta | None:
    """One more guess, before it is known whether it is wrong; the wait that it brings.

    Counted first, so that many guesses sent at once are not all free.
    """
    if key is None:
        return None
    row = _row(session, key)
    row.failures = 1 if row.last_at < now() - FORGOTTEN else row.failures + 1
    row.last_at = now()
    over = row.failures - free
    if over <= 0:
        return None
    wait: timedelta = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over - 1, 10))
    row.until = now() + wait
    return wait


def forgive(session: Session, *, name: str, address: str | None) -> None:
    """It was right: nothing is held against the name, and this one not against the address."""
    session.execute(delete(GuessRow).where(GuessRow.key == name))
    row = session.get(GuessRow, address, with_for_update=True) if address else None
    if row is not None:
        row.failures, row.until = max(0, row.failures - 1), None


def sweep(session: Session) -> None:
    """Forget what is old."""
    session.execute(delete(GuessRow).where(GuessRow.last_at < now() - FORGOTTEN))


def _row(session: Session, key: str) -> GuessRow:
    """The row of a key, locked; made where there is none, whoever else makes it, too."""
    row = session.get(GuessRow, key, with_for_update=True)
    if row is not None:
        return row
    into = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    made = into.insert(GuessRow).values(key=key, failures=0, last_at=now(), until=None)
    session.execute(made.on_conflict_do_nothing())
    row = session.get(GuessRow, key, with_for_update=True)
    assert row is not None
    return row


def _present(keys: tuple[str | None, ...]) -> list[str]:
    return [key for key in keys if key is not None]


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
