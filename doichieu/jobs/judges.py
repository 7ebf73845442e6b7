"""The checker of the day, made anew only when model, corpus or day is another: making one costs seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from classifier.checker import Checker
from classifier.model import FILE, Model
from doichieu.jobs.desk import Desk
from doichieu.jobs.model import model_in_use
from doichieu.local_time import LOCAL_TIME
from doichieu.records import OfficialDocument
from storage import documents


@dataclass(frozen=True, kw_only=True, slots=True)
class Judge:
    """A checker, the texts it holds by number, and the name under which articles are marked."""

    checker: Checker
    documents: dict[str, OfficialDocument]
    checked_by: str  #: "model/corpus"


class Judges:
    """Keeps the last judge; one for a process that checks again and again."""

    def __init__(self) -> None:
        self._judge: Judge | None = None
        self._day: date | None = None
        self._model: tuple[tuple[float, int] | None, Model] | None = None

    def judge(self, desk: Desk, *, model: Model | None = None) -> Judge | None:
        """The judge for what is stored now; None where there is no official text."""
        with desk.database.reading() as session:
            held = documents.digest(session)
        model = model or self._in_use(desk.settings.models_dir)
        checked_by, today = f"{model.version}/{held}", datetime.now(LOCAL_TIME).date()
        kept = self._judge
        if kept is not None and (kept.checked_by, self._day) == (checked_by, today):
            return kept
        with desk.database.reading() as session:
            corpus = documents.all_documents(session)
        if not corpus:
            return None
        self._day = today
        self._judge = Judge(
            checker=Checker(corpus, model=model),
            documents={one.number: one for one in corpus},
            checked_by=checked_by,
        )
        return self._judge

    def _in_use(self, models_dir: Path) -> Model:
        stamp = _stamp(models_dir / FILE)
        if self._model is None or self._model[0] != stamp:
            self._model = (stamp, model_in_use(models_dir))
        return self._model[1]


def _stamp(path: Path) -> tuple[float, int] | None:
    """What tells one file at a path from another; None where none is."""
    try:
        held = path.stat()
    except OSError:
        return None
    return held.st_mtime, held.st_size
