"""The office's own sign-in (OpenID Connect): where to send people, and what comes back, verified.

Authlib speaks the protocol (authorization code, PKCE S256); joserfc, on which it stands, checks the signature.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from doichieu.errors import DoichieuError, Retry
from doichieu.settings import Settings

#: Only keys that the provider alone holds: never "none", never a secret we share with it.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")  # fmt: skip
SCOPE = "openid email profile"
#: Seconds: of one request to the provider; that what it says of itself is believed; that its clock may differ by.
TIMEOUT, FRESH, LEEWAY = 10, 3600, 60
#: Seconds somebody may take to sign in there.
PATIENCE = 600


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sign-in on its way: everything it is checked by follows from the cookie's seed and our own key."""

    seed: str
    key: str

    @classmethod
    def begin(cls, key: str) -> Attempt:
        """A new one; the seed tells when."""
        return cls(seed=f"{int(time.time())}.{secrets.token_urlsafe(24)}", key=key)

    def made(self, what: str) -> str:
        """The state, the nonce or the PKCE verifier of this attempt."""
        return hmac.new(self.key.encode(), f"{what}:{self.seed}".encode(), hashlib.sha256).hexdigest()  # fmt: skip

    def is_state(self, state: str) -> bool:
        """Whether an answer belongs to this attempt, and came in time."""
        begun = self.seed.partition(".")[0]
        if not begun.isdecimal() or not 0 <= time.time() - int(begun) <= PATIENCE:
            return False
        return hmac.compare_digest(state.encode(), self.made("state").encode())


class Provider:
    """The provider of the settings; what it says of itself is asked once an hour."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._told: dict[str, Any] = {}
        self._told_at = 0.0

    def address_for(self, attempt: Attempt, *, back: str) -> str:
        """Where the browser goes to sign in."""
        address, _ = self._client(back).create_authorization_url(
            self._metadata()["authorization_endpoint"], state=attempt.made("state"),
            nonce=attempt.made("nonce"), code_verifier=attempt.made("verifier"),
        )  # fmt: skip
        return str(address)

    def claims(self, code: str, attempt: Attempt, *, back: str) -> dict[str, Any]:
        """A code from the browser → what the provider vouches for; DoichieuError where it does not hold."""
        told = self._metadata()
        try:
            token = self._client(back).fetch_token(
                told["token_endpoint"], code=code, code_verifier=attempt.made("verifier"),
                timeout=TIMEOUT, allow_redirects=False,
            )  # fmt: skip
            return self._verified(token, attempt.made("nonce"), told)
        except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
            raise _not_vouched(error) from error
        except requests.RequestException as error:
            raise _away(self._settings.oidc_issuer, error) from error

    def _verified(self, token: dict[str, Any], nonce: str, told: dict[str, Any]) -> dict[str, Any]:
        """Signature, issuer, audience, times and nonce of the id token."""
        keys = KeySet.import_key_set(cast(Any, self._json(told["jwks_uri"])))
        read = jwt.decode(token["id_token"], keys, algorithms=list(ALGORITHMS))
        client = self._settings.oidc_client_id
        claims = CodeIDToken(
            read.claims, read.header,
            options={"iss": {"essential": True, "value": self._settings.oidc_issuer}, "aud": {"essential": True, "value": client}},
            params={"nonce": nonce, "client_id": client, "access_token": token.get("access_token")},
        )  # fmt: skip
        claims.validate(leeway=LEEWAY)
        return dict(claims)

    def _client(self, back: str) -> OAuth2Session:
        settings = self._settings
        return OAuth2Session(
            settings.oidc_client_id, settings.oidc_secret, scope=SCOPE, redirect_uri=back,
            code_challenge_method="S256",
        )  # fmt: skip

    def _metadata(self) -> dict[str, Any]:
        if time.monotonic() - self._told_at > FRESH or not self._told:
            issuer = self._settings.oidc_issuer
            told = self._json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            self._must_be_theirs(told)
            self._told, self._told_at = told, time.monotonic()
        return self._told

    def _must_be_theirs(self, told: dict[str, Any]) -> None:
        """It names itself as we do, and sends us nowhere without encryption."""
        if told.get("issuer") != self._settings.oidc_issuer:
            raise _not_vouched(f"issuer {str(told.get('issuer'))[:200]!r}")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            address = str(told.get(name, ""))
            if not may_ask(address, loopback=self._settings.oidc_loopback):
                raise _not_vouched(f"{name} {address[:200]!r}")

    def _json(self, address: str) -> dict[str, Any]:
        try:
            answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False)
            answer.raise_for_status()
            held = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise _away(address, error) from error
        if not isinstance(held, dict):
            raise _not_vouched(f"{address}: no object")
        return held


def may_ask(address: str, *, loopback: bool) -> bool:
    """Encrypted, or on this very machine where the settings allow that."""
    parts = urlsplit(address)
    local = parts.hostname in ("127.0.0.1", "::1", "localhost")
    return parts.scheme == "https" or (parts.scheme == "http" and local and loopback)


def _away(place: str, error: Exception) -> Retry:
    return Retry(
        vi=f"không hỏi được nơi đăng nhập {place} ({type(error).__name__}); hãy thử lại sau, hoặc dùng mật khẩu hay liên kết",
        en=f"the sign-in provider {place} does not answer ({type(error).__name__}); try later, or use a password or a link",
        reason="oidc_away",
    )


def _not_vouched(why: object) -> DoichieuError:
    return DoichieuError(
        vi=f"lời của nơi đăng nhập không đáng tin ({why}); hãy đăng nhập lại, nếu vẫn vậy thì báo quản trị",
        en=f"what the sign-in provider said does not hold ({why}); sign in again, else tell an administrator",
        reason="oidc_refused",
    )
