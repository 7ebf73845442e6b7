"""A call that cannot mean anything → one line in both languages that names the word and the help to read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import typer

from doichieu.errors import WrongUse

#: Typer lets out the errors of the Click it carries; this is their common kind.
ClickError: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
_NO_COMMAND = re.compile(r"No such command ['\"](.+?)['\"]")
_EXTRA = re.compile(r"unexpected extra arguments?(?:\(s\))? \((.*)\)")


def wrong_use(error: Any) -> WrongUse:
    """What was wrong with the words of the call, told as every other problem is."""
    context = getattr(error, "ctx", None)
    path = context.command_path.replace("python -m doichieu", "doichieu") if context else "doichieu"
    en = " ".join(str(error.format_message()).split()).rstrip(".")
    vi = _VI.get(type(error).__name__, _plain)(error, en)
    return WrongUse(
        vi=f"{vi}; xem cách dùng: {path} --help",
        en=f"{en[:1].lower()}{en[1:]}; see how it is used: {path} --help",
        reason="usage",
    )


def _option(error: Any, _: str) -> str:
    near = ", ".join(error.possibilities or ())
    return f"không có tùy chọn {error.option_name}" + (f" (có phải {near}?)" if near else "")


def _missing(error: Any, en: str) -> str:
    return f"thiếu {_name(error) or en}"


def _value(error: Any, en: str) -> str:
    said = str(error.message).removeprefix("Value error, ").rstrip(".")
    return f"giá trị của {_name(error)} không dùng được ({said})" if _name(error) else _plain(error, en)  # fmt: skip


def _plain(_: Any, en: str) -> str:
    if found := _NO_COMMAND.search(en):
        return f"không có lệnh “{found[1]}”"
    if found := _EXTRA.search(en):
        return f"thừa: {found[1]}"
    return f"cách gọi không hợp lệ ({en})"


def _name(error: Any) -> str:
    hint = getattr(error, "param_hint", None)
    if hint:
        return ", ".join(hint) if isinstance(hint, list | tuple) else str(hint)
    param = getattr(error, "param", None)
    return str(max(param.opts, key=len)) if param is not None and param.opts else ""


_VI: dict[str, Callable[[Any, str], str]] = {
    "NoSuchOption": _option,
    "MissingParameter": _missing,
    "BadParameter": _value,
}
