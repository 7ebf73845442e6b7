"""Guessing passwords, links and keys: a growing wait, told in words, that tells nothing of who exists."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from review.app import create_app
from review.entering import counted_address
from review.serve import Server
from storage import guesses, users
from storage.guesses import FREE_OF_ADDRESS, FREE_OF_NAME
from storage.moments import now
from storage.people_schema import GuessRow
from storage.schema import EventRow

PASSWORD = "mật khẩu đủ dài"


def _guess(client: httpx.Client, name: str, password: str, **headers: str) -> httpx.Response:
    page = client.get("/sign-in")
    token = page.text.split('name="_csrf_token" value="')[1].split('"')[0]
    held = {"_csrf_token": token, "name": name, "password": password}
    return client.post("/sign-in", data=held, headers=headers)


def _minutes(page: httpx.Response) -> int:
    return int(re.search(r"Số phút phải chờ: (\d+)", page.text)[1])


def _let_time_pass(site: Any) -> None:
    """Every wait is over; what was counted stays."""
    with site.database.session() as session:
        session.execute(update(GuessRow).values(until=now() - timedelta(seconds=1)))


def _events(site: Any, action: str) -> list[EventRow]:
    with site.database.reading() as session:
        return list(session.scalars(select(EventRow).where(EventRow.action == action)))


def test_after_five_wrong_guesses_even_the_right_password_waits_and_each_wait_is_longer(site: Any) -> None:  # fmt: skip
    site.add_person("hoa")
    client = site.client()
    for _ in range(FREE_OF_NAME + 1):
        assert _guess(client, "hoa", "đoán mò").status_code == 401
    locked = _guess(client, "hoa", PASSWORD)
    assert (locked.status_code, _minutes(locked)) == (429, 1)
    waits = []
    for _ in range(3):
        _let_time_pass(site)
        assert _guess(client, "hoa", "đoán mò").status_code == 401
        waits.append(_minutes(_guess(client, "hoa", PASSWORD)))
    assert waits == [2, 4, 8]
    assert [one.subject for one in _events(site, "locked")] == ["user:hoa"] * 4
    _let_time_pass(site)
    assert _guess(client, "hoa", PASSWORD).status_code == 303
    assert _guess(site.client(), "hoa", "một lần nhầm").status_code == 401
    assert _guess(site.client(), "hoa", PASSWORD).status_code == 303


def test_a_name_that_nobody_has_is_answered_word_for_word_as_one_that_somebody_has(site: Any) -> None:  # fmt: skip
    site.add_person("hoa")
    told: dict[str, list[tuple[int, str]]] = {}
    for name in ("hoa", "khong-co-ai"):
        client = site.client()
        answers = [_guess(client, name, "đoán mò") for _ in range(FREE_OF_NAME + 3)]
        told[name] = [
            (one.status_code, re.sub(r'name="_csrf_token" value="[^"]+"', "", one.text))
            for one in answers
        ]
    assert told["hoa"] == told["khong-co-ai"]


def test_a_name_let_go_is_answered_as_a_wrong_password(site: Any) -> None:
    site.add_person("hoa")
    with site.database.session() as session:
        users.by_name(session, "hoa").ended_at = now()
    assert _guess(site.client(), "hoa", PASSWORD).status_code == 401


def test_an_address_that_guesses_many_names_waits_for_all_of_them(site: Any) -> None:
    site.add_person("hoa")
    with site.database.session() as session:
        key = guesses.address_key("127.0.0.1")
        for _ in range(FREE_OF_ADDRESS):
            assert guesses.count(session, key, free=FREE_OF_ADDRESS) is None
    client = site.client()
    assert _guess(client, "tên-khác", "đoán mò").status_code == 401
    assert _guess(client, "hoa", PASSWORD).status_code == 429
    told = _events(site, "locked")[0]
    assert (told.subject, told.detail["address"]) == ("address:127.0.0.1", "127.0.0.1")


@pytest.mark.parametrize("path", ["/feeds/{}/flags.atom", "/sign-in/{}"])
def test_keys_and_links_cannot_be_guessed_for_long(site: Any, path: str) -> None:
    client = site.client()
    client.get("/help")
    token = {"x-csrftoken": client.cookies["doichieu_csrf"]}
    ask = client.get if "feeds" in path else lambda one: client.post(one, headers=token)
    answers = [ask(path.format(f"doan-{turn}")).status_code for turn in range(FREE_OF_ADDRESS + 2)]
    assert answers[0] in (401, 410)
    assert set(answers[:-1]) == {answers[0]}
    assert answers[-1] == 429


def test_what_was_typed_as_a_name_is_not_kept(site: Any) -> None:
    _guess(site.client(), "mật khẩu gõ nhầm ô", "x")
    with site.database.reading() as session:
        kept = [row.key for row in session.scalars(select(GuessRow))]
    assert len(kept) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in kept)


def test_guesses_are_forgotten_after_a_quiet_day(site: Any) -> None:
    key = guesses.name_key("hoa")
    with site.database.session() as session:
        for _ in range(9):
            guesses.count(session, key, free=FREE_OF_NAME)
    with site.database.session() as session:
        session.execute(update(GuessRow).values(last_at=now() - timedelta(hours=25)))
        assert guesses.count(session, key, free=FREE_OF_NAME) is None
        guesses.sweep(session)
        assert session.get(GuessRow, key).failures == 1


def test_a_whole_household_of_ipv6_is_one_address() -> None:
    assert guesses.address_key("2001:db8::1") == guesses.address_key("2001:db8::ffff:2")
    assert guesses.address_key("2001:db8::1") != guesses.address_key("2001:db8:0:1::1")
    assert guesses.address_key("nơi nào đó") is None


def test_behind_a_proxy_the_address_it_tells_is_counted_and_its_own_never(site: Any) -> None:
    settings = site.settings.model_copy(update={"public_url": "https://ban-duyet.example"})
    assert counted_address("127.0.0.1", settings) is None
    assert counted_address("203.0.113.7", settings) == guesses.address_key("203.0.113.7")
    assert counted_address("127.0.0.1", site.settings) is not None


def test_the_told_address_of_a_stranger_is_believed_from_the_proxy_alone(site: Any) -> None:
    """Without a proxy anybody could write any address, and never wait."""
    import threading

    _guess(site.client(), "hoa", "x", **{"x-forwarded-for": "203.0.113.7"})
    with site.database.reading() as session:
        kept = {row.key for row in session.scalars(select(GuessRow))}
    assert guesses.address_key("203.0.113.7") not in kept
    settings = site.settings.model_copy(update={"public_url": "https://ban-duyet.example"})
    server = Server(create_app(settings, database=site.database), host="127.0.0.1", port=0)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    with httpx.Client(base_url=server.address) as client:
        client.get("/sign-in")
        client.post(
            "/sign-in/doan-bua",
            headers={"x-forwarded-for": "203.0.113.7", "x-csrftoken": _bare_token(client)},
        )
    server.stop()
    running.join(10)
    with site.database.reading() as session:
        kept = {row.key for row in session.scalars(select(GuessRow))}
    assert guesses.address_key("203.0.113.7") in kept


def _bare_token(client: httpx.Client) -> str:
    """The CSRF cookie is for https alone there: carried by hand."""
    answer = client.get("/sign-in")
    token = answer.headers["set-cookie"].split("doichieu_csrf=")[1].split(";")[0]
    client.headers["cookie"] = f"doichieu_csrf={token}"
    return token
