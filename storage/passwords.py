"""Passwords: long enough, and kept only as argon2 makes them."""

from __future__ import annotations

from argon2 import PasswordHasher

from doichieu.errors import WrongUse

#: Shorter passwords are guessed.
LEAST = 10
#: Longer ones are no passwords; argon2 reads every byte.
MOST = 1024


def hashed(password: str) -> str:
    """What is kept of a password; WrongUse where it is too short or too long."""
    if len(password) < LEAST:
        raise WrongUse(
            vi=f"mật khẩu cần ít nhất {LEAST} ký tự",
            en=f"a password needs at least {LEAST} characters",
            reason="short_password",
        )
    if len(password) > MOST:
        raise WrongUse(
            vi=f"mật khẩu dài quá {MOST} ký tự",
            en=f"the password is longer than {MOST} characters",
            reason="long_password",
        )
    return PasswordHasher().hash(password)
