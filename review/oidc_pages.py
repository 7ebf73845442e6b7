"""Signing in at the office's own provider: there, back, and in, for those who were asked in."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import Cookie
from litestar.exceptions import ClientException, NotFoundException
from litestar.response import Redirect

from doichieu.errors import WrongUse
from doichieu.rights import ROLES
from doichieu.settings import Settings
from review.entering import note_guess
from review.handing_over import site_of
from review.oidc_provider import PATIENCE, Attempt, Provider
from review.pages import signed_in
from review.signing import device_of
from storage import identities, sessions
from storage.identities import Identity

logger = logging.getLogger(__name__)

Asked = Request[Any, Any, Any]
COOKIE, PATH = "doichieu_oidc", "/sign-in/oidc"


@get(PATH, sync_to_thread=True, include_in_schema=False)
def begin(request: Asked) -> Redirect:
    """To the provider, with a mark in a cookie to know the answer by."""
    provider, attempt = _provider(request), Attempt.begin(request.app.state.key)
    response = Redirect(provider.address_for(attempt, back=_back(request)), status_code=303)
    secure = request.app.state.settings.public_url.startswith("https://")
    # Lax: the answer is a navigation from another site, and must bring it along.
    response.set_cookie(Cookie(COOKIE, value=attempt.seed, path=PATH, max_age=PATIENCE, httponly=True, secure=secure, samesite="lax"))  # fmt: skip
    return response


@get(f"{PATH}/callback", sync_to_thread=True, include_in_schema=False)
def come_back(request: Asked) -> Response[Any]:
    """What the provider says of somebody → a session, where they were asked in."""
    provider, asked, state = _provider(request), request.query_params, request.app.state
    attempt = Attempt(seed=request.cookies.get(COOKIE, ""), key=state.key)
    device = device_of(request, by="oidc")
    if not attempt.is_state(str(asked.get("state", ""))):
        note_guess(state.database, device, what="oidc", settings=state.settings)
        raise _refused("state")
    if asked.get("error") or not asked.get("code"):
        raise _refused(str(asked.get("error", "code"))[:80])
    claims = provider.claims(str(asked["code"])[:4000], attempt, back=_back(request))
    identity = identity_of(claims, state.settings)
    with state.database.session() as session:
        user = identities.person_of(session, identity) if identity is not None else None
        secret = user and sessions.begin(session, user, device, hours=state.settings.session_hours)
    if not secret:
        logger.warning("signed in elsewhere, asked in by nobody here: %s", claims.get("sub"))
        raise ClientException("oidc_not_asked_in", status_code=403)
    response = signed_in(secret, request)
    response.delete_cookie(COOKIE, path=PATH)
    return response


def identity_of(claims: Mapping[str, Any], settings: Settings) -> Identity | None:
    """What counts of the claims; None where the mail address is of no allowed domain."""
    email = str(claims.get("email", "")).strip().lower()
    if claims.get("email_verified") is not True:
        email = ""
    domains = [one.strip().lower() for one in settings.oidc_domains.split(",") if one.strip()]
    if domains and email.rpartition("@")[2] not in domains:
        return None
    return Identity(
        issuer=str(claims["iss"]), subject=str(claims["sub"])[:255], email=email,
        role=role_of(claims, settings),
    )  # fmt: skip


def role_of(claims: Mapping[str, Any], settings: Settings) -> str | None:
    """The highest role that the groups of the claim give here."""
    held = claims.get(settings.oidc_role_claim) if settings.oidc_role_claim else None
    groups = {str(one) for one in (held if isinstance(held, list) else [held])}
    given = {role for group, role in settings.oidc_role_pairs if group in groups}
    return next((role for role in reversed(ROLES) if role in given), None)


def _provider(request: Asked) -> Provider:
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise NotFoundException("no sign-in provider is set")
    return provider


def _back(request: Asked) -> str:
    return f"{site_of(request)}{PATH}/callback"


def _refused(why: str) -> WrongUse:
    return WrongUse(
        vi=f"đăng nhập ở nơi khác không thành ({why}); hãy bắt đầu lại từ trang đăng nhập",
        en=f"signing in elsewhere did not come about ({why}); begin again at the sign-in page",
        reason="oidc_failed",
    )


OIDC_PAGES = [begin, come_back]
