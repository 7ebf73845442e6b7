"""What a database says when it cannot, in a person's words: busy, full, read-only, away, or broken.

`Retry` where waiting mends it; what was being written is not there, wholly.
"""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from doichieu.errors import DoichieuError, Retry

#: What each fault is known by: SQLite's words, PostgreSQL's states.
_BUSY = ("locked", "busy"), ("55P03", "40001", "40P01")
_FULL = ("disk is full", "No space left"), ("53100",)
_READ_ONLY = ("readonly database", "read-only"), ("25006",)
_NO_FILE = ("unable to open database file",), ()
_DISK = ("disk I/O error",), ("58030",)
#: States in which a server is gone, going or not there yet: the class of connections, shutdown, crash, start.
_AWAY = ("08", "57P01", "57P02", "57P03")


def told(error: Exception, url: str) -> DoichieuError:
    """The error of a driver, in words, with what to do."""
    words = str(getattr(error, "orig", None) or error).splitlines()[0]
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    name = name_of(url)
    if _is(_BUSY, words, state):
        return Retry(
            vi=f"cơ sở dữ liệu {name} đang bận; hãy thử lại sau",
            en=f"the database {name} is busy; try again later",
            reason="database_busy",
        )
    if _is(_FULL, words, state):
        return Retry(
            vi=f"hết chỗ trên ổ đĩa của cơ sở dữ liệu {name}; hãy giải phóng chỗ rồi chạy lại, dữ liệu đã lưu còn nguyên",
            en=f"the disk of the database {name} is full; free some space and run this again, what was stored is whole",
            reason="disk_full",
        )
    if _is(_READ_ONLY, words, state) or _is(_NO_FILE, words, state):
        return DoichieuError(
            vi=f"không ghi được vào cơ sở dữ liệu {name} ({words}); hãy xem quyền của tệp và thư mục, hoặc ổ đĩa chỉ đọc",
            en=f"the database {name} cannot be written to ({words}); look at the permissions of file and folder, or a read-only disk",
            reason="database_read_only",
        )
    if _is(_DISK, words, state):
        return DoichieuError(
            vi=f"ổ đĩa của cơ sở dữ liệu {name} báo lỗi đọc ghi ({words}); hãy xem chỗ trống, hạn mức và tình trạng ổ đĩa",
            en=f"the disk of the database {name} fails to read or write ({words}); look at free space, quotas and the disk's health",
            reason="disk_fault",
        )
    if is_away(error, url, words=words, state=state):
        return Retry(
            vi=f"không kết nối được cơ sở dữ liệu {name} ({words}); hãy xem máy chủ có chạy không và DOICHIEU_DATABASE_URL",
            en=f"cannot connect to the database {name} ({words}); see that the server runs, and DOICHIEU_DATABASE_URL",
            reason="database_away",
        )
    return unusable(url, f"không dùng được ({words})", f"cannot be used ({words})")


def is_away(error: Exception, url: str, *, words: str, state: str) -> bool:
    """Whether a server could not be reached, or was lost in the midst of a transaction."""
    if make_url(url).get_backend_name() == "sqlite":
        return False
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or state.startswith(_AWAY) or "connection" in words


def unusable(url: str, vi: str, en: str) -> DoichieuError:
    """A database that only a backup helps."""
    return DoichieuError(
        vi=f"cơ sở dữ liệu {name_of(url)} {vi}; hãy khôi phục bằng: doichieu db restore TỆP",
        en=f"the database {name_of(url)} {en}; put a backup in place with: doichieu db restore FILE",
        reason="bad_database",
    )


def name_of(url: str) -> str:
    """Where a database is, without its password."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return parsed.database or ""
    return parsed.render_as_string()


def _is(known: tuple[tuple[str, ...], tuple[str, ...]], words: str, state: str) -> bool:
    said, states = known
    return state in states or any(one in words for one in said)
