"""An error nobody foresaw → one line for a person, and its traceback kept in a file for us."""

from __future__ import annotations

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

from doichieu.errors import Quarantine


def unexpected(error: Exception, *, place: str = "") -> Quarantine:
    """What to tell of `error`; for the boundary of a command, or of one file among many."""
    kept = _keep_traceback(error)
    name = f"{type(error).__name__}: {error}".splitlines()[0]
    at = f"{place}: " if place else ""
    return Quarantine(
        vi=f"{at}lỗi ngoài dự kiến ({name}); chi tiết trong {kept}, xin gửi tệp đó cho người phát triển",
        en=f"{at}unexpected error ({name}); details are in {kept}, please send that file to the developers",
        reason="unexpected",
    )


def _keep_traceback(error: Exception) -> str:
    folder = Path(os.environ.get("DOICHIEU_DATA_DIR", "data")) / "logs"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"error-{datetime.now(UTC):%Y%m%dT%H%M%S}.txt"
        # Several in one second lie one below the other.
        with path.open("a", encoding="utf-8") as file:
            file.writelines(traceback.format_exception(error))
    except OSError:
        traceback.print_exception(error)
        return "stderr"
    return str(path)
