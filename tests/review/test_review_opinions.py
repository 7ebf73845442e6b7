"""Asking, giving and settling a second opinion at the desk; the agreement on the statistics."""

from __future__ import annotations

from typing import Any

import pytest

from doichieu.records import Outcome
from storage import decisions


def _with_token(page: Any, **values: str) -> dict[str, str]:
    return {"_csrf_token": page.text.split('name="_csrf_token" value="')[1].split('"')[0], **values}


def _post(desk: Any, path: str, **values: str) -> Any:
    return desk.post(path, data=_with_token(desk.get("/"), **values))


def _decided(site: Any, outcome: Outcome = Outcome.DIFFERS) -> int:
    flag_id = int(site.add_flag())
    with site.database.session() as session:
        decisions.decide(session, flag_id, outcome, reviewer="lan", note="nhìn đã rõ")
    return flag_id


def _rows(desk: Any, asked: str) -> int:
    return int(desk.get(f"/?{asked}").text.count('<li class="row"'))


def test_an_opinion_is_asked_given_differs_is_listed_and_settled(site: Any) -> None:
    flag_id = _decided(site)
    lan, minh = site.signed_in("lan"), site.signed_in("minh")
    _post(lan, f"/flags/{flag_id}/opinion/ask", of="minh", question="có đúng khoản này?")
    assert (_rows(minh, "opinion=asked"), _rows(lan, "opinion=asked")) == (1, 0)
    assert '<option value="asked">Hỏi ý kiến tôi (1)</option>' in minh.get("/").text
    assert _rows(minh, "status=asked") == 1
    page = minh.get(f"/flags/{flag_id}").text
    assert "Ý kiến thứ hai của bạn" in page
    assert "Đã quyết:" not in page
    assert "có đúng khoản này?" in page
    answer = _post(minh, f"/flags/{flag_id}/opinion", outcome="cannot_tell", queue="opinion=asked")
    assert answer.headers["location"] == f"/flags/{flag_id}?opinion=asked"
    for desk in (lan, minh):
        assert "Hai người kết luận khác nhau" in desk.get(f"/flags/{flag_id}").text
        assert _rows(desk, "opinion=disagreement") == 1
    assert "hai ý kiến khác nhau" in lan.get("/?status=decided").text
    assert lan.get(f"/api/v1/flags/{flag_id}").json()["status"] == "differs"
    hoa = site.signed_in("hoa")
    _post(hoa, f"/flags/{flag_id}/decide", outcome="cannot_tell", version="1")
    assert _rows(lan, "opinion=disagreement") == 0
    page = lan.get(f"/flags/{flag_id}").text
    assert "đã dứt điểm bằng quyết định sau" in page
    assert "minh: ý kiến thứ hai" in page
    log = lan.get("/log").text
    assert "hỏi ý kiến thứ hai" in log
    assert "cho ý kiến thứ hai" in log


def test_ones_own_ruling_gets_no_second_opinion_of_ones_own(site: Any) -> None:
    flag_id = _decided(site)
    lan = site.signed_in("lan")
    assert "Cho ý kiến thứ hai" not in lan.get(f"/flags/{flag_id}").text
    assert _post(lan, f"/flags/{flag_id}/opinion", outcome="differs").status_code == 400
    assert _post(lan, f"/flags/{flag_id}/opinion", outcome="fake").status_code == 400
    assert _post(lan, "/flags/99/opinion", outcome="differs").status_code == 404
    assert _post(lan, "/flags/99/opinion/ask", of="").status_code == 404


def test_the_statistics_tell_how_far_two_people_agree(site: Any) -> None:
    lan, minh = site.signed_in("lan"), site.signed_in("minh")
    assert "chưa đủ, cần 10 cặp" in lan.get("/stats").text
    for at in range(12):
        flag_id = site.add_flag(path=f"/{at}", sentence=f"Bài {at}: lương là 2.350.000 đồng/tháng.")
        with site.database.session() as session:
            outcome = Outcome.DIFFERS if at % 2 else Outcome.CANNOT_TELL
            decisions.decide(session, flag_id, outcome, reviewer="lan")
        _post(minh, f"/flags/{flag_id}/opinion", outcome="differs" if at % 2 or at == 0 else "cannot_tell")  # fmt: skip
    page = lan.get("/stats").text
    assert '<td>Số cặp quyết định</td><td class="num">12</td>' in page
    assert '<td>Cặp giống nhau</td><td class="num">11</td>' in page
    assert '<td>Kappa của Cohen</td><td class="num">0,83</td>' in page
    held = lan.get("/stats/agreement.csv")
    assert "text/csv" in held.headers["content-type"]
    lines = held.text.removeprefix("\ufeff").splitlines()
    assert lines[0] == "flag_id,first_by,first,second_by,second"
    assert lines[1] == "1,lan,cannot_tell,minh,differs"
    assert len(lines) == 13
    told = lan.get("/api/v1/agreement").json()
    assert (told["pairs"], told["same"], round(told["kappa"], 2)) == (12, 11, 0.83)
    assert len(told["rulings"]) == 12
    assert "agreement.csv" in lan.get("/log").text


def test_a_program_asks_and_gives(site: Any) -> None:
    flag_id = _decided(site)
    minh = site.signed_in("minh")
    minh.get("/")
    headers = {"x-csrftoken": minh.cookies["doichieu_csrf"]}
    path = f"/api/v1/flags/{flag_id}/opinion"
    assert minh.post(f"{path}/ask", json={"of": "lan"}, headers=headers).status_code == 409
    asked = minh.post(f"{path}/ask", json={"question": "?"}, headers=headers)
    assert (asked.status_code, asked.json()["state"]) == (201, "asked")
    held = minh.post(path, json={"outcome": "differs"}, headers=headers)
    assert (held.status_code, held.json()["state"]) == (201, "agreed")
    assert minh.get(f"/api/v1/flags/{flag_id}").json()["opinions"][0]["reviewer"] == "minh"
    assert minh.get("/api/v1/queue?opinion=disagreement").json()["flags"] == []


@pytest.mark.browser
def test_a_figure_gives_the_opinion_that_was_asked(site: Any, reader: Any) -> None:
    site.add_person("minh")
    flag_id = site.add_flag()
    minh = site.signed_in("minh")
    _post(minh, f"/flags/{flag_id}/decide", outcome="differs", version="0")
    _post(minh, f"/flags/{flag_id}/opinion/ask", of="lan")
    page = reader.page
    page.goto("/?opinion=asked")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#decide")
    page.wait_for_load_state("load")
    page.keyboard.press("5")
    page.wait_for_selector("text=Hai người kết luận khác nhau")
    held = page.request.get(f"/api/v1/flags/{flag_id}").json()
    assert (held["status"], held["opinions"][0]["outcome"]) == ("differs", "cannot_tell")
    assert not reader.complaints
