"""Whose letter a digest is: the issuing body and its signer, as the settings say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from doichieu.settings import Settings

#: Where a setting is empty, a line to be filled in by hand.
BLANK = "…………………………"
#: The last line of "Nơi nhận" of every letter.
KEPT = "Lưu: VT"


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """What stands around the body of the letter."""

    body: str  #: tên cơ quan ban hành
    parent: str = ""  #: tên cơ quan chủ quản; none for a body that has no other above it
    symbol: str = ""  #: behind "Số: … /"
    place: str = ""
    signer_title: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    template: Path | None = None  #: an office's own letter, instead of the one of Decree 30


def office_of(settings: Settings) -> Office:
    """The office that the settings name."""
    listed = (one.strip(" ;.-") for one in settings.digest_recipients.split(";"))
    return Office(
        body=settings.digest_body.upper() or BLANK,
        parent=settings.digest_parent.upper(),
        symbol=settings.digest_symbol,
        place=settings.digest_place or BLANK,
        signer_title=settings.digest_signer_title.upper(),
        signer=settings.digest_signer,
        recipients=tuple(one for one in listed if one),
        template=settings.digest_template,
    )
