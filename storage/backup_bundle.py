"""What a backup holds, file by file with digests; and one zip of it all."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from doichieu.errors import DoichieuError

#: Names within a zip.
DATABASE, MANIFEST = "doichieu.db", "manifest.json"
#: Bytes digested at a time.
PART = 1 << 20


def manifest(database: Path, folders: tuple[Path, ...]) -> dict[str, Any]:
    """Every file with its size and SHA-256, as it is after the database was copied: never less than it names."""
    files = {DATABASE: _told(database)}
    for folder in folders:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            files[f"{folder.name}/{path.relative_to(folder).as_posix()}"] = _told(path)
    return {"made_at": datetime.now(UTC).isoformat(timespec="seconds"), "files": files}


def write_manifest(output: Path, held: dict[str, Any]) -> None:
    """Beside the backup, for a person or a program."""
    path = output.with_name(f"{output.name}.{MANIFEST}")
    path.write_text(json.dumps(held, indent=1, ensure_ascii=False), encoding="utf-8")


def bundle(part: Path, folders: tuple[Path, ...], held: dict[str, Any]) -> None:
    """Make a zip of the database at `part` and the folders, in its place, and read it once more.

    A file that grew since it was listed goes in as far as it was listed.
    """
    packed = part.with_name(f"{part.name}.zip")
    places = {DATABASE: part} | {f"{one.name}/": one for one in folders}
    try:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED, allowZip64=True) as whole:
            whole.writestr(MANIFEST, json.dumps(held))
            for name, told in held["files"].items():
                _put(whole, name, _place(places, name), told["bytes"])
        prove_bundle(packed)
        packed.replace(part)
    finally:
        packed.unlink(missing_ok=True)


def prove_bundle(path: Path) -> None:
    """DoichieuError unless every file of the zip has the digest that its manifest says."""
    try:
        with zipfile.ZipFile(path) as whole:
            held = json.loads(whole.read(MANIFEST))
            for name, told in held["files"].items():
                with whole.open(name) as file:
                    if _digest(file) != told["sha256"]:
                        raise _unsound(path, name)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise _unsound(path, str(error)) from error


@contextmanager
def unbundle(backup_file: Path, folder: Path | None) -> Iterator[Path]:
    """The database of a backup; what lies beside it in a zip is put into `folder` once the work is done."""
    if not zipfile.is_zipfile(backup_file):
        yield backup_file
        return
    prove_bundle(backup_file)
    with TemporaryDirectory(dir=backup_file.parent) as place, zipfile.ZipFile(backup_file) as whole:
        yield Path(whole.extract(DATABASE, place))
        for name in json.loads(whole.read(MANIFEST))["files"]:
            if name != DATABASE and folder is not None:
                whole.extract(name, folder)  # keeps to the folder whatever the name says


def _put(whole: zipfile.ZipFile, name: str, path: Path, size: int) -> None:
    with path.open("rb") as file, whole.open(zipfile.ZipInfo(name), "w", force_zip64=True) as out:
        left = size
        while left and (part := file.read(min(PART, left))):
            out.write(part)
            left -= len(part)


def _place(places: dict[str, Path], name: str) -> Path:
    top, _, rest = name.partition("/")
    return places[f"{top}/"] / rest if rest else places[name]


def _told(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = _digest(file)
        return {"bytes": file.tell(), "sha256": digest}


def _digest(file: Any) -> str:
    digest = hashlib.sha256()
    while part := file.read(PART):
        digest.update(part)
    return digest.hexdigest()


def _unsound(path: Path, why: str) -> DoichieuError:
    return DoichieuError(
        vi=f"{path} không phải bản sao lưu lành lặn ({why}); hãy dùng bản khác",
        en=f"{path} is no sound backup ({why}); use another one",
        reason="bad_backup",
    )
