"""Signing in at a provider of our own over real HTTP: what holds comes in, what does not stays out."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import select

from doichieu.errors import WrongUse
from doichieu.settings import Settings, load_settings
from review.app import create_app
from review.oidc_provider import may_ask
from review.serve import Server
from storage import people, users
from storage.people_schema import GuessRow, IdentityRow
from storage.schema import EventRow

CLIENT, SECRET = "ban-duyet", "bi-mat-cua-ban-duyet-dai-ra"


class OfficeProvider:
    """A small OpenID provider: one account, signed in at once; `claims` and `sign` bend what it says."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "a"})
        self.claims: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.sign: Any = None
        self.codes: dict[str, dict[str, str]] = {}
        self.refuses = False
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.get(self)

            def do_POST(self) -> None:
                provider.post(self)

            def log_message(self, *_: object) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def get(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        if parts.path == "/.well-known/openid-configuration":
            return self._say(handler, 200, {
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/jwks", **self.told,
            })  # fmt: skip
        if parts.path == "/jwks":
            return self._say(handler, 200, {"keys": [self.key.as_dict(private=False)]})
        asked = {name: held[0] for name, held in parse_qs(parts.query).items()}
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        answer = {"error": "access_denied"} if self.refuses else {"code": code}
        handler.send_response(302)
        handler.send_header("Location", f"{asked['redirect_uri']}?{urlencode({**answer, 'state': asked['state']})}")  # fmt: skip
        handler.end_headers()
        return None

    def post(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        form = {name: held[0] for name, held in parse_qs(body).items()}
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if (
            asked is None
            or handler.headers.get("Authorization") != f"Basic {known}"
            or (asked.get("code_challenge_method"), asked.get("code_challenge")) != ("S256", challenge)
            or asked["redirect_uri"] != form.get("redirect_uri")
        ):  # fmt: skip
            return self._say(handler, 400, {"error": "invalid_grant"})
        at = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "s-1", "iat": at, "exp": at + 300,
            "nonce": asked["nonce"], "email": "hoa@co-quan.example", "email_verified": True, **self.claims,
        }  # fmt: skip
        token = self.sign(claims) if self.sign else jwt.encode({"alg": "RS256", "kid": "a"}, claims, self.key)  # fmt: skip
        return self._say(handler, 200, {"access_token": "x", "token_type": "Bearer", "id_token": token})  # fmt: skip

    def _say(self, handler: BaseHTTPRequestHandler, status: int, held: dict[str, Any]) -> None:
        body = json.dumps(held).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def provider() -> Iterator[OfficeProvider]:
    held = OfficeProvider()
    yield held
    held.close()


@pytest.fixture
def served(site: Any, provider: OfficeProvider) -> Iterator[Any]:
    """Serve the desk with more settings; the address."""
    running: list[tuple[Server, threading.Thread]] = []

    def serve(**more: Any) -> str:
        settings = Settings(
            data_dir=site.settings.data_dir, oidc_issuer=provider.issuer, oidc_client_id=CLIENT,
            oidc_client_secret=SECRET, oidc_loopback=True, **more,
        )  # fmt: skip
        server = Server(create_app(settings, database=site.database), host="127.0.0.1", port=0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        running.append((server, thread))
        return server.address

    yield serve
    for server, thread in running:
        server.stop()
        thread.join(10)


def _invite(site: Any, name: str = "hoa", email: str = "hoa@co-quan.example") -> None:
    with site.database.session() as session:
        people.invite(session, name, role="reviewer", email=email, by="x")


def _go(address: str, client: httpx.Client | None = None) -> httpx.Response:
    """There and back, as a browser goes."""
    with client or httpx.Client() as browser:
        there = browser.get(f"{address}/sign-in/oidc")
        assert there.status_code == 303
        back = browser.get(there.headers["location"]).headers["location"]
        answer = browser.get(back)
        answer.read()
        answer.extensions["signed_in"] = (
            answer.status_code == 303 and browser.get(f"{address}/account").status_code == 200
        )
        answer.extensions["back"] = back
        return answer


def _came_in(answer: httpx.Response) -> bool:
    return bool(answer.extensions["signed_in"])


def test_who_was_asked_in_by_mail_comes_in_and_is_known_by_their_account_from_then_on(site: Any, provider: OfficeProvider, served: Any) -> None:  # fmt: skip
    _invite(site)
    address = served()
    page = httpx.get(f"{address}/sign-in").text
    assert "/sign-in/oidc" in page
    assert _came_in(_go(address))
    provider.claims = {"email": "khac@co-quan.example"}
    assert _came_in(_go(address))
    with site.database.reading() as session:
        assert session.scalar(select(IdentityRow.subject)) == "s-1"
        told = [one.detail for one in session.scalars(select(EventRow).where(EventRow.action == "sign_in"))]  # fmt: skip
    assert told == [{"by": "oidc"}] * 2


@pytest.mark.parametrize(
    "claims",
    [{"email": "la@co-quan.example"}, {"email_verified": False}, {"email_verified": "true"}, {"email": None}],
)  # fmt: skip
def test_who_was_not_asked_in_under_a_verified_address_stays_out(site: Any, provider: OfficeProvider, served: Any, claims: Any) -> None:  # fmt: skip
    _invite(site)
    provider.claims = claims
    answer = _go(served())
    assert (answer.status_code, _came_in(answer)) == (403, False)
    assert "chưa được mời" in answer.text


def test_who_was_let_go_stays_out(site: Any, provider: OfficeProvider, served: Any) -> None:
    _invite(site)
    address = served()
    assert _came_in(_go(address))
    with site.database.session() as session:
        people.deactivate(session, users.by_name(session, "hoa"), by="x")
    assert _go(address).status_code == 403


def _none(claims: dict[str, Any]) -> str:
    part = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in ({"alg": "none"}, claims)]  # fmt: skip
    return f"{part[0]}.{part[1]}."


BENT: dict[str, Any] = {
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "another audience": {"claims": {"aud": "another"}},
    "several audiences, for another": {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
    "long over": {"claims": {"iat": 1_000_000_000, "exp": 1_000_000_300}},
    "without end": {"claims": {"exp": None}},
    "another nonce": {"claims": {"nonce": "x"}},
    "without nonce": {"claims": {"nonce": None}},
    "another key": {"sign": lambda claims: jwt.encode({"alg": "RS256", "kid": "a"}, claims, RSAKey.generate_key(2048))},
    "no signature": {"sign": _none},
    "our own secret as key": {"sign": lambda claims: jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET.encode()))},
    "no token at all": {"sign": lambda _: "rác"},
}  # fmt: skip


@pytest.mark.parametrize("what", BENT)
def test_what_does_not_hold_signs_nobody_in(site: Any, provider: OfficeProvider, served: Any, what: str) -> None:  # fmt: skip
    _invite(site)
    address = served()
    assert _came_in(_go(address))
    provider.claims, provider.sign = BENT[what].get("claims", {}), BENT[what].get("sign")
    answer = _go(address)
    assert (answer.status_code, _came_in(answer)) == (400, False)
    assert "không đáng tin" in answer.text


@pytest.mark.parametrize("told", [{"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"}, {"jwks_uri": "file:///etc/passwd"}])  # fmt: skip
def test_a_provider_that_names_itself_otherwise_is_not_gone_to(provider: OfficeProvider, served: Any, told: dict[str, str]) -> None:  # fmt: skip
    provider.told = told
    assert httpx.get(f"{served()}/sign-in/oidc").status_code == 400


def test_an_answer_to_another_browsers_attempt_is_refused_and_counted(site: Any, provider: OfficeProvider, served: Any) -> None:  # fmt: skip
    _invite(site)
    address = served()
    with httpx.Client() as evil:
        there = evil.get(f"{address}/sign-in/oidc").headers["location"]
        back = evil.get(there).headers["location"]
    with httpx.Client() as victim:
        victim.get(f"{address}/sign-in/oidc")
        assert victim.get(back).status_code == 400
        assert victim.get(f"{address}/account").status_code == 302
        forged = back.split("state=")[0] + "state=" + "0" * 64
        assert victim.get(forged).status_code == 400
    with site.database.reading() as session:
        assert session.scalar(select(GuessRow.failures)) == 2


def test_a_code_works_once(site: Any, served: Any) -> None:
    _invite(site)
    address = served()
    with httpx.Client() as browser:
        there = browser.get(f"{address}/sign-in/oidc")
        seed = browser.cookies["doichieu_oidc"]
        back = browser.get(there.headers["location"]).headers["location"]
        assert browser.get(back).status_code == 303
        assert "doichieu_oidc" not in browser.cookies
    with httpx.Client(cookies={"doichieu_oidc": seed}) as again:
        assert again.get(back).status_code == 400


def test_a_refusal_there_and_a_provider_away_are_told_in_words(site: Any, provider: OfficeProvider, served: Any) -> None:  # fmt: skip
    address = served()
    provider.refuses = True
    answer = _go(address)
    assert (answer.status_code, "access_denied" in answer.text) == (400, True)
    other = served(oidc_domains="x.example")
    provider.close()
    away = httpx.get(f"{other}/sign-in/oidc")
    assert (away.status_code, "không hỏi được" in away.text) == (409, True)


def test_only_allowed_domains_come_in(site: Any, provider: OfficeProvider, served: Any) -> None:
    _invite(site)
    assert _go(served(oidc_domains="noi-khac.example")).status_code == 403
    assert _came_in(_go(served(oidc_domains="noi-khac.example, Co-Quan.example")))


def test_groups_give_roles_and_let_their_people_in(site: Any, provider: OfficeProvider, served: Any) -> None:  # fmt: skip
    address = served(oidc_role_claim="groups", oidc_roles="ban-doc=reader, truong-nhom=lead")
    provider.claims = {"groups": ["khac"]}
    assert _go(address).status_code == 403
    provider.claims = {"groups": ["truong-nhom", "ban-doc"]}
    assert _came_in(_go(address))
    with site.database.reading() as session:
        user = users.by_name(session, "hoa@co-quan.example")
        assert (user.role, user.email) == ("lead", "hoa@co-quan.example")
    provider.claims = {"groups": "ban-doc"}
    assert _came_in(_go(address))
    with site.database.reading() as session:
        assert users.by_name(session, "hoa@co-quan.example").role == "reader"


def test_without_settings_there_is_no_such_way_in(site: Any) -> None:
    client = site.client()
    assert "/sign-in/oidc" not in client.get("/sign-in").text
    assert client.get("/sign-in/oidc").status_code == 404


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("ISSUER", "http://dang-nhap.example", "https://"),
        ("ISSUER", "http://127.0.0.1:1", "DOICHIEU_OIDC_LOOPBACK"),
        ("ISSUER", "https://dang-nhap.example", "DOICHIEU_OIDC_CLIENT_ID"),
        ("ROLES", "a=king", "no role"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_safe_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str, why: str) -> None:  # fmt: skip
    if name == "ROLES":
        monkeypatch.setenv("DOICHIEU_OIDC_ISSUER", "https://dang-nhap.example")
        monkeypatch.setenv("DOICHIEU_OIDC_CLIENT_ID", "x")
    monkeypatch.setenv(f"DOICHIEU_OIDC_{name}", value)
    with pytest.raises(WrongUse, match=why):
        load_settings()


def test_the_secret_comes_from_a_file_and_is_never_shown(tmp_path: Any) -> None:
    file = tmp_path / "secret"
    file.write_text("rất kín\n", encoding="utf-8")
    settings = Settings(data_dir=tmp_path, oidc_client_secret_file=file)
    assert settings.oidc_secret == "rất kín"
    assert SECRET not in repr(Settings(data_dir=tmp_path, oidc_client_secret=SECRET))


def test_unencrypted_addresses_are_asked_on_loopback_alone() -> None:
    assert may_ask("https://a.example/x", loopback=False)
    assert not may_ask("http://127.0.0.1/x", loopback=False)
    assert may_ask("http://127.0.0.1/x", loopback=True)
    assert not may_ask("http://a.example/x", loopback=True)
