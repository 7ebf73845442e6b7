"""Whatever goes, a flag keeps its article, every text and every page of it, byte for byte; and its official text."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from crawler.record import warc_record
from doichieu.jobs.desk import Desk
from doichieu.jobs.retain import policy_of, retain
from doichieu.records import (
    Article,
    Claim,
    Difference,
    Evidence,
    Label,
    OfficialDocument,
    Outcome,
    Page,
    Passage,
    SentenceKind,
    Verdict,
)  # fmt: skip
from doichieu.settings import Settings
from storage import articles, decisions, documents, flags, runs, timetable
from storage.archive import archive_of, copies
from storage.database import Database, open_database
from storage.retention import Policy
from storage.schema import ArchiveRow, DecisionRow, FlagRow, RevisionRow, RunRow

NOW = datetime(2026, 11, 25, tzinfo=UTC)
NUMBER = "12/2026/QĐ-UBND"
PASSAGE = "Mức hỗ trợ là 500.000 đồng/tháng."
SENTENCE = "Mức hỗ trợ là 700.000 đồng/tháng."
#: How a flag of an article stands.
STANDINGS = ("none", "open", "decided", "undone", "withdrawn")


@dataclass(frozen=True)
class Kept:
    """One article of an example: how its flag stands, and the ages in days of its texts and pages."""

    standing: str
    texts: list[int]
    pages: list[int]
    shared: bool  #: its page has the same bytes as every other shared one


KEPT = st.builds(
    Kept,
    standing=st.sampled_from(STANDINGS),
    texts=st.lists(st.integers(0, 1000), min_size=1, max_size=3),
    pages=st.lists(st.integers(0, 1000), max_size=3),
    shared=st.booleans(),
)


def _verdict(article: Article) -> Verdict:
    start = article.full_text.index(SENTENCE)
    return Verdict(
        claim=Claim(text=SENTENCE, start=start, end=start + len(SENTENCE), kind=SentenceKind.CLAIM),
        label=Label.REFUTED, probability=0.9, flagged=True,
        evidence=Evidence(document=NUMBER, place="Điều 2", text=PASSAGE, start=0, end=len(PASSAGE), title="Quyết định"),
        differences=(Difference(kind="money", article="700.000", official="500.000", article_start=0, article_end=7, official_start=0, official_end=7),),
    )  # fmt: skip


def _body(number: int, age: int, shared: bool) -> bytes:
    return b"<p>one page for all</p>" * 40 if shared else f"<p>{number}:{age}</p>".encode() * 60  # fmt: skip


def _store(desk: Desk, number: int, kept: Kept) -> int:
    url = f"https://bao.example/{number}"
    for age in sorted(kept.texts, reverse=True):
        article = Article(url=url, title=f"Bài {number}", text=f"Bản {age}. {SENTENCE}", source_id="bao", fetched_at=NOW - timedelta(days=age))  # fmt: skip
        with desk.database.session() as session:
            saved = articles.save(session, article)
    with desk.database.session() as session:
        row = articles.get(session, saved.article_id)
        assert row is not None
        if kept.standing != "none":
            record = articles.to_record(row)
            flags.store(session, row, [_verdict(record)], documents={}, checked_by="a", model="m")
            flag = flags.of_article(session, row.id)[0]
            if kept.standing == "withdrawn":
                flags.store(session, row, [], documents={}, checked_by="b", model="m")
            elif kept.standing != "open" and flag.status == "open":
                decisions.decide(session, flag.id, Outcome.DIFFERS, reviewer="lan")
                if kept.standing == "undone":
                    decisions.undo(session, flag.id, reviewer="lan")
        for age in sorted(set(kept.pages), reverse=True):
            _keep_page(desk, session, url, _body(number, age, kept.shared), age)
    return saved.article_id


def _keep_page(desk: Desk, session: Any, url: str, body: bytes, age: int) -> None:
    at = NOW - timedelta(days=age)
    record = warc_record(Page(url=url, status=200, body=body, fetched_at=at), ())
    digest = hashlib.sha256(body).hexdigest()
    archive_of(desk.settings).keep(session, record, url=url, source_id="bao", digest=digest, at=at)


def _everything_of(desk: Desk, article_id: int) -> tuple[list[Any], list[Any]]:
    """The texts of an article, and the bytes of its pages."""
    with desk.database.reading() as session:
        row = articles.get(session, article_id)
        assert row is not None
        texts = [(one.revision, one.text) for one in articles.revisions(session, article_id)]
        archive = archive_of(desk.settings)
        pages = [(one.fetched_at, archive.read(one).body) for one in copies(session, row.url)]
    return texts, pages


def _ids(desk: Desk, kind: Any) -> set[int]:
    with desk.database.reading() as session:
        return set(session.scalars(select(kind.id)))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    held=st.lists(KEPT, min_size=1, max_size=5),
    pages=st.one_of(st.none(), st.integers(1, 900)),
    texts=st.one_of(st.none(), st.integers(1, 900)),
)
def test_what_a_flag_rests_on_is_never_let_go(
    held: list[Kept], pages: int | None, texts: int | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = Settings(data_dir=Path(folder), archive_file_bytes=400)
        database = open_database(config.database)
        desk = Desk(settings=config, database=database)
        ids = [_store(desk, number, kept) for number, kept in enumerate(held)]
        before = {one: _everything_of(desk, one) for one in ids}
        ruled = _ids(desk, FlagRow), _ids(desk, DecisionRow)
        policy = Policy(
            pages=NOW - timedelta(days=pages) if pages else None,
            revisions=NOW - timedelta(days=texts) if texts else None,
            runs=None,
        )
        told = retain(desk, policy=policy, dry_run=True)
        assert {one: _everything_of(desk, one) for one in ids} == before, (
            "a dry run lets nothing go"
        )
        went = retain(desk, policy=policy)
        assert (went["pages"], went["revisions"]) == (told["pages"], told["revisions"])
        assert (_ids(desk, FlagRow), _ids(desk, DecisionRow)) == ruled
        for kept, article_id in zip(held, ids, strict=True):
            now_texts, now_pages = _everything_of(desk, article_id)
            old_texts, old_pages = before[article_id]
            assert now_texts[-1] == old_texts[-1], "the newest text stays"
            if kept.standing != "none":
                assert (now_texts, now_pages) == (old_texts, old_pages)
            else:
                wanted = [
                    one for one in old_pages if policy.pages is None or one[0] >= policy.pages
                ]
                assert now_pages == wanted
        again = retain(desk, policy=policy)
        assert (again["pages"], again["revisions"]) == (0, 0)
        database.close()


def test_the_files_of_pages_that_went_are_freed(tmp_path: Path) -> None:
    config = Settings(data_dir=tmp_path, archive_file_bytes=1)
    database = open_database(config.database)
    desk = Desk(settings=config, database=database)
    for number in range(6):
        _store(desk, number, Kept("open" if number == 5 else "none", [1], [900], shared=False))
    files = sorted(config.archive_dir.glob("*.warc.gz"))
    assert len(files) == 6
    policy = Policy(pages=NOW, revisions=None, runs=None)
    retain(desk, policy=policy)
    assert sorted(config.archive_dir.glob("*.warc.gz")) == files, "a day has not passed yet"
    for path in files:
        os.utime(path, (0, 0))
    went = retain(desk, policy=policy)
    assert went["files"] == 5
    assert went["bytes"] > 0
    assert sorted(config.archive_dir.glob("*.warc.gz")) == files[-1:]
    database.close()


def test_a_file_that_is_mostly_let_go_is_written_anew_and_what_is_left_reads_the_same(
    tmp_path: Path,
) -> None:
    desk = Desk(settings=Settings(data_dir=tmp_path), database=open_database(Settings(data_dir=tmp_path).database))  # fmt: skip
    ids = [
        _store(desk, number, Kept("decided" if number == 3 else "none", [1], [900], shared=False))
        for number in range(8)
    ]
    newest = desk.settings.archive_dir / "99991231T000000.warc.gz"
    newest.write_bytes(b"")  # the file the next page goes into
    before = _everything_of(desk, ids[3])
    retain(desk, policy=Policy(pages=NOW, revisions=None, runs=None))
    assert _everything_of(desk, ids[3]) == before
    with desk.database.reading() as session:
        (left,) = session.scalars(select(ArchiveRow))
    assert left.offset == 0, "it lies in a file of its own"
    desk.database.close()


def test_official_texts_and_their_pages_stay(database: Database, tmp_path: Path) -> None:
    desk = Desk(settings=Settings(data_dir=tmp_path), database=database)
    passage = Passage(document=NUMBER, place="Điều 2", text=PASSAGE, start=0, end=len(PASSAGE))
    origin = "https://cong.example/12"
    document = OfficialDocument(number=NUMBER, title="Quyết định", issuer="UBND tỉnh", text=PASSAGE, passages=(passage,), effective=date(2026, 7, 1), origin=origin)  # fmt: skip
    with database.session() as session:
        documents.save(session, document)
        _keep_page(desk, session, origin, b"<p>12</p>" * 50, 3000)
        _keep_page(desk, session, "https://bao.example/cu", b"<p>cu</p>" * 50, 3000)
    assert retain(desk, policy=Policy(pages=NOW, revisions=NOW, runs=NOW))["pages"] == 1
    with database.reading() as session:
        assert len(copies(session, origin)) == 1
        assert documents.get(session, NUMBER) is not None


def test_old_runs_go_with_their_lines_but_for_the_last_of_every_job(
    database: Database, tmp_path: Path
) -> None:
    desk = Desk(settings=Settings(data_dir=tmp_path), database=database)
    with database.session() as session:
        made = [runs.start(session, kind="check", subject="") for _ in range(3)]
        for one in made:
            runs.add_lines(session, one, [runs.Line(NOW, "info", "dòng")], after=0)
            runs.finish(session, one, report={})
        timetable.begun(session, ["check"], made[1])
        session.execute(update(RunRow).where(RunRow.id != made[2]).values(finished_at=NOW - timedelta(days=91)))  # fmt: skip
    assert retain(desk, policy=policy_of(desk.settings, now=NOW))["runs"] == 1
    with database.reading() as session:
        assert [one.id for one in runs.newest(session)] == [made[2], made[1]]
        assert not runs.lines(session, made[0])
        assert session.scalar(select(func.count()).select_from(RevisionRow)) == 0


def test_crawls_that_found_nothing_go_after_two_days_and_others_stay(
    database: Database, tmp_path: Path
) -> None:
    desk = Desk(settings=Settings(data_dir=tmp_path), database=database)
    with database.session() as session:
        for report, problem in (({}, ""), ({"bao": {"articles": 1}}, ""), ({}, "hỏng / broken")):
            run = runs.start(session, kind="crawl", subject="")
            runs.finish(session, run, report=report, problem=problem)
        session.execute(update(RunRow).values(finished_at=NOW - timedelta(days=3)))
    went = retain(desk, policy=policy_of(desk.settings, now=NOW))
    assert (went["runs"], went["idle_runs"]) == (0, 1)
    with database.reading() as session:
        assert len(runs.newest(session)) == 2
