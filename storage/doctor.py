"""What is wrong with a database, each finding in words with its remedy."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from doichieu.errors import DoichieuError
from doichieu.two_languages import halves
from storage import log_chain
from storage.database import Database
from storage.migrate import current, head

#: What must be findable: kind of thing, its table, its name in words.
_FOUND = (
    ("article", "articles", "bài", "articles"),
    ("flag", "flags", "chỗ khác", "flags"),
    ("document", "official_documents", "văn bản", "documents"),
)
#: Rows that should never be: what counts them, and what to say of them.
_NEVER = (
    (
        "SELECT count(*) FROM articles a WHERE a.revision <> "
        "(SELECT count(*) FROM revisions r WHERE r.article_id = a.id)",
        "bài thiếu hoặc thừa bản đã lưu; khôi phục bản sao lưu",
        "articles with a text missing or doubled: restore a backup",
    ),
    (
        "SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM revisions r "
        "WHERE r.article_id = a.id AND r.revision = a.revision AND r.digest = a.digest)",
        "bài khác với bản mới nhất đã lưu; khôi phục bản sao lưu",
        "articles that are not their newest text: restore a backup",
    ),
    (
        "SELECT count(*) FROM flags f WHERE f.status NOT IN ('open', 'withdrawn') AND NOT EXISTS "
        "(SELECT 1 FROM decisions d WHERE d.flag_id = f.id AND d.outcome = f.status)",
        "chỗ khác có kết luận mà không có quyết định; khôi phục bản sao lưu",
        "flags with an outcome nobody ruled: restore a backup",
    ),
    (
        "SELECT count(*) FROM flags f WHERE f.status IN ('open', 'withdrawn') AND "
        "(SELECT d.outcome FROM decisions d WHERE d.flag_id = f.id ORDER BY d.id DESC LIMIT 1)"
        " <> 'undone'",
        "quyết định không tới được chỗ khác của nó; khôi phục bản sao lưu",
        "rulings that never reached their flag: restore a backup",
    ),
)


def examine(database: Database, *, archive: Path | None = None) -> list[str]:
    """Findings, none for a sound database; with the folder of the archive, its files too."""
    if current(database.engine) != head():
        return ["lược đồ cũ: chạy doichieu db upgrade / old schema: run doichieu db upgrade"]
    findings = _index(database) if database.is_sqlite else []
    with database.reading() as session:
        if database.is_sqlite:
            findings += _sqlite(session)
        findings += _never(session)
        findings += _search(session)
        findings += _log(session)
        if archive is not None:
            findings += _archive(session, archive)
    return findings


def _log(session: Session) -> list[str]:
    trouble = log_chain.check(session).trouble
    if not trouble:
        return []
    vi, en = halves(trouble)
    return [f"nhật ký: {vi}; đối chiếu với bản sao lưu / log: {en}; hold it against a backup"]


def _index(database: Database) -> list[str]:
    """FTS5 reads its words against its texts when told to write a command; a read-only disk has no such check."""
    try:
        with database.session() as session:
            session.execute(text("INSERT INTO search (search) VALUES ('integrity-check')"))
    except DoichieuError as error:
        if error.reason in ("database_read_only", "database_busy"):
            return []
        return [
            "chỉ mục tìm kiếm hư hỏng; khôi phục bản sao lưu / the search index is damaged: restore a backup"
        ]
    return []


def _sqlite(session: Session) -> list[str]:
    damage = [row[0] for row in session.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
    orphans = session.execute(text("PRAGMA foreign_key_check")).all()
    told = [
        f"hư hỏng: {one}; khôi phục bản sao lưu / damage: restore a backup" for one in damage[:5]
    ]
    if orphans:
        told.append(
            f"{len(orphans)} dòng mồ côi; khôi phục bản sao lưu / orphaned rows: restore a backup"
        )
    return told


def _never(session: Session) -> list[str]:
    counted = [(session.scalar(text(query)), vi, en) for query, vi, en in _NEVER]
    return [f"{count} {vi} / {en}" for count, vi, en in counted if count]


def _search(session: Session) -> list[str]:
    """Things that cannot be found, and finds that are gone; the index can be made anew."""
    told = []
    for kind, table, vi, en in _FOUND:
        found = f"SELECT ref FROM search WHERE kind = '{kind}'"
        held = f"SELECT CAST(id AS text) FROM {table}"
        missing = _count(session, held, found)
        extra = _count(session, found, held)
        if missing:
            told.append(f"{missing} {vi} không có trong chỉ mục tìm kiếm / {en} missing from the search index")  # fmt: skip
        if extra:
            told.append(f"{extra} mục tìm kiếm trỏ tới {vi} không còn / search entries of {en} that are gone")  # fmt: skip
    return told


def _count(session: Session, of: str, but: str) -> int:
    return int(session.scalar(text(f"SELECT count(*) FROM ({of} EXCEPT {but}) AS x")) or 0)


def _archive(session: Session, folder: Path) -> list[str]:
    """Files of the archive that are gone, or end before a copy that lies in them."""
    reach = session.execute(
        text('SELECT file, max("offset" + length) FROM archive GROUP BY file ORDER BY file')
    )
    return [
        f"archive/{name} thiếu hoặc bị cắt ngắn; chép lại từ bản sao lưu"
        f" / archive/{name} is missing or cut short: put it back from a backup"
        for name, end in reach
        if _size(folder / name) < end
    ]


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1
