"""Alerts and digests over a real HTTP server and a real mail server: told once, called over once, never lost, never loud."""

from __future__ import annotations

import email
import email.policy
import json
import logging
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr

from doichieu.errors import WrongUse
from doichieu.jobs.alert_commands import tried_addresses
from doichieu.jobs.alerts import notify
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.sending import addresses_in
from doichieu.records import (  # fmt: skip
    Article,
    Claim,
    CrawlReport,
    Difference,
    Evidence,
    Label,
    Outcome,
    SentenceKind,
    Source,
    SourceKind,
    Verdict,
)
from doichieu.settings import Settings
from storage import alerts, articles, decisions, flags, health, log, outgoing, runs
from storage import sources as source_rows
from storage.alert_schema import OutgoingRow
from storage.schema import EventRow, FlagRow

#: An hour of the day in Viet Nam at which nothing is quiet and no digest is due: 05/11/2026 was a Thursday.
NOON = datetime(2026, 11, 5, 5, 0, tzinfo=UTC)
SECRET = "khoa-bi-mat-1234"
SENTENCE = "Mức trợ cấp người cao tuổi là 400.000 đồng/tháng."


@dataclass
class Receiver:
    """What a web service was told, and how it answers."""

    port: int = 0
    status: int = 200
    heard: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A web service that takes Apprise's JSON."""
    held = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if held.status < 400:
                held.heard.append(json.loads(body))
            self.send_response(held.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield held
    server.shutdown()
    server.server_close()


@pytest.fixture
def post_office() -> Iterator[Any]:
    """A mail server; its letters as messages."""

    class Box:
        def __init__(self) -> None:
            self.letters: list[Any] = []

        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's own name
            self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # fmt: skip
            return "250 OK"

    box = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.address = f"mailto://127.0.0.1:{port}?from=desk@lam-giang.example&to=truc@lam-giang.example&mode=insecure"  # type: ignore[attr-defined]
    yield box
    controller.stop()


def _settings(folder: Path, receiver: Receiver | None = None, **said: Any) -> Settings:
    if receiver is not None:
        said["alert_addresses"] = f"json://ai:{SECRET}@127.0.0.1:{receiver.port}/{SECRET}"
    return Settings(data_dir=folder, **{"alert_backup_hours": 0, **said})


@pytest.fixture
def desk(tmp_path: Path, receiver: Receiver) -> Iterator[Desk]:
    """A desk whose alerts go to the receiver."""
    with open_desk(_settings(tmp_path, receiver)) as held:
        yield held


def _with(desk: Desk, **said: Any) -> Desk:
    said = {name: SecretStr(value) if name.endswith("addresses") else value for name, value in said.items()}  # fmt: skip
    return Desk(settings=desk.settings.model_copy(update=said), database=desk.database)


def _flag(desk: Desk, path: str = "/a", *, outlet: str = "bao-mau", at: datetime = NOON) -> int:
    """A flag that stands high in the queue."""
    article = Article(url=f"https://{outlet}.example{path}", title=f"Tin {path}", text=f"Mở đầu. {SENTENCE}", source_id=outlet, published_at=datetime.now(UTC))  # fmt: skip
    official = "Mức trợ cấp là 500.000 đồng/tháng."
    start = article.full_text.index(SENTENCE)
    found = Difference(kind="money", article="400.000 đồng", official="500.000 đồng", article_start=start + 30, article_end=start + 42, official_start=15, official_end=27)  # fmt: skip
    verdict = Verdict(
        claim=Claim(text=SENTENCE, start=start, end=start + len(SENTENCE), kind=SentenceKind.CLAIM), label=Label.REFUTED,
        probability=0.99, flagged=True, differences=(found,),
        evidence=Evidence(document="12/2026/NQ", place="Điều 1", text=official, start=0, end=len(official)),
    )  # fmt: skip
    with desk.database.session() as session:
        saved = articles.save(session, article)
        row = articles.get(session, saved.article_id)
        assert row is not None
        flags.store(session, row, [verdict], documents={}, checked_by="m/1", model="m")
        flag = flags.of_article(session, row.id)[0]
        return flag.id


def _fail(desk: Desk, kind: str = "check", *, times: int = 1, problem: str = "đĩa đầy / disk full") -> None:  # fmt: skip
    for _ in range(times):
        with desk.database.session() as session:
            run = runs.start(session, kind=kind, subject="x")
            runs.finish(session, run, report={}, problem=problem)


def _standing(desk: Desk) -> set[tuple[str, str]]:
    with desk.database.reading() as session:
        return {(row.kind, row.subject) for row in alerts.standing_alerts(session)}


def test_a_failing_job_is_told_once_and_called_over_once(desk: Desk, receiver: Receiver) -> None:
    _fail(desk, times=2)
    assert notify(desk, now=NOON).told == 0
    _fail(desk)
    for minute in range(5):
        notify(desk, now=NOON + timedelta(minutes=minute))
    assert [one["title"] for one in receiver.heard] == ["Đối Chiếu: 1 việc cần xem"]
    assert "Việc chạy hỏng: check: 3 lần liền hỏng (đĩa đầy; disk full)" in receiver.heard[0]["message"]  # fmt: skip
    _fail(desk, problem="")
    for minute in range(5, 10):
        notify(desk, now=NOON + timedelta(minutes=minute))
    assert [one["title"] for one in receiver.heard[1:]] == ["Đối Chiếu: 1 việc đã hết"]
    _fail(desk, times=3)
    notify(desk, now=NOON + timedelta(minutes=11))
    assert len(receiver.heard) == 3


def test_a_restart_tells_nothing_again(tmp_path: Path, desk: Desk, receiver: Receiver) -> None:
    _fail(desk, times=3)
    notify(desk, now=NOON)
    with open_desk(desk.settings) as again:
        notify(again, now=NOON + timedelta(minutes=1))
    assert len(receiver.heard) == 1


def test_an_urgent_story_is_one_alert_however_many_outlets_until_somebody_rules(desk: Desk, receiver: Receiver) -> None:  # fmt: skip
    loud = _with(desk, alert_urgency=60, public_url="https://desk.example")
    flag = _flag(desk)
    _flag(desk, outlet="bao-hai")
    for minute in range(3):
        notify(loud, now=datetime.now(UTC) + timedelta(minutes=minute))
    (told,) = [one for one in receiver.heard if "gấp" in one["message"]]
    assert "400.000 đồng ≠ 500.000 đồng" in told["message"]
    assert f"https://desk.example/flags/{flag}" in told["message"]
    with desk.database.session() as session:
        decisions.decide(session, flag, Outcome.DIFFERS, reviewer="lan")
    notify(loud, now=datetime.now(UTC) + timedelta(minutes=4))
    assert receiver.heard[-1]["title"] == "Đối Chiếu: 1 việc đã hết"
    assert _standing(desk) == set()


def test_a_flag_below_the_urgency_and_one_flagged_long_ago_are_no_alert(desk: Desk, receiver: Receiver) -> None:  # fmt: skip
    flag = _flag(desk)
    notify(_with(desk, alert_urgency=100), now=datetime.now(UTC))
    with desk.database.session() as session:
        session.get_one(FlagRow, flag).created_at = datetime.now(UTC) - timedelta(days=3)
    notify(_with(desk, alert_urgency=10), now=datetime.now(UTC))
    assert receiver.heard == []


def _source_days(desk: Desk, articles_by_day: dict[date, int]) -> None:
    held = Source(id="bao-mau", name="Báo Mẫu", kind=SourceKind.NEWS, home_url="https://bao-mau.example", enabled=True)  # fmt: skip
    with desk.database.session() as session:
        source_rows.sync(session, [held])
        for day, count in articles_by_day.items():
            at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
            health.note(session, held, CrawlReport(source_id=held.id, started_at=at, finished_at=at, articles=count), day=day)  # fmt: skip


def test_a_silent_source_is_told_and_one_that_nobody_reads_is_not(desk: Desk, receiver: Receiver) -> None:  # fmt: skip
    days = [date(2026, 11, 5) - timedelta(days=back) for back in range(12)]
    _source_days(desk, {day: 9 if day < date(2026, 10, 27) else 0 for day in days})
    notify(desk, now=NOON)
    assert "Báo Mẫu: không có bài mới từ 26/10/2026" in receiver.heard[0]["message"]
    _source_days(desk, {date(2026, 11, 5): 4})
    notify(desk, now=NOON + timedelta(hours=1))
    assert _standing(desk) == set()
    notify(desk, now=NOON + timedelta(days=30))  # not read since: that is another fault
    assert _standing(desk) == set()


def test_a_backlog_is_told_when_it_is_large_and_grows(desk: Desk, receiver: Receiver) -> None:
    small = _with(desk, alert_backlog=2, alert_events="backlog")

    def more(count: int, first: int) -> None:
        with desk.database.session() as session:
            for at in range(first, first + count):
                articles.save(session, Article(url=f"https://x.example/{at}", title="t", text="x", source_id="x"))  # fmt: skip

    more(5, 0)
    notify(small, now=NOON)
    notify(small, now=NOON + timedelta(hours=2))  # large, and as large as it was
    assert receiver.heard == []
    more(3, 10)
    notify(small, now=NOON + timedelta(hours=3))
    assert "8 bài chưa đối chiếu, một giờ trước 5" in receiver.heard[0]["message"]
    with desk.database.session() as session:
        for at in range(1, 9):
            row = articles.get(session, at)
            assert row is not None
            row.checked_by = "m/1"
    notify(small, now=NOON + timedelta(hours=4))
    assert len(receiver.heard) == 2


def test_a_stale_backup_is_told_until_there_is_one(tmp_path: Path, desk: Desk, receiver: Receiver) -> None:  # fmt: skip
    from doichieu.jobs.database import backup_database

    kept = _with(desk, alert_backup_hours=48)
    with desk.database.session() as session:
        log.append(session, actor="lan", action="sign_in", subject="user:lan")
    now = datetime.now(UTC)
    notify(kept, now=now)
    assert receiver.heard == []  # the desk is younger than its first backup is due
    notify(kept, now=now + timedelta(hours=49))
    assert "chưa sao lưu trong 48 giờ qua" in receiver.heard[0]["message"]
    backup_database(tmp_path / "b.db", settings=desk.settings)
    with desk.database.session() as session:
        (row,) = session.query(EventRow).filter_by(action="backup")
        assert row.subject == "b.db"
    notify(kept, now=datetime.now(UTC) + timedelta(hours=1))
    assert receiver.heard[1]["title"] == "Đối Chiếu: 1 việc đã hết"


def test_quiet_hours_hold_messages_back_and_go_over_midnight(desk: Desk, receiver: Receiver) -> None:  # fmt: skip
    night = _with(desk, alert_quiet_hours="22:00-06:00")
    _fail(desk, times=3)
    for hour in (16, 18, 22):  # 23:00, 01:00 and 05:00 in Viet Nam
        notify(night, now=datetime(2026, 11, 4, hour, 0, tzinfo=UTC))
    assert receiver.heard == []
    notify(night, now=datetime(2026, 11, 4, 23, 0, tzinfo=UTC))  # 06:00
    assert len(receiver.heard) == 1


def test_what_begins_and_ends_unheard_is_not_told(desk: Desk, receiver: Receiver) -> None:
    night = _with(desk, alert_quiet_hours="22:00-06:00")
    _fail(desk, times=3)
    notify(night, now=datetime(2026, 11, 4, 16, 0, tzinfo=UTC))
    _fail(desk, problem="")
    notify(night, now=datetime(2026, 11, 4, 17, 0, tzinfo=UTC))
    notify(night, now=NOON)
    assert receiver.heard == []


def test_many_alerts_are_few_messages_and_none_is_lost(desk: Desk, receiver: Receiver) -> None:
    few = _with(desk, alerts_an_hour=2, alert_events="failing_job")
    for at in range(6):
        _fail(desk, f"job-{at}", times=3)
        notify(few, now=NOON + timedelta(minutes=at))
    assert len(receiver.heard) == 2
    notify(few, now=NOON + timedelta(minutes=61))
    assert receiver.heard[-1]["title"] == "Đối Chiếu: 4 việc cần xem"
    said = "".join(one["message"] for one in receiver.heard)
    assert [said.count(f"job-{at}:") for at in range(6)] == [1] * 6


def test_a_receiver_that_fails_is_tried_again_and_stops_nothing(desk: Desk, receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    _fail(desk, times=3)
    receiver.status = 503
    with caplog.at_level(logging.DEBUG):
        assert notify(desk, now=NOON).failed == 1
        assert notify(desk, now=NOON + timedelta(seconds=30)).failed == 0  # not before its turn
        assert notify(desk, now=NOON + timedelta(minutes=2)).failed == 1
    assert "máy nhận trả lời 503 / the receiver answered 503" in caplog.text
    receiver.status = 200
    assert notify(desk, now=NOON + timedelta(minutes=10)).sent == 1
    assert len(receiver.heard) == 1
    assert SECRET not in caplog.text


def test_a_receiver_that_is_away_for_a_day_is_given_up_on_and_told(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open_desk(_settings(tmp_path, alert_addresses=f"json://127.0.0.1:{port}")) as desk:
        _fail(desk, times=3)
        for hour in range(0, 30, 2):
            notify(desk, now=NOON + timedelta(hours=hour))
        with desk.database.reading() as session:
            (row,) = outgoing.newest(session)
            assert row.next_at is None
            assert row.sent_at is None
            assert "không tới được máy nhận" in row.problem
            assert 5 < row.tries < 15


def test_one_address_that_fails_does_not_double_the_other(desk: Desk, receiver: Receiver) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    both = _with(desk, alert_addresses=f"{desk.settings.alert_addresses.get_secret_value()} json://127.0.0.1:{port}")  # fmt: skip
    _fail(desk, times=3)
    for minute in (0, 2, 9, 30):
        notify(both, now=NOON + timedelta(minutes=minute))
    assert len(receiver.heard) == 1


def test_no_secret_of_an_address_is_stored_shown_or_logged(desk: Desk, receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    _fail(desk, times=3)
    with caplog.at_level(logging.DEBUG):
        notify(desk, now=NOON)
    with desk.database.reading() as session:
        (row,) = session.query(OutgoingRow).all()
        held = " ".join(str(getattr(row, one.name)) for one in OutgoingRow.__table__.columns)
    assert row.shown == f"json://127.0.0.1:{receiver.port}"
    for words in (held, caplog.text, repr(desk.settings), str(desk.settings.model_dump())):
        assert SECRET not in words


@pytest.mark.parametrize(("url", "shown"), [
    ("tgram://123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOpp/12315544/", "tgram://…"),
    ("mailtos://ai:mat-khau@mail.example.vn?to=truc@example.vn", "mailtos://mail.example.vn"),
    ("json://ai:mk@127.0.0.1:8080/khoa", "json://127.0.0.1:8080"),
])  # fmt: skip
def test_an_address_is_shown_by_its_kind_and_host_alone(url: str, shown: str) -> None:
    (found,) = addresses_in(SecretStr(url), name="X")
    assert found.shown == shown


def test_an_address_that_cannot_be_is_named_by_its_place_alone() -> None:
    with pytest.raises(WrongUse, match="thứ 2") as caught:
        addresses_in(SecretStr(f"json://127.0.0.1 khong-co://{SECRET}"), name="DOICHIEU_ALERT_ADDRESSES")  # fmt: skip
    assert SECRET not in str(caught.value)


def test_hostile_words_of_a_flag_call_nobody_and_stay_in_their_line(desk: Desk, receiver: Receiver) -> None:  # fmt: skip
    flag = _flag(desk)
    with desk.database.session() as session:
        row = session.get_one(FlagRow, flag)
        row.differences = [{"article": f"@everyone / \u202e{'x' * 9000}\n- giả", "official": "<b>1</b>"}]  # fmt: skip
    notify(_with(desk, alert_urgency=10), now=datetime.now(UTC))
    (told,) = receiver.heard
    assert "@everyone" not in told["message"]
    assert "\u202e" not in told["message"]
    assert len(told["message"]) < 600
    assert told["message"].count("\n- ") == 1


def test_a_test_goes_to_every_address_and_says_which_fails(tmp_path: Path, receiver: Receiver) -> None:  # fmt: skip
    with pytest.raises(WrongUse, match="DOICHIEU_ALERT_ADDRESSES"):
        tried_addresses(Settings(data_dir=tmp_path))
    settings = _settings(tmp_path, receiver, alert_quiet_hours="00:00-23:59", digest_addresses="json://127.0.0.1:9")  # fmt: skip
    first, second = tried_addresses(settings)
    assert first[1] == ""
    assert "không tới được" in second[1]
    assert len(receiver.heard) == 1


def test_the_digest_is_mailed_at_its_hour_once_with_its_letter(tmp_path: Path, post_office: Any) -> None:  # fmt: skip
    settings = _settings(tmp_path, digest_addresses=post_office.address, digest_mail="both")
    with open_desk(settings) as desk:
        flag = _flag(desk)
        with desk.database.session() as session:
            session.get_one(FlagRow, flag).created_at = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)  # Monday the 2nd, 03:00  # fmt: skip
        notify(desk, now=datetime(2026, 11, 2, 23, 59, tzinfo=UTC))  # Tuesday 06:59
        assert [one["subject"] for one in post_office.letters] == []
        for minute in range(3):
            notify(desk, now=datetime(2026, 11, 3, 0, minute, tzinfo=UTC))  # 07:00
        daily, weekly = post_office.letters
        assert daily["subject"] == "Điểm tin đối chiếu ngày 02/11/2026"
        assert weekly["subject"] == "Điểm tin đối chiếu từ ngày 26/10/2026 đến ngày 01/11/2026"
        page = daily.get_body(("html",)).get_content()
        assert SENTENCE in page
        assert "<img" not in page
        (letter,) = daily.iter_attachments()
        assert letter.get_filename() == "diem-tin-2026-11-02.docx"
        assert letter.get_content().startswith(b"PK")
        notify(desk, now=datetime(2026, 11, 4, 1, 0, tzinfo=UTC))
        assert len(post_office.letters) == 3  # the next day's, and the week's not again


def test_alerts_go_by_mail_too(tmp_path: Path, post_office: Any) -> None:
    with open_desk(_settings(tmp_path, alert_addresses=post_office.address, language="en")) as desk:
        _fail(desk, times=3)
        notify(desk, now=NOON)
    (letter,) = post_office.letters
    assert letter["subject"] == "Đối Chiếu: 1 to look at"
    assert "failed 3 times in a row" in str(letter)


@pytest.mark.parametrize(("name", "value"), [
    ("alert_events", "flags mua-nha"), ("alert_quiet_hours", "22-6"), ("alert_urgency", 101), ("digest_hour", 24),
])  # fmt: skip
def test_a_setting_that_cannot_be_is_refused(tmp_path: Path, name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name):
        Settings(data_dir=tmp_path, **{name: value})
