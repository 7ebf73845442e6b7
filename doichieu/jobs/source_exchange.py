"""Sources in and out: OPML for feed readers, TOML for another installation."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crawler.opml import read_opml, write_opml
from crawler.registry import source_from, source_toml, write_source
from doichieu.errors import DoichieuError, Quarantine, Skip, WrongUse
from doichieu.jobs.article_files import read_bytes
from doichieu.jobs.desk import open_desk
from doichieu.jobs.sources import known
from doichieu.records import Source
from doichieu.settings import Settings
from storage import sources as source_rows

FORMATS = ("opml", "toml")
#: What each source of a TOML list stands under.
_TABLE = "source"


@dataclass(kw_only=True, slots=True)
class Imported:
    """The sources written, and what was left out and why."""

    sources: list[Source] = field(default_factory=list)
    problems: list[DoichieuError] = field(default_factory=list)


def import_sources(file: Path, *, settings: Settings) -> Imported:
    """Take the sources of an OPML or TOML file into the data folder; what cannot be is told and left out.

    Raises WrongUse for a file that is not there, Quarantine for one that is neither.
    """
    imported = Imported()
    if not file.exists():
        raise WrongUse(
            vi=f"không có tệp {file}; hãy kiểm tra đường dẫn",
            en=f"there is no file {file}; check the path",
            reason="no_file",
        )
    for held in _held(file, imported):
        place = Path(f"{file} ({held.get('id') or held.get('name') or '?'})")
        try:
            source = source_from(held, path=place)
            write_source(source, folder=settings.sources_dir)
            imported.sources.append(source)
        except DoichieuError as error:
            imported.problems.append(error)
    if not imported.sources and not imported.problems:
        raise Skip(
            vi=f"{file}: không có nguồn tin nào (outline có xmlUrl, hay bảng [[source]])",
            en=f"{file}: holds no source (an outline with xmlUrl, or a table [[source]])",
            reason="empty_list",
        )
    with open_desk(settings) as desk:
        desk.registry()
    return imported


def export_sources(
    ids: Sequence[str], *, form: str, settings: Settings, enabled_only: bool = False
) -> bytes:
    """The sources named, or all, as one file; with what this installation turned on and proved."""
    if form not in FORMATS:
        raise WrongUse(
            vi=f"không biết định dạng “{form}”; chọn opml hoặc toml",
            en=f'there is no format "{form}"; choose opml or toml',
            reason="bad_format",
        )
    chosen = list(_chosen(ids, settings=settings, enabled_only=enabled_only))
    if form == "opml":
        return write_opml(chosen, title="Đối Chiếu")
    return "\n".join(f"[[{_TABLE}]]\n{source_toml(one)}" for one in chosen).encode()


def write_list(output: Path, body: bytes) -> None:
    """The list as a file; DoichieuError naming it when it cannot be written."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(body)
    except OSError as error:
        raise DoichieuError(
            vi=f"không ghi được {output} ({error.strerror}); hãy kiểm tra quyền và chỗ trống",
            en=f"cannot write {output} ({error.strerror}); check permissions and free space",
            reason="unwritable",
        ) from error


def _chosen(ids: Sequence[str], *, settings: Settings, enabled_only: bool) -> Iterator[Source]:
    with open_desk(settings) as desk:
        registry = desk.registry()
        known(ids, registry)
        with desk.database.session() as session:
            states = source_rows.states(session)
            for source in registry.sources.values():
                state = states[source.id]
                if (not ids or source.id in ids) and (state.enabled or not enabled_only):
                    yield replace(source, enabled=state.enabled, verified=state.verified)


def _held(file: Path, imported: Imported) -> list[dict[str, Any]]:
    body = read_bytes(file)
    if file.suffix.lower() == ".toml":
        return _tables(body, file)
    outlines = read_opml(body, place=str(file))
    for vi, en in outlines.left_out:
        imported.problems.append(Skip(vi=f"{file}: {vi}", en=f"{file}: {en}", reason="left_out"))
    return outlines.held


def _tables(body: bytes, file: Path) -> list[dict[str, Any]]:
    try:
        held = tomllib.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Quarantine(
            vi=f"{file}: không đọc được TOML ({error})",
            en=f"{file}: is no readable TOML ({error})",
            reason="bad_toml",
        ) from error
    tables = held.get(_TABLE)
    if tables is None and "id" in held:
        return [held]
    return [one for one in tables or [] if isinstance(one, dict)]
