"""Three kinds of process, each started again and again and killed at a random moment, while a person rules."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
from sqlalchemy import func, select

from benchmarks.chaos.nursery import CHECK, Nursery
from benchmarks.chaos.town import OUTLETS, Town
from doichieu.records import Outcome
from doichieu.settings import Settings
from storage import documents, users
from storage.database import open_database
from storage.flags import Filters, queue
from storage.official_schema import DocumentRow
from storage.schema import ArticleRow, FrontierRow

KINDS = ("crawl", "check", "serve")
#: Seconds a service works on after its first answer, within which a kill may fall.
SERVING = 3.0
#: Articles published before each start of a crawl.
MORE = 3
#: Fewer articles than this wait to be judged: give them all a reason to be judged anew.
LEAST_WAITING = 10
#: Of so many kills of a crawl, one falls on the child that fetches, and the crawl has to say so and end.
CHILD = 4
#: A crawl takes at most 200 links of a source that wait from before.
MOST_CRAWLS = 10
#: Seconds a process that is not killed may take before the run is called hung.
PATIENCE = 240


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling a person made, and whether it was confirmed; of others nobody knows."""

    flag: int
    note: str
    confirmed: bool


class Chaos:
    """One run on one database: what was killed, what the rulings were, what ended in a wrong way."""

    def __init__(
        self, *, town: Town, settings: Settings, environment: dict[str, str], seed: int
    ) -> None:
        self.town, self.settings, self.seed = town, settings, seed
        self.log = Path(settings.data_dir) / "processes.log"
        self.killed: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()  #: ended by themselves before the moment came
        self.ruled: list[Ruled] = []
        self.wrong: list[str] = []  #: what a process did that it should not
        self._over = threading.Event()
        self._nursery = Nursery(environment, self.log)
        self._spans: dict[str, float] = {}  #: seconds within which a kill falls, as measured

    def run(self, kills: int) -> None:
        """Kill so many of each kind, all kinds at once, and then let a crawl and a check end in peace."""
        try:
            self._measure()
            self._kill_all(kills)
            self._settle()
        finally:
            self._nursery.close()

    def _kill_all(self, kills: int) -> None:
        killers = [threading.Thread(target=self._kill, args=(kind, kills)) for kind in KINDS]
        person = threading.Thread(target=self._rule)
        for thread in (*killers, person):
            thread.start()
        for thread in killers:
            thread.join()
        self._over.set()
        person.join()

    def _measure(self) -> None:
        """How long an undisturbed process of each kind takes, or takes to answer, on this machine today."""
        self._nursery.wait(self._nursery.start(["--help"]))  # everything is imported now
        for kind in KINDS[:2]:
            self.town.publish(3 * MORE)
            begun = time.monotonic()
            self._wait(kind, self._nursery.start(self._command(kind)))
            self._spans[kind] = time.monotonic() - begun
        begun = time.monotonic()
        pid = self._nursery.start(self._command("serve"))
        while not self._answers():
            time.sleep(0.1)
        os.kill(pid, signal.SIGTERM)
        self._wait("serve", pid)
        self._spans["serve"] = time.monotonic() - begun + SERVING

    def _answers(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"http://127.0.0.1:{self.settings.port}/healthz").is_success
        return False

    def _kill(self, kind: str, kills: int) -> None:
        chance = random.Random(f"{self.seed} {kind}")
        while self.killed[kind] < kills:
            self._prepare(kind)
            pid = self._nursery.start(self._command(kind))
            child = kind == "crawl" and chance.randrange(CHILD) == 0
            self._strike(kind, pid, moment=chance.uniform(0, self._spans[kind]), child=child)

    def _strike(self, kind: str, pid: int, *, moment: float, child: bool) -> None:
        time.sleep(moment)
        struck = False
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            born = psutil.Process(pid).children() if child else []
            os.kill(born[0].pid if born else pid, signal.SIGKILL)
            struck = True
        status = self._wait(kind, pid)
        if struck and (born or status == -signal.SIGKILL):
            self.killed[kind] += 1
        else:
            self.ended[kind] += 1
        if born and status not in (0, 1):  # 0: the child had told everything before it was killed
            self.wrong.append(f"a crawl whose child was killed ended with {status}")

    def _wait(self, kind: str, pid: int) -> int:
        """Its exit status; a process that hangs is an error, and its stacks are not waited for."""
        hung = threading.Timer(PATIENCE, lambda: os.kill(pid, signal.SIGABRT))
        hung.start()
        status = self._nursery.wait(pid)
        hung.cancel()
        if status == -signal.SIGABRT:
            self.wrong.append(f"a {kind} process hung for {PATIENCE} s")
        return status

    def _prepare(self, kind: str) -> None:
        if kind == "crawl":
            self.town.publish(MORE)
        elif kind == "check":
            self._more_to_check()

    def _more_to_check(self) -> None:
        """When everything is judged, one more official text makes everything be judged anew."""
        database = open_database(self.settings.database)
        with database.reading() as session:
            judged = ArticleRow.checked_by.endswith(documents.digest(session))
            waiting = session.scalar(select(func.count()).where(~judged)) or 0
            held = session.scalar(select(func.count()).select_from(DocumentRow))
        database.close()
        if waiting < LEAST_WAITING:
            path = Path(self.settings.data_dir) / f"van-ban-{held}.md"
            path.write_text(_other_text(held), encoding="utf-8")
            self._wait("official", self._nursery.start(["official", "add", str(path)]))

    def _command(self, kind: str) -> list[str]:
        if kind == "serve":
            return ["serve", "--port", str(self.settings.port)]
        return CHECK if kind == "check" else ["crawl", *OUTLETS]

    def _rule(self) -> None:
        """A person rules on flags all the while, on the site when it answers, else in the terminal."""
        chance = random.Random(f"{self.seed} person")
        client = self._signed_in()
        number = 0
        while not self._over.wait(0.2):
            flag = self._some_flag(chance)
            if flag is None:
                continue
            outcome, note = chance.choice(list(Outcome)).value, f"lần {number}"
            number += 1
            try:
                done = _rule_on_site(client, flag, outcome, note)
            except httpx.HTTPError:
                self.ruled.append(Ruled(flag, note, confirmed=False))  # it was cut off
                note += " dòng lệnh"
                done = self._rule_by_hand(flag, outcome, note)
            self.ruled.append(Ruled(flag, note, confirmed=done))
        client.close()

    def _rule_by_hand(self, flag: int, outcome: str, note: str) -> bool:
        argv = ["decide", str(flag), outcome, "--note", note, "--reviewer", "lan"]
        return self._wait("decide", self._nursery.start(argv)) == 0

    def _some_flag(self, chance: random.Random) -> int | None:
        database = open_database(self.settings.database)
        with database.reading() as session:
            held = [one.flag.id for one in queue(session, Filters(status="all"), limit=500)]
        database.close()
        return chance.choice(held) if held else None

    def _signed_in(self) -> httpx.Client:
        database = open_database(self.settings.database)
        with database.session() as session:
            person = users.create(session, "lan")
            secret = users.issue(session, person, purpose=users.SESSION, hours=12)
        database.close()
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.settings.port}",
            cookies={"doichieu_session": secret}, timeout=5,
        )  # fmt: skip

    def _settle(self) -> None:
        """Crawls in peace while links wait to be fetched, then a check."""
        for _ in range(MOST_CRAWLS):
            self._wait("crawl", self._nursery.start(["crawl", *OUTLETS]))
            if not self._links_wait():
                break
        if status := self._wait("check", self._nursery.start(CHECK)):
            self.wrong.append(f"the last check ended with {status}")

    def _links_wait(self) -> bool:
        database = open_database(self.settings.database)
        with database.reading() as session:
            waiting = session.scalar(select(func.count()).where(FrontierRow.outcome == "waiting"))
        database.close()
        return bool(waiting)


def _rule_on_site(client: httpx.Client, flag: int, outcome: str, note: str) -> bool:
    client.get("/")
    token: dict[str, Any] = {"x-csrftoken": client.cookies.get("doichieu_csrf", "")}
    ruling = {"outcome": outcome, "note": note}
    answer = client.post(f"/api/v1/flags/{flag}/decision", json=ruling, headers=token)
    return answer.status_code == 200


def _other_text(number: int) -> str:
    return (
        f"---\nnumber: {100 + number}/2026/QĐ-TTg\ntitle: Quyết định về bến đò số {number}\n"
        "issuer: Thủ tướng Chính phủ\nissued: 2026-03-01\neffective: 2026-03-15\n---\n"
        f"Điều 1. Bến đò số {number}\nBến đò số {number} mở cửa từ 5 giờ sáng hằng ngày.\n"
    )
