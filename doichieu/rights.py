"""What a person or a program may do here: rights, and the roles that bundle them."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """One thing that can be allowed; a token's scopes are rights, too."""

    READ = "read"  #: look at everything the desk shows
    DECIDE = "decide"  #: rule on flags, take rulings back, write correction notes
    ASSIGN = "assign"  #: give flags to others, rule on many at once
    EXPORT = "export"  #: take data away
    SOURCES = "sources"  #: change what is watched
    PEOPLE = "people"  #: see who may sign in, invite readers and reviewers
    ADMIN = "admin"  #: change roles, end other people's access
    ACCOUNT = "account"  #: one's own password, sessions and tokens; no token has it


#: Each role has what the one before has, and more.
READER = frozenset({Right.READ, Right.ACCOUNT})
REVIEWER = READER | {Right.DECIDE}
LEAD = REVIEWER | {Right.ASSIGN, Right.EXPORT, Right.SOURCES, Right.PEOPLE}
ROLES: dict[str, frozenset[Right]] = {
    "reader": READER,
    "reviewer": REVIEWER,
    "lead": LEAD,
    "admin": LEAD | {Right.ADMIN},
}
#: Roles that somebody who is no admin may hand out.
INVITED = ("reader", "reviewer")
#: What a token can be made for: it never makes other tokens, nor changes a password.
SCOPES = tuple(right for right in Right if right is not Right.ACCOUNT)


def rights_of(role: str) -> frozenset[Right]:
    """What a role allows; nothing for one we do not know."""
    return ROLES.get(role, frozenset())
