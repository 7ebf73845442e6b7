"""Files, folders and fetched pages → official documents; one bad file never stops the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.document import agree_with_text, build_document
from corpus.read_docx import read_docx
from corpus.read_html import read_html
from corpus.read_pdf import read_pdf
from corpus.read_text import decode, read_text
from corpus.same import alike
from corpus.supersede import settle
from corpus.suspicions import ringed
from doichieu.errors import DoichieuError, Quarantine, unreadable
from doichieu.legal import identity_of
from doichieu.records import OfficialDocument, Page

#: What a folder is searched for.
SUFFIXES = (".md", ".txt", ".html", ".htm", ".pdf", ".docx")
#: Larger than any official text with its annexes.
MAX_BYTES = 50_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """A file that gave no document, and why."""

    place: str
    error: DoichieuError


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """What a file or folder gave."""

    documents: tuple[OfficialDocument, ...]
    problems: tuple[Problem, ...] = ()


def load_path(path: Path) -> Loaded:
    """Every official text of a file or folder, settled; problems beside them."""
    read = read_path(path)
    return Loaded(documents=settle(read.documents), problems=read.problems)


def read_path(path: Path) -> Loaded:
    """The same as each text has it, before what the others do to it."""
    files = sorted(_files(path)) if path.is_dir() else [path]
    documents: list[OfficialDocument] = []
    problems: list[Problem] = []
    for file in files:
        try:
            documents.append(load_file(file))
        except DoichieuError as error:
            problems.append(Problem(place=str(file), error=error))
    kept, doubled = _one_of_each(documents)
    wrong = ringed(kept)
    rings = [
        Problem(place=one.origin, error=_placed(wrong[one.number], one.origin))
        for one in kept
        if one.number in wrong
    ]
    sound = tuple(one for one in kept if one.number not in wrong)
    return Loaded(documents=sound, problems=(*problems, *doubled, *rings))


def load_file(path: Path) -> OfficialDocument:
    """The official text in `path`; Quarantine with a message naming the file and the remedy."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Quarantine(
                vi=f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB; hãy tách thành các văn bản",
                en=f"larger than {MAX_BYTES // 1_000_000} MB; split it into documents",
                reason="too_large",
            )
        body = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    except Quarantine as error:
        raise _placed(error, str(path)) from error
    return read_page(Page(url=str(path), status=200, body=body))


def read_page(page: Page) -> OfficialDocument:
    """The official text in what was fetched; Quarantine names the address or file."""
    try:
        text, head, title = _read(page)
        return build_document(text, head=head, origin=page.url, title=title)
    except DoichieuError as error:
        raise _placed(error, page.url) from error


def _read(page: Page) -> tuple[str, dict[str, Any], str]:
    body, kind = page.body, page.content_type.lower()
    suffix = Path(page.url.split("?")[0].split("#")[0]).suffix.lower()
    if not body.strip():
        raise Quarantine(
            vi="tệp rỗng; hãy tải hoặc lưu lại",
            en="the file is empty; save it again",
            reason="empty",
        )
    if body[:1024].lstrip().startswith(b"%PDF") or (suffix == ".pdf" and "html" not in kind):
        return read_pdf(body), {}, ""
    if body[:4] == b"PK\x03\x04" or (suffix == ".docx" and "html" not in kind):
        return read_docx(body), {}, ""
    if suffix in (".html", ".htm") or "html" in kind or _looks_like_html(body):
        text, facts, title = read_html(decode(body))
        agree_with_text(facts, text)
        return text, facts, title
    if suffix in (".md", ".txt", "") or kind.startswith("text/"):
        text, head = read_text(body)
        return text, head, ""
    raise Quarantine(
        vi="không phải .md, .txt, .html, .pdf hay .docx; hãy lưu ở một trong các dạng đó",
        en="not a .md, .txt, .html, .pdf or .docx file; save it as one of these",
        reason="unknown_format",
    )


def _looks_like_html(body: bytes) -> bool:
    start = body[:1024].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html")) or b"<body" in start


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        named = path.name.lower() not in ("readme.md", "readme.txt")
        if path.suffix.lower() in SUFFIXES and path.is_file() and not hidden and named:
            yield path


def _one_of_each(
    documents: Iterable[OfficialDocument],
) -> tuple[list[OfficialDocument], list[Problem]]:
    """One document an identity: from two places it has two origins; another text under its number is named."""
    kept: dict[tuple[str, str, int], OfficialDocument] = {}
    problems: list[Problem] = []
    for document in documents:
        key = identity_of(document)
        other = kept.get(key)
        if other is None:
            kept[key] = document
            continue
        longer, shorter = sorted((other, document), key=lambda one: -len(one.text))
        if alike(longer.text, shorter.text):
            kept[key] = replace(longer, origins=(*longer.origins, *shorter.origins))
        else:
            kept[key] = longer
            problems.append(
                Problem(place=shorter.origin, error=two_with_one_number(shorter, longer))
            )
    return list(kept.values()), problems


def two_with_one_number(shorter: OfficialDocument, longer: OfficialDocument) -> Quarantine:
    """The error of a text whose number another text has already."""
    return Quarantine(
        vi=f"{shorter.origin}: trùng số {shorter.number} với {longer.origin} nhưng khác nội dung; "
        "giữ bản kia, hãy so lại rồi sửa số hoặc bỏ một bản",
        en=f"{shorter.origin}: has the number {shorter.number} of {longer.origin} but another text; "
        "that one is kept; compare, then correct a number or take one away",
        reason="two_with_one_number",
    )


def _placed(error: DoichieuError, place: str) -> DoichieuError:
    if place in str(error):
        return error
    return type(error)(vi=f"{place}: {error.vi}", en=f"{place}: {error.en}", reason=error.reason)
