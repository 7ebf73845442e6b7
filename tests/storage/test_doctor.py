"""Half rows, an index out of step and files that are gone are found and told, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from doichieu.records import Article
from storage import articles, doctor, search
from storage.archive import Archive
from storage.database import Database, open_database

ARTICLE = Article(
    url="https://b.example/1", title="Bến mới", text="Bến mở cửa lúc 5 giờ.", source_id="bao-a"
)


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("DELETE FROM search", "2 bài không có trong chỉ mục"),
        ("DELETE FROM revisions WHERE article_id = 1", "1 bài thiếu hoặc thừa"),
        ("UPDATE articles SET digest = 'x' WHERE id = 2", "1 bài khác với bản mới nhất"),
    ],
)
def test_damage_is_told_in_words_with_its_remedy(database: Database, deed: str, told: str) -> None:
    with database.session() as session:
        articles.save(session, ARTICLE)
        articles.save(session, replace(ARTICLE, url="https://b.example/2", text="Bến đã dời."))
    assert doctor.examine(database) == []
    with database.session() as session:
        session.execute(text(deed))
    found = doctor.examine(database)
    assert any(told in line for line in found), found
    assert all(" / " in line for line in found)


def test_what_is_found_and_is_gone_is_told(database: Database) -> None:
    with database.session() as session:
        search.put(session, kind="flag", ref="7", title="Không", body="còn")
    assert len(doctor.examine(database)) == 1


def test_a_file_of_the_archive_that_is_cut_short_or_gone_is_told(
    database: Database, tmp_path: Path
) -> None:
    archive = Archive(tmp_path / "archive", file_bytes=1, most_bytes=10_000)
    with database.session() as session:
        for at in range(2):
            archive.keep(
                session, b"x" * 100, url=f"https://b.example/{at}", source_id="bao-a",
                digest=str(at), at=datetime.now(UTC),
            )  # fmt: skip
    assert doctor.examine(database, archive=archive.folder) == []
    first, second = sorted(archive.folder.iterdir())
    first.write_bytes(b"x" * 99)
    second.unlink()
    found = doctor.examine(database, archive=archive.folder)
    assert len(found) == 2
    assert first.name in found[0]


def test_an_index_whose_words_are_torn_is_told(tmp_path: Path) -> None:
    held = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with held.session() as session:
        articles.save(session, ARTICLE)
    with held.session() as session:
        session.execute(text("UPDATE search_content SET c3 = 'khac han'"))
    found = doctor.examine(held)
    held.close()
    assert any("chỉ mục tìm kiếm hư hỏng" in line for line in found), found
