"""The day's discrepancies as Markdown, DOCX or JSON."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import docx

from doichieu.errors import DoichieuError, WrongUse
from doichieu.jobs.desk import open_desk
from doichieu.local_time import LOCAL_TIME
from doichieu.settings import Settings
from storage import statistics


def write_digest(
    last: date | None, *, days: int, form: str, output: Path | None, settings: Settings
) -> str:
    """The digest of `days` days that end with `last`; written to `output` when one is named."""
    last = last or datetime.now(LOCAL_TIME).date()
    first = last - timedelta(days=days - 1)
    rows = _rows(first, last, settings)
    title = f"Điểm tin đối chiếu {first:%d/%m/%Y}" + ("" if days == 1 else f" – {last:%d/%m/%Y}")
    if form == "docx":
        if output is None:
            raise WrongUse(
                vi="--format docx cần --output TỆP",
                en="--format docx needs --output FILE",
                reason="no_output",
            )
        _docx(title, rows, output)
        return ""
    if form == "json":
        text = json.dumps({"title": title, "flags": rows}, ensure_ascii=False)
    else:
        text = _markdown(title, rows)
    if output is not None:
        _write(output, text)
    return text


def _rows(first: date, last: date, settings: Settings) -> list[dict[str, Any]]:
    since = datetime.combine(first, time(), LOCAL_TIME)
    until = datetime.combine(last + timedelta(days=1), time(), LOCAL_TIME)
    with open_desk(settings) as desk, desk.database.reading() as session:
        return list(statistics.export_rows(session, since=since, until=until))


def _markdown(title: str, rows: list[dict[str, Any]]) -> str:
    lines = [f"# {title}", "", f"{len(rows)} chỗ khác với văn bản chính thức.", ""]
    if not rows:
        lines.append("Không có chỗ nào trong những ngày này.")
    for outlet in sorted({row["outlet"] for row in rows}):
        lines += [f"## {outlet}", ""]
        for row in rows:
            if row["outlet"] == outlet:
                lines += _item(row)
    return "\n".join(lines).rstrip() + "\n"


def _item(row: dict[str, Any]) -> list[str]:
    return [
        f"- **{_plain(row['title'])}** <{row['url']}>",
        f"  - Bài báo: {_plain(row['sentence'])}",
        f"  - Văn bản: {_plain(row['passage'])} ({row['place']}, {row['document']})",
        f"  - Khác: {_plain(row['article_says'])} ≠ {_plain(row['official_says'])}",
        f"  - Quyết định: {row['status']}",
        "",
    ]


def _plain(text: str) -> str:
    """Crawled words without the marks that Markdown reads."""
    flat = " ".join(text.split())
    return "".join(f"\\{mark}" if mark in r"\`*_[]<>#|" else mark for mark in flat)


def _docx(title: str, rows: list[dict[str, Any]], output: Path) -> None:
    document = docx.Document()
    document.add_heading(title, level=1)
    document.add_paragraph(f"{len(rows)} chỗ khác với văn bản chính thức.")
    for row in rows:
        document.add_heading(" ".join(row["title"].split()), level=2)
        document.add_paragraph(f"{row['outlet']} · {row['url']}")
        for label, words in (
            ("Bài báo", row["sentence"]),
            ("Văn bản", f"{row['passage']} ({row['place']}, {row['document']})"),
            ("Khác", f"{row['article_says']} ≠ {row['official_says']}"),
            ("Quyết định", row["status"]),
        ):
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{label}: ").bold = True
            paragraph.add_run(" ".join(words.split()))
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        document.save(str(output))
    except OSError as error:
        raise _unwritable(output, error) from error


def _write(output: Path, text: str) -> None:
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _unwritable(output, error) from error


def _unwritable(output: Path, error: OSError) -> DoichieuError:
    return DoichieuError(
        vi=f"không ghi được {output} ({error.strerror}); hãy kiểm tra quyền và chỗ trống",
        en=f"cannot write {output} ({error.strerror}); check permissions and free space",
        reason="unwritable",
    )
