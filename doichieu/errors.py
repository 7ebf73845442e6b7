"""Exceptions are instructions to whoever catches them, and messages to a person.

DoichieuError            a message in Vietnamese and English that names the thing and the remedy
├── WrongUse             the call itself is wrong: exit 2
├── Retry                may succeed later: try again, then report
├── Skip                 this one gives nothing: count it, go on
└── Quarantine           can never succeed as it is: put it aside with its reason, go on
"""

from __future__ import annotations


class DoichieuError(Exception):
    """A problem a person can meet; says what, where and what to do, on one line."""

    def __init__(self, *, vi: str, en: str, reason: str = "problem") -> None:
        """`reason` is a short stable name a program can count by, e.g. "http_404"."""
        super().__init__(vi, en, reason)
        self.vi = vi
        self.en = en
        self.reason = reason

    def __reduce__(self) -> tuple[object, tuple[type[DoichieuError], str, str, str]]:
        """Survive the trip between processes."""
        return _rebuild, (type(self), self.vi, self.en, self.reason)

    def __str__(self) -> str:
        """Both languages, one line."""
        return f"{self.vi} / {self.en}"


class WrongUse(DoichieuError):
    """The command or setting cannot mean anything; nothing was done."""


class Retry(DoichieuError):
    """The world is busy or away; the same thing may succeed later."""


class Skip(DoichieuError):
    """There is nothing for us here; go on with the rest."""


class Quarantine(DoichieuError):
    """This input can never succeed as it is; keep it apart and tell why."""


def unreadable(place: object, error: OSError) -> Quarantine:
    """The word for a file the system does not let us read."""
    return Quarantine(
        vi=f"{place}: không đọc được ({error.strerror}); hãy kiểm tra đường dẫn và quyền",
        en=f"{place}: cannot be read ({error.strerror}); check the path and its permissions",
        reason="unreadable",
    )


def _rebuild(kind: type[DoichieuError], vi: str, en: str, reason: str) -> DoichieuError:
    return kind(vi=vi, en=en, reason=reason)
