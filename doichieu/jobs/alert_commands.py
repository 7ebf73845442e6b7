"""Alerts by hand: what stands, one turn, a word to every address to prove that it arrives."""

from __future__ import annotations

from typing import Any

from doichieu.errors import WrongUse
from doichieu.jobs.alerts import Turn, notify
from doichieu.jobs.desk import open_desk
from doichieu.jobs.sending import Message, addresses_in, send
from doichieu.local_time import local_iso
from doichieu.settings import Settings
from doichieu.two_languages import in_language
from storage import alerts

TEST = Message("Đối Chiếu: thử cảnh báo / test", "Nếu đọc được dòng này thì địa chỉ dùng được. / If you read this, the address works.")  # fmt: skip


def tried_addresses(settings: Settings) -> list[tuple[str, str]]:
    """Each address as it may be shown, with "" or what went wrong; WrongUse where there is none."""
    found = [
        *addresses_in(settings.alert_addresses, name="DOICHIEU_ALERT_ADDRESSES"),
        *addresses_in(settings.digest_addresses, name="DOICHIEU_DIGEST_ADDRESSES"),
    ]
    if not found:
        raise WrongUse(
            vi="chưa có địa chỉ nào; đặt DOICHIEU_ALERT_ADDRESSES, ví dụ mailtos://TÊN:MẬT_KHẨU@MÁY?to=NGƯỜI_NHẬN",
            en="there is no address; set DOICHIEU_ALERT_ADDRESSES, e.g. mailtos://NAME:PASSWORD@HOST?to=RECIPIENT",
            reason="no_address",
        )
    unique = {one.key: one for one in found}
    return [(one.shown, send(one, TEST)) for one in unique.values()]


def alert_rows(settings: Settings, *, ended: bool) -> list[dict[str, Any]]:
    """What stands, and what is over where it is asked for; the newest first."""
    with open_desk(settings) as desk, desk.database.reading() as session:
        rows = [*alerts.standing_alerts(session), *(alerts.ended_alerts(session) if ended else ())]
        return [
            {
                "kind": row.kind, "subject": row.subject, "said": in_language(row.said, settings.language),
                "opened_at": local_iso(row.opened_at), "told_at": local_iso(row.told_at), "ended_at": local_iso(row.ended_at),
            }
            for row in rows
        ]  # fmt: skip


def one_turn(settings: Settings) -> Turn:
    """What the schedule does once a minute."""
    with open_desk(settings) as desk:
        return notify(desk)
