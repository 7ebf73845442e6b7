"""Nothing lost, nothing twice, nothing rewritten: on both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from doichieu.errors import DoichieuError, Retry
from doichieu.records import (
    Article,
    Claim,
    Difference,
    Evidence,
    Failure,
    Label,
    Link,
    Outcome,
    SentenceKind,
    Verdict,
)
from storage import (
    answers,
    articles,
    backup,
    decisions,
    doctor,
    document_tasks,
    flags,
    frontier,
    leases,
    log,
    search,
    users,
)
from storage.database import Database, open_database
from storage.schema import ArticleRow, Base

ARTICLE = Article(
    url="https://b.example/1",
    title="Phạm Minh nói",
    text="Lương là 5 đồng. Ông Đạt nghe.",
    source_id="bao-a",
    province="P",
    authors=("Nguyễn A",),
)
CLAIM = Claim(text="Lương là 5 đồng.", start=14, end=30, kind=SentenceKind.CLAIM)
VERDICT = Verdict(
    claim=CLAIM, label=Label.REFUTED, probability=0.9, flagged=True,
    evidence=Evidence(document="73/2024/NĐ-CP", place="Điều 3", text="Lương là 6 đồng", start=0, end=15),
    differences=(Difference(kind="money", article="5 đồng", official="6 đồng", article_start=23, article_end=29, official_start=9, official_end=15),),
)  # fmt: skip


def _flag(database: Database, article: Article = ARTICLE) -> int:
    with database.session() as session:
        saved = articles.save(session, article)
        row = articles.get(session, saved.article_id)
        flags.store(session, row, [VERDICT], documents={}, checked_by="m", model="m")
        return flags.of_article(session, saved.article_id)[0].id


def test_models_and_migrations_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        found = compare_metadata(context, Base.metadata)
    ours = [one for one in found if "search" not in str(one)]
    assert not ours


def test_articles_stored_together_are_as_if_stored_one_by_one(database: Database) -> None:
    other = replace(ARTICLE, url="https://b.example/2", title="Tin khác", text="Cầu đã xong.")
    mended = replace(ARTICLE, text="Lương là 6 đồng.")
    arrivals = [
        articles.Arrival(article=one, seen_urls=(f"{one.url}?seen",))
        for one in (ARTICLE, other, mended, other)
    ]
    with database.session() as session:
        saved = articles.save_all(session, arrivals)
        assert [one.status for one in saved] == ["new", "new", "revised", "unchanged"]
        assert saved[0].article_id == saved[2].article_id != saved[1].article_id
        texts = [one.text for one in articles.revisions(session, saved[0].article_id)]
        assert texts == [ARTICLE.text, mended.text]
        links = [Link(url=f"{one.url}?seen") for one in (ARTICLE, other)]
        assert frontier.unseen(session, links) == []
    with database.session() as session:
        assert {hit.ref for hit in search.find(session, "cau da xong")} == {
            str(saved[1].article_id)
        }
        assert search.find(session, "luong la 5") == []


def test_an_answer_changes_when_its_digest_does(database: Database) -> None:
    def answer(digest: str, *, day: int) -> answers.Answer:
        return answers.Answer(
            url="https://b.example/rss", source_id="bao-a", is_list=True, etag="", last_modified="",
            digest=digest, seen_at=datetime(2026, 3, day, tzinfo=UTC),
        )  # fmt: skip

    told = []
    for digest, day in (("a", 1), ("a", 2), ("b", 3)):
        with database.session() as session:
            answers.keep(session, [answer(digest, day=day)])
            (row,) = answers.known(session, source_ids=["bao-a"])
            told.append((row.changed_at.day, row.seen_at.day))
    assert told == [(1, 1), (1, 2), (3, 3)]


def test_an_article_is_new_once_then_unchanged_then_revised(database: Database) -> None:
    with database.session() as session:
        assert articles.save(session, ARTICLE).status == "new"
        assert articles.save(session, ARTICLE).status == "unchanged"
        changed = articles.save(session, replace(ARTICLE, text="Lương là 6 đồng."))
        assert changed.status == "revised"
        assert len(articles.revisions(session, changed.article_id)) == 2
        assert not frontier.unseen(session, [Link(url=ARTICLE.url)])


def test_a_page_read_in_another_way_is_no_revision(database: Database) -> None:
    stored = replace(ARTICLE, text="Mức lương là 5 đồng.\nCán bộ xã đến tận nhà.\nẢnh: Lan")
    otherwise = replace(ARTICLE, text="Mức lương là 5 đồng.\nCán bộ xã đến tận nhà.")
    changed = replace(ARTICLE, text="Mức lương là 6 đồng.\nCán bộ xã đến tận nhà.\nẢnh: Lan")
    with database.session() as session:
        assert articles.nearer(session, otherwise, stored) is otherwise  # nothing stored yet
        articles.save(session, stored)
        nearer = articles.nearer(session, otherwise, stored)
        assert articles.save(session, nearer).status == "unchanged"
        assert articles.nearer(session, replace(changed, text="Khác hẳn."), changed) is changed


def test_two_that_read_and_then_write_take_turns(database: Database) -> None:
    _flag(database)
    done = threading.Event()

    def other() -> None:
        with database.session() as session:
            articles.save(session, replace(ARTICLE, text="Lương là 7 đồng."))
        done.set()

    with database.session() as session:
        assert not frontier.unseen(session, [Link(url=ARTICLE.url)])  # read first
        thread = threading.Thread(target=other)
        thread.start()
        done.wait(0.3)
        frontier.mark(session, source_id="a", urls=("https://a.example/khac",))
    thread.join(20)
    assert done.is_set()


def test_a_session_that_reads_waits_for_no_writer_and_cannot_write(database: Database) -> None:
    _flag(database)
    with database.session() as writer:
        articles.save(writer, replace(ARTICLE, text="Lương là 8 đồng."))
        with database.reading() as reader:
            assert "8" not in articles.newest(reader)[0].text
    with pytest.raises(RuntimeError), database.reading() as reader:
        articles.newest(reader)[0].title = "khác"


def test_a_link_that_fails_three_times_is_put_aside(database: Database) -> None:
    link = Link(url="https://b.example/x")
    with database.session() as session:
        for left in (True, True, False):
            frontier.mark_failed(session, Failure(url=link.url, reason="timeout", detail="lâu"))
            assert bool(frontier.unseen(session, [link])) is left
        assert frontier.quarantined(session)[0].url == link.url


def test_a_changed_link_is_offered_again(database: Database) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    with database.session() as session:
        articles.save(session, ARTICLE)
        assert frontier.unseen(session, [Link(url=ARTICLE.url, modified_at=later)])


def test_words_are_found_with_and_without_diacritics(database: Database) -> None:
    with database.session() as session:
        articles.save(session, ARTICLE)
        for words in ("Phạm Minh", "pham minh", "PHAM", "dat", "Đạt", "luong dong"):
            assert search.find(session, words), words
        assert not search.find(session, "khong co")
        assert not search.find(session, '" OR *')


def test_checking_twice_makes_one_flag_and_a_corrected_sentence_says_so(database: Database) -> None:
    first = _flag(database)
    assert _flag(database) == first
    with database.session() as session:
        saved = articles.save(session, replace(ARTICLE, text="Lương là 6 đồng."))
        row = articles.get(session, saved.article_id)
        flags.store(session, row, [], documents={}, checked_by="m", model="m")
        assert flags.get(session, first).flag.corrected_at is not None


def test_syndicated_copies_are_one_row_and_are_decided_together(database: Database) -> None:
    first = _flag(database)
    _flag(database, replace(ARTICLE, url="https://c.example/1", source_id="bao-c"))
    with database.session() as session:
        rows = flags.queue(session, flags.Filters())
        assert [(row.flag.id, row.outlets) for row in rows] == [(first, 2)]
        assert len(flags.queue(session, flags.Filters(words="luong"))) == 1
        assert decisions.decide(session, first, Outcome.OFFICIAL_TEXT_WRONG, reviewer="an") == 2
        assert len(flags.queue(session, flags.Filters())) == 0
        assert document_tasks.listed(session, document="73/2024/NĐ-CP")
    with database.session() as session:
        assert decisions.undo(session, first, reviewer="an") == 2
        assert len(flags.queue(session, flags.Filters())) == 1
        assert not document_tasks.listed(session)


def test_the_second_of_two_deciders_is_told_who_was_first(database: Database) -> None:
    flag_id = _flag(database)
    with database.session() as session:
        decisions.decide(session, flag_id, Outcome.DIFFERS, reviewer="an", expected_version=0)
    with pytest.raises(Retry, match="an has just decided"), database.session() as session:
        decisions.decide(session, flag_id, Outcome.CANNOT_TELL, reviewer="binh", expected_version=0)


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE events SET actor = 'x'",
        "DELETE FROM events",
        "UPDATE decisions SET note = 'x'",
        "DELETE FROM decisions",
    ],
)
def test_the_log_and_the_rulings_refuse_to_be_rewritten(database: Database, deed: str) -> None:
    flag_id = _flag(database)
    with database.session() as session:
        decisions.decide(session, flag_id, Outcome.DIFFERS, reviewer="an")
    with pytest.raises(DoichieuError, match="append-only"), database.session() as session:
        session.execute(text(deed))
    with database.session() as session:
        assert log.read(session)[0].actor == "an"


def test_links_work_once_and_leases_exclude(database: Database) -> None:
    with database.session() as session:
        secret = users.one_time_link(session, users.create(session, "an"))
    with database.session() as session:
        assert users.redeem(session, secret).name == "an"
        assert users.redeem(session, secret) is None
        assert leases.take(session, "x", holder="a", seconds=60) == 1
        assert leases.take(session, "x", holder="b", seconds=60) is None
        leases.release(session, "x", holder="a")
    with database.session() as session:
        assert leases.take(session, "x", holder="b", seconds=60) == 2


def test_naive_times_are_refused(database: Database) -> None:
    with pytest.raises((StatementError, ValueError, DoichieuError)), database.session() as session:
        articles.mark_gone(session, ARTICLE.url, at=datetime(2026, 1, 1))
        articles.save(session, replace(ARTICLE, published_at=datetime(2026, 1, 1)))


def test_nothing_is_kept_by_who_wrote_it() -> None:
    indexed = {column.name for index in ArticleRow.__table__.indexes for column in index.columns}
    assert "authors" not in indexed
    room = Path(__file__).parents[2] / "storage"
    naming = [
        path.name for path in room.glob("*.py") if "authors" in path.read_text(encoding="utf-8")
    ]
    assert sorted(naming) == ["articles.py", "schema.py"]


def test_a_backup_is_proved_and_put_back(tmp_path: Path) -> None:
    held = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    _flag(held)
    backup.backup(held, tmp_path / "b.db")
    assert not doctor.examine(held)
    held.close()
    (tmp_path / "a.db").write_bytes(b"rac")
    with pytest.raises(DoichieuError, match=r"a\.db"):
        open_database(f"sqlite:///{tmp_path / 'a.db'}")
    (tmp_path / "bad.db").write_bytes(b"rac")
    with pytest.raises(DoichieuError, match=r"bad\.db"):
        backup.restore(tmp_path / "a.db", backup_file=tmp_path / "bad.db")
    backup.restore(tmp_path / "a.db", backup_file=tmp_path / "b.db")
    again = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with again.session() as session:
        assert len(flags.queue(session, flags.Filters())) == 1
    again.close()


WRITER = """
import sys
from doichieu.records import Article
from storage import articles
from storage.database import open_database
database = open_database(sys.argv[1])
for at in range(int(sys.argv[2]), 100000):
    with database.session() as session:
        articles.save(session, Article(url=f"https://b.example/{at}", title="T", text=f"Câu {at}.", source_id="a"))
    print(at, flush=True)
"""


def test_kill_nine_loses_nothing_and_doubles_nothing(empty_address: str) -> None:
    url = empty_address
    open_database(url).close()
    told = -1
    for turn in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, url, str(max(0, told - 3))],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ},
        )
        assert writer.stdout is not None
        told = max(told, int(writer.stdout.readline()))
        time.sleep(0.05 * turn)
        os.kill(writer.pid, signal.SIGKILL)
        told = max([told, *(int(line) for line in writer.stdout.read().split() if line.isdigit())])
        writer.wait()
    held = open_database(url)
    assert not doctor.examine(held)
    with held.session() as session:
        stored = session.execute(text("SELECT url FROM articles")).scalars().all()
        marked = set(session.execute(text("SELECT url FROM frontier")).scalars())
    held.close()
    assert len(stored) == len(set(stored))
    assert set(stored) == marked
    assert len(stored) >= told
