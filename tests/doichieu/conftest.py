"""A desk with forty passages, each misread by one outlet and rightly told by another, and a person's rulings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from doichieu.jobs.desk import Desk, open_desk
from doichieu.records import (
    Article,
    Claim,
    Difference,
    Evidence,
    Label,
    Outcome,
    SentenceKind,
    Verdict,
)
from doichieu.settings import Settings
from storage import articles, decisions, flags

THINGS = (
    "giấy phép mở quán ăn", "giấy phép xây dựng nhà kho", "chứng chỉ hành nghề nấu rượu", "thẻ hướng dẫn viên",
    "giấy phép khai thác cát", "giấy chứng nhận hộ làm muối", "giấy phép chở khách qua sông", "sổ theo dõi đàn ong",
    "giấy phép dạy bơi", "giấy phép bán thuốc nam", "thẻ đọc của thư viện", "giấy phép nuôi cá lồng",
    "giấy phép đặt biển quảng cáo", "giấy phép tổ chức lễ hội", "mã số vùng trồng chè", "giấy phép nổ mìn phá đá",
    "giấy phép vận chuyển gỗ", "chứng nhận làng nghề", "giấy phép mở lớp mầm non", "giấy phép khoan giếng",
)  # fmt: skip
OFFICES = ("Sở Xây dựng", "Sở Y tế", "Sở Tài chính", "Chi cục Kiểm lâm", "Ủy ban nhân dân cấp xã")
WAYS = ("cấp {thing} trong {days} ngày làm việc", "thu hồi {thing} sau {days} ngày nhắc nhở")


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence beside its passage, and whether it truly differs."""

    sentence: str
    passage: str
    differs: bool


@dataclass
class RuledDesk:
    """An installation's desk over a real SQLite, and what can be put before its reviewer."""

    desk: Desk
    told: list[Told]

    @property
    def models_dir(self) -> Path:
        """Where the installation's models lie."""
        return self.desk.settings.models_dir

    def raise_flag(self, at: int) -> int:
        """An article whose one sentence is put before a person; the flag's id."""
        one = self.told[at]
        article = Article(
            url=f"https://bao-mau.example/tin-{at}",
            title=f"Tin số {at}",
            text=one.sentence,
            source_id="bao-mau",
            published_at=datetime(2026, 11, 5, at % 24, tzinfo=UTC),
        )
        with self.desk.database.session() as session:
            row = articles.get(session, articles.save(session, article).article_id)
            assert row is not None
            verdict = _differing(one, at=at, start=len(article.title) + 1)
            flags.store(session, row, [verdict], documents={}, checked_by="thử", model="thử-1")
            return flags.of_article(session, row.id)[0].id

    def rule(self, flag_id: int, *, differs: bool, reviewer: str = "lan") -> None:
        """A person's ruling on one flag."""
        outcome = Outcome.DIFFERS if differs else Outcome.DOES_NOT_DIFFER
        with self.desk.database.session() as session:
            decisions.decide(session, flag_id, outcome, reviewer=reviewer)

    def rule_on_all(self, rulings: list[bool]) -> list[int]:
        """Put every sentence before a person who rules so; the flags' ids."""
        ids = [self.raise_flag(at) for at in range(len(rulings))]
        for flag_id, differs in zip(ids, rulings, strict=True):
            self.rule(flag_id, differs=differs)
        return ids


@pytest.fixture
def ruled(tmp_path: Path) -> Iterator[RuledDesk]:
    """A desk with nothing ruled on yet."""
    settings = Settings(data_dir=tmp_path / "data")
    settings.data_dir.mkdir()
    with open_desk(settings) as desk:
        yield RuledDesk(desk, _told())


def _told() -> list[Told]:
    """Eighty sentences: who does a thing, rightly or with another office in its place."""
    found = []
    for at in range(40):
        rule = WAYS[at // len(THINGS)].format(thing=THINGS[at % len(THINGS)], days=5 + at)
        office, other = OFFICES[at % 5], OFFICES[(at + 1 + at // 5 % 4) % 5]
        passage = f"{at % 4 + 1}. {office} {rule}."
        found += [
            Told(f"Theo quy định, {other} {rule}.", passage, True),
            Told(f"Theo quy định, {office} {rule}.", passage, False),
        ]
    return found


def _differing(one: Told, *, at: int, start: int) -> Verdict:
    office = one.sentence.split(", ")[1][:6]
    begins = start + one.sentence.index(office)
    return Verdict(
        claim=Claim(
            text=one.sentence, start=start, end=start + len(one.sentence), kind=SentenceKind.CLAIM
        ),
        label=Label.REFUTED,
        probability=0.9,
        flagged=True,
        evidence=Evidence(
            document="99/2026/QĐ-UBND",
            place=f"khoản {at} Điều 2",
            text=one.passage,
            start=0,
            end=len(one.passage),
        ),
        differences=(
            Difference(
                kind="actor",
                article=office,
                official=one.passage[3:9],
                article_start=begins,
                article_end=begins + len(office),
                official_start=3,
                official_end=9,
            ),
        ),
    )
