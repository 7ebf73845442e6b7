"""What is wrong with a database, each finding in words with its remedy."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from doichieu.two_languages import halves
from storage import log_chain
from storage.database import Database
from storage.migrate import current, head


def examine(database: Database) -> list[str]:
    """Findings, none for a sound database."""
    findings = []
    if current(database.engine) != head():
        findings.append(
            "lược đồ cũ: chạy doichieu db upgrade / old schema: run doichieu db upgrade"
        )
    with database.reading() as session:
        if database.is_sqlite:
            findings += _sqlite(session)
        findings += _search(session)
        findings += _log(session)
    return findings


def _log(session: Session) -> list[str]:
    trouble = log_chain.check(session).trouble
    if not trouble:
        return []
    vi, en = halves(trouble)
    return [f"nhật ký: {vi}; đối chiếu với bản sao lưu / log: {en}; hold it against a backup"]


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


def _search(session: Session) -> list[str]:
    missing = session.scalar(
        text(
            "SELECT count(*) FROM articles WHERE CAST(id AS text) NOT IN "
            "(SELECT ref FROM search WHERE kind = 'article')"
        )
    )
    if not missing:
        return []
    return [
        f"{missing} bài không có trong chỉ mục tìm kiếm / articles missing from the search index"
    ]
