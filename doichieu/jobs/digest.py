"""The digest ("điểm tin") of a day, a week or some days, written in one of its forms; the taking is logged."""

from __future__ import annotations

import getpass
import io
from datetime import date
from pathlib import Path

from doichieu.errors import DoichieuError, WrongUse
from doichieu.jobs.desk import Desk, open_desk
from doichieu.settings import Settings
from review.digest.figures import Digest, digest_of
from review.digest.forms import written
from review.digest.letter_template import write_template
from review.digest.period import Period, of_days, of_week, today
from storage import log
from storage import sources as source_rows

#: Forms that are no text: they go to a file.
FILES = ("docx", "xlsx")


def write_digest(
    last: date | None,
    *,
    days: int = 1,
    week: bool = False,
    form: str,
    output: Path | None,
    settings: Settings,
) -> str:
    """The digest of `days` days that end with `last`, or of its week; written to `output` when one is named."""
    if form in FILES and output is None:
        raise WrongUse(
            vi=f"--format {form} cần --output TỆP",
            en=f"--format {form} needs --output FILE",
            reason="no_output",
        )
    day = last or today()
    period = of_week(day) if week else of_days(day, days)
    with open_desk(settings) as desk:
        digest = digest_for(desk, period)
        held = written(digest, form, settings=settings, language=settings.language)
        if output is not None:
            _write(output, held)
        _note(desk, digest, form)
    return "" if form in FILES else held.decode()


def digest_for(desk: Desk, period: Period) -> Digest:
    """What the desk has to say of these days."""
    with desk.database.reading() as session:
        names = {name: row.name for name, row in source_rows.states(session).items()}
        return digest_of(session, period, names=names)


def write_letter_template(output: Path) -> None:
    """The letter of the digest with its gaps, for an office to change in Word."""
    made = io.BytesIO()
    write_template(made)
    _write(output, made.getvalue())


def _note(desk: Desk, digest: Digest, form: str) -> None:
    days = f"{digest.period.first} – {digest.period.last}"
    detail = {"form": form, "rows": len(digest.stories), "filters": {"days": days}}
    with desk.database.session() as session:
        log.append(session, actor=getpass.getuser(), action="export", subject=f"digest.{form}", detail=detail)  # fmt: skip


def _write(output: Path, held: bytes) -> None:
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(held)
    except OSError as error:
        raise DoichieuError(
            vi=f"không ghi được {output} ({error.strerror}); hãy kiểm tra quyền và chỗ trống",
            en=f"cannot write {output} ({error.strerror}); check permissions and free space",
            reason="unwritable",
        ) from error
