"""A file on disk → Article: plain text, a saved page, or the JSON that `extract` prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.extract import extract
from crawler.short_articles import read_short_article
from doichieu.errors import DoichieuError, Quarantine, Skip
from doichieu.local_time import LOCAL_TIME
from doichieu.records import Article
from doichieu.text import nfc

#: Newspapers here write local time and seldom say so.

#: More than any newspaper page; a larger file is something else.
MAX_BYTES = 20_000_000


def read_article(path: Path) -> Article:
    """The article in `path` (.txt, .html, .htm or .json); raises Quarantine naming the file."""
    if path.is_dir():
        raise Quarantine(
            vi=f"{path}: đây là thư mục; hãy ghi từng bài báo, ví dụ {path}/*.html",
            en=f"{path}: this is a folder; name the articles in it, e.g. {path}/*.html",
            reason="folder",
        )
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise Quarantine(
            vi=f"{path}: không phải .txt, .html hay .json; hãy lưu bài báo ở một trong các dạng đó",
            en=f"{path}: not a .txt, .html or .json file; save the article as one of these",
            reason="unknown_format",
        )
    body = read_bytes(path)
    try:
        return read(body)
    except DoichieuError as error:
        raise type(error)(
            vi=_naming(path, error.vi), en=_naming(path, error.en), reason=error.reason
        ) from error


def read_bytes(path: Path, *, most: int = MAX_BYTES) -> bytes:
    """What the file holds; raises Quarantine when it is missing, unreadable, empty or too large."""
    try:
        # Asked first: a folder, a pipe or a device cannot be read to its end.
        size = path.stat().st_size if path.is_file() or not path.exists() else None
        body = path.read_bytes() if size is not None and size <= most else b""
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if size is None:
        raise _no_file(path)
    if size > most:
        raise Quarantine(
            vi=f"{path}: tệp lớn hơn {most // 1_000_000} MB, không đọc",
            en=f"{path}: larger than {most // 1_000_000} MB, not read",
            reason="too_large",
        )
    if not body.strip():
        raise Quarantine(
            vi=f"{path}: tệp rỗng; hãy kiểm tra lại bước lưu bài",
            en=f"{path}: the file is empty; check how it was saved",
            reason="empty",
        )
    return body


def _from_text(body: bytes) -> Article:
    text = nfc(_decode(body)).replace("\r\n", "\n").replace("\r", "\n")
    title, _, rest = text.partition("\n")
    return Article(url="", title=title, text=rest, paragraphs=_paragraphs(rest))


def _from_page(body: bytes) -> Article:
    try:
        return extract(body, url="", content_type="text/html")
    except Skip as error:
        # Whoever hands us a page says that it is an article, be it one sentence long.
        short = None if error.reason == "empty" else read_short_article(body, url="")
        if short is None:
            raise
        return short


def _from_json(body: bytes) -> Article:
    data = _load_json(body)
    text = nfc(_string(data, "text") or "\n".join(data.get("paragraphs") or ()))
    title = nfc(_string(data, "title") or "")
    if not (text.strip() or title.strip()):
        raise _not_an_article("thiếu “text” và “title”", 'has neither "text" nor "title"')
    return Article(
        url=_string(data, "url") or "",
        canonical_url=_string(data, "canonical_url"),
        title=title,
        text=text,
        published_at=_moment(data, "published_at"),
        modified_at=_moment(data, "modified_at"),
        site_name=_string(data, "site_name"),
        language=_string(data, "language"),
        province=_string(data, "province"),
        paragraphs=_paragraphs(text),
    )


_READERS: Mapping[str, Callable[[bytes], Article]] = {
    ".txt": _from_text,
    ".html": _from_page,
    ".htm": _from_page,
    ".json": _from_json,
}


def _decode(body: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1258"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Quarantine(
        vi="không phải văn bản đọc được; hãy lưu lại bằng UTF-8",
        en="not readable text; save it again as UTF-8",
        reason="not_text",
    )


def _load_json(body: bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _not_an_article(f"JSON hỏng ({error})", f"damaged JSON ({error})") from error
    if not isinstance(data, dict):
        raise _not_an_article("không phải một đối tượng JSON", "not one JSON object")
    return data


def _string(data: Mapping[str, Any], key: str) -> str | None:
    value = data.get(key)
    if value is None or isinstance(value, str):
        return value
    raise _not_an_article(f"“{key}” không phải chuỗi", f'"{key}" is not a string')


def _moment(data: Mapping[str, Any], key: str) -> datetime | None:
    value = _string(data, key)
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise _not_an_article(
            f"“{key}” không phải thời điểm ISO 8601: {value}",
            f'"{key}" is not an ISO 8601 time: {value}',
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_TIME)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _naming(path: Path, message: str) -> str:
    return message if str(path) in message else f"{path}: {message}"


def _not_an_article(vi: str, en: str) -> Quarantine:
    return Quarantine(
        vi=f"{vi}; cần dạng mà lệnh extract in ra",
        en=f"{en}; the form that `extract` prints is needed",
        reason="not_an_article",
    )


def _no_file(path: Path) -> Quarantine:
    folder = path.is_dir()
    return Quarantine(
        vi=f"{path}: {'đây là thư mục; hãy đưa từng tệp trong đó' if folder else 'không phải tệp thường'}",
        en=f"{path}: {'a folder; give the files in it' if folder else 'not a regular file'}",
        reason="unreadable",
    )


def _unreadable(path: Path, error: OSError | ValueError) -> Quarantine:
    missing = isinstance(error, FileNotFoundError)
    return Quarantine(
        vi=f"{path}: {'không có tệp này' if missing else 'không đọc được'}; hãy kiểm tra đường dẫn và quyền",
        en=f"{path}: {'no such file' if missing else 'cannot be read'}; check the path and its permissions",
        reason="missing" if missing else "unreadable",
    )
