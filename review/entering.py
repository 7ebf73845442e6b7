"""Coming in by a link or a password: every try is counted before it is looked at, and told alike."""

from __future__ import annotations

import ipaddress
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from doichieu.settings import Settings
from storage import guesses, log, sessions, users
from storage.database import Database
from storage.guesses import FREE_OF_ADDRESS, FREE_OF_NAME
from storage.moments import now
from storage.schema import UserRow
from storage.sessions import Device

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What came of a try: a session's secret, or neither it nor a reason, or how long to wait."""

    secret: str | None = None
    wait: timedelta | None = None

    @property
    def minutes(self) -> int:
        """The wait in whole minutes, as it is told."""
        return 0 if self.wait is None else max(1, -(-int(self.wait.total_seconds()) // 60))


def by_link(database: Database, secret: str, *, settings: Settings, device: Device) -> Entered:
    """A one-time link → a new session; nothing when it was used, or is too old."""
    address = counted_address(device.address, settings)
    with database.session() as session:
        until = guesses.until(session, address)
        if until is not None:
            return Entered(wait=until - now())
        user = users.redeem(session, secret)
        if user is not None:
            return Entered(secret=sessions.begin(session, user, device, hours=settings.session_hours))  # fmt: skip
        wait = guesses.count(session, address, free=FREE_OF_ADDRESS)
        _tell(session, None, device, what="link", wait=wait)
    return Entered()


def by_password(
    database: Database, name: str, password: str, *, settings: Settings, device: Device
) -> Entered:
    """A name and password → a new session; nothing for any reason, told alike."""
    key, address = guesses.name_key(name), counted_address(device.address, settings)
    with database.session() as session:
        until = guesses.until(session, key, address)
        if until is not None:
            return Entered(wait=until - now())
        waits = [
            guesses.count(session, key, free=FREE_OF_NAME),
            guesses.count(session, address, free=FREE_OF_ADDRESS),
        ]
        user = users.by_name(session, name)
    # Hashing takes its time: no transaction is open meanwhile.
    right = is_password_of(user, password)
    with database.session() as session:
        guesses.sweep(session)
        # Read again: the person may have been let go meanwhile.
        user = users.by_name(session, name)
        if not right or user is None or user.ended_at is not None:
            wait = max((one for one in waits if one is not None), default=None)
            _tell(session, user, device, what="password", wait=wait)
            return Entered()
        guesses.forgive(session, name=key, address=address)
        return Entered(secret=sessions.begin(session, user, device, hours=settings.session_hours))


def is_password_of(user: UserRow | None, password: str) -> bool:
    """Whether a person signs in with this password; takes as long where there is none to hold it against."""
    hasher = PasswordHasher()
    if user is None or user.password_hash is None or user.ended_at is not None:
        # The same work as for a real name, so that time tells nothing.
        hasher.hash(password)
        return False
    try:
        return hasher.verify(user.password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def counted_address(address: str, settings: Settings) -> str | None:
    """The key an address is counted by; None for the proxy's own, behind which everybody stands."""
    if settings.public_url and _is_proxy(address, settings.trusted_proxies):
        return None
    return guesses.address_key(address)


def waits_until(database: Database, address: str, *, settings: Settings) -> datetime | None:
    """When an address that guessed too much is listened to again."""
    key = counted_address(address, settings)
    if key is None:
        return None
    with database.reading() as session:
        return guesses.until(session, key)


def note_guess(database: Database, device: Device, *, what: str, settings: Settings) -> None:
    """A secret that is none of ours was tried: a feed's key, a program's token."""
    with database.session() as session:
        key = counted_address(device.address, settings)
        wait = guesses.count(session, key, free=FREE_OF_ADDRESS)
        _tell(session, None, device, what=what, wait=wait)


def _tell(
    session: Session, user: Any, device: Device, *, what: str, wait: timedelta | None
) -> None:
    """Every wrong guess in the service's log, what brings a wait in the log that stays."""
    logger.warning("wrong %s from %s", what, device.address)
    if wait is not None:
        detail = {"minutes": int(wait.total_seconds() // 60), "address": device.address, "by": what}
        subject = f"user:{user.name}" if user is not None else f"address:{device.address}"
        log.append(session, actor=log.MACHINE, action="locked", subject=subject, detail=detail)


def _is_proxy(address: str, proxies: str) -> bool:
    try:
        asked = ipaddress.ip_address(address)
        return any(asked in ipaddress.ip_network(one.strip(), strict=False) for one in proxies.split(",") if one.strip())  # fmt: skip
    except ValueError:
        return False
