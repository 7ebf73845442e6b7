"""Flags and rulings handed over as CSV or JSON lines; the export itself is logged."""

from __future__ import annotations

import csv
import getpass
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from doichieu.errors import DoichieuError, WrongUse
from doichieu.jobs.desk import open_desk
from doichieu.settings import Settings
from review.cells import inert, inert_json
from storage import log, statistics


def write_export(output: Path, *, form: str | None, decided: bool, settings: Settings) -> int:
    """Write the file; how many rows."""
    form = form or {".csv": "csv", ".jsonl": "jsonl"}.get(output.suffix.lower())
    if form is None:
        raise WrongUse(
            vi=f"{output}: cần đuôi .csv hoặc .jsonl, hay --format",
            en=f"{output}: wants the suffix .csv or .jsonl, or --format",
            reason="bad_format",
        )
    with open_desk(settings) as desk:
        with desk.database.reading() as session:
            rows = statistics.export_rows(session, decided=decided)
            count = _written(output, rows, form=form)
        detail = {"rows": count, "format": form, "decided": decided}
        with desk.database.session() as session:
            actor = getpass.getuser()
            log.append(session, actor=actor, action="export", subject=output.name, detail=detail)
    return count


def _written(output: Path, rows: Iterator[dict[str, Any]], *, form: str) -> int:
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        return _csv(output, rows) if form == "csv" else _jsonl(output, rows)
    except OSError as error:
        raise DoichieuError(
            vi=f"không ghi được {output} ({error.strerror}); hãy kiểm tra quyền và chỗ trống",
            en=f"cannot write {output} ({error.strerror}); check permissions and free space",
            reason="unwritable",
        ) from error


def _csv(output: Path, rows: Iterator[dict[str, Any]]) -> int:
    count = 0
    # A byte order mark: spreadsheets take the file for UTF-8 only with it.
    with output.open("w", encoding="utf-8-sig", newline="") as file:
        writer: csv.DictWriter[str] | None = None
        for row in rows:
            if writer is None:
                writer = csv.DictWriter(file, fieldnames=list(row))
                writer.writeheader()
            writer.writerow({key: inert(value) for key, value in row.items()})
            count += 1
    return count


def _jsonl(output: Path, rows: Iterator[dict[str, Any]]) -> int:
    count = 0
    with output.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(inert_json(json.dumps(row, ensure_ascii=False)) + "\n")
            count += 1
    return count
