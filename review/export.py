"""Decided flags as a file: CSV, XLSX, JSON lines or ClaimReview JSON-LD."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import IO, Any

import xlsxwriter

from doichieu.local_time import LOCAL_TIME
from review.cells import inert, inert_json
from review.claim_review import CONTEXT, claim_reviews
from storage.handover import Decided

#: Column → what it is called in a spreadsheet, and its width there in characters.
COLUMNS = {
    "id": ("Số", 8), "outlet": ("Báo", 18), "province": ("Tỉnh", 14), "published_at": ("Đăng lúc", 17),
    "title": ("Tên bài", 32), "url": ("Địa chỉ bài", 32), "sentence": ("Câu trong bài", 48), "kind": ("Loại khác", 14),
    "article_says": ("Bài viết", 22), "official_says": ("Văn bản ghi", 22), "document": ("Văn bản", 18),
    "place": ("Điều khoản", 18), "passage": ("Đoạn văn bản", 48), "probability": ("Máy chắc", 10),
    "outcome": ("Quyết định", 26), "reviewer": ("Người duyệt", 14), "note": ("Ghi chú", 28), "decided_at": ("Quyết lúc", 17),
    "corrected_at": ("Báo sửa lúc", 17), "gone_at": ("Báo gỡ lúc", 17), "flagged_at": ("Đánh dấu lúc", 17),
}  # fmt: skip
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
    "jsonld": "application/ld+json",
}


def write(
    form: str,
    rows: Iterable[Decided],
    file: IO[bytes],
    *,
    names: Mapping[str, str],
    site: str,
    words: Callable[[str, str], str],
) -> int:
    """Write the file in one of the forms of `MEDIA`; how many rows.

    `words(column, value)` puts headings (value "") and names of kinds and outcomes in a reader's words.
    """  # fmt: skip
    if form == "jsonld":
        return _jsonld(claim_reviews(rows, names=names, site=site), file)
    flat = (row_of(row, names=names) for row in rows)
    if form == "xlsx":
        return _xlsx(flat, file, words=words)
    return _csv(flat, file) if form == "csv" else _jsonl(flat, file)


def row_of(row: Decided, *, names: Mapping[str, str]) -> dict[str, Any]:
    """One flag, flat, in the order of `COLUMNS`; nothing of the article's author."""
    flag, article, ruling = row.flag, row.article, row.ruling
    values = (
        flag.id, names.get(flag.source_id, flag.source_id), flag.province, article.published_at, article.title,
        article.url, flag.sentence, flag.kind, "; ".join(one["article"] for one in flag.differences),
        "; ".join(one["official"] for one in flag.differences), flag.document, flag.place, flag.passage,
        round(flag.probability, 4), flag.status, ruling.reviewer, ruling.note, ruling.decided_at,
        flag.corrected_at, article.gone_at, flag.created_at,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _csv(rows: Iterator[dict[str, Any]], file: IO[bytes]) -> int:
    # A byte order mark: spreadsheets take the file for UTF-8 only with it.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.DictWriter(text, fieldnames=list(COLUMNS))
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow({name: inert(_plain(value)) for name, value in row.items()})
        count += 1
    text.detach()
    return count


def _jsonl(rows: Iterator[dict[str, Any]], file: IO[bytes]) -> int:
    count = 0
    for row in rows:
        held = {name: _plain(value) for name, value in row.items()}
        file.write(inert_json(json.dumps(held, ensure_ascii=False)).encode() + b"\n")
        count += 1
    return count


def _jsonld(records: Iterator[dict[str, Any]], file: IO[bytes]) -> int:
    graph = [{name: one[name] for name in one if name != "@context"} for one in records]
    held = {"@context": CONTEXT, "@graph": graph}
    file.write(inert_json(json.dumps(held, ensure_ascii=False, indent=1)).encode())
    return len(graph)


def _xlsx(
    rows: Iterator[dict[str, Any]], file: IO[bytes], *, words: Callable[[str, str], str]
) -> int:
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top"})
    share = book.add_format({"num_format": "0%", "valign": "top"})
    sheet = book.add_worksheet(words("sheet", "Chỗ khác"))
    for at, (name, (_, width)) in enumerate(COLUMNS.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, words(name, ""), head)
    count = 0
    for row in rows:
        count += 1
        for at, (name, value) in enumerate(row.items()):
            if isinstance(value, datetime):
                local = value.astimezone(LOCAL_TIME).replace(tzinfo=None)
                sheet.write_datetime(count, at, local, moment)
            elif isinstance(value, int | float):
                sheet.write_number(count, at, value, share if name == "probability" else text)
            elif value:
                # Always a string cell: a crawled "=…" must not become a formula.
                sheet.write_string(count, at, str(inert(words(name, str(value)))), text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(count, 1), len(COLUMNS) - 1)
    book.close()
    return count


def _plain(value: Any) -> Any:
    """Times as ISO 8601 on our clocks; the rest as it is."""
    if isinstance(value, datetime):
        return value.astimezone(LOCAL_TIME).isoformat(timespec="seconds")
    return value
