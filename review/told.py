"""What the log and the runs hold, in a reader's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from review.language import Translate

#: What the log's words mean to a person.
ACTIONS = {
    "decide": "ra quyết định", "carry_over": "theo quyết định đã có", "undo": "rút lại",
    "export": "xuất dữ liệu", "backup": "sao lưu", "batch": "quyết định hàng loạt", "batch_undo": "rút lại hàng loạt", "view_saved": "lưu bộ lọc", "view_removed": "xóa bộ lọc", "task_opened": "mở việc", "task_closed": "đóng việc", "opinion_asked": "hỏi ý kiến thứ hai", "opinion": "cho ý kiến thứ hai", "assign": "nhận hoặc giao", "give_back": "trả lại", "sign_in": "đăng nhập",
    "locked": "khóa tạm", "user_created": "thêm người dùng", "withdraw": "máy rút lại",
    "raise": "máy đánh dấu lại", "feed_key": "đặt địa chỉ nguồn tin", "feed_key_ended": "thu hồi địa chỉ nguồn tin", "retry": "cho thử lại",
    "role_changed": "đổi vai trò", "user_ended": "thôi quyền", "user_returned": "mở lại quyền",
    "link_made": "tạo liên kết đăng nhập", "sessions_ended": "kết thúc các phiên", "password": "đổi mật khẩu",
    "refused": "bị từ chối", "token_made": "tạo mã truy cập", "token_ended": "thu hồi mã truy cập",
    "identity_linked": "gắn tài khoản cơ quan", "role_kept": "giữ vai trò",
}  # fmt: skip
#: Names of what a line of the log tells.
DETAILS = {
    "outcome": "kết luận", "before": "trước đó", "note": "ghi chú", "by": "bằng", "role": "vai trò",
    "rows": "số dòng", "format": "dạng", "form": "dạng", "decided": "chỉ chỗ đã quyết", "filters": "điều kiện", "to": "cho", "document": "ở văn bản", "name": "tên", "shared": "cả nhóm", "batch": "lượt số", "overtaken": "người khác đã quyết",
    "checked_by": "đối chiếu bởi", "as_flag": "như chỗ khác số", "reviewer": "người duyệt", "bytes": "số byte", "whole": "cả kho trang gốc", "sessions": "số phiên", "right": "cần quyền",
    "minutes": "số phút khóa", "address": "địa chỉ", "token": "mã", "scopes": "phạm vi", "days": "số ngày",
}  # fmt: skip
#: Values of those.
VALUES = {
    "link": "liên kết", "password": "mật khẩu", "feed": "khóa nguồn tin", "oidc": "tài khoản cơ quan", "admin": "quản trị", "lead": "trưởng nhóm",
    "reviewer": "người duyệt", "reader": "người đọc", "copy": "chép", "undone": "rút lại", "True": "có",
}  # fmt: skip
#: What a token can be made for.
SCOPE_NAMES = {
    "read": "xem", "decide": "ra quyết định", "assign": "giao việc, quyết hàng loạt", "export": "xuất dữ liệu",
    "sources": "sửa nguồn", "people": "mời người", "admin": "quản trị người dùng",
}  # fmt: skip
#: What the schedule's jobs are called, in the order they stand.
JOBS = {
    "crawl": "thu thập", "check": "đối chiếu", "templates": "xem lại mẫu trang", "backup": "sao lưu",
    "retain": "bỏ thứ giữ quá lâu", "alerts": "xem có gì phải báo", "digest": "điểm tin",
}  # fmt: skip
#: What is told of a crawl and of a check.
COUNTS = {"articles": "bài", "gone": "bài đã gỡ", "failures": "trang không đọc được", "flags": "chỗ khác mới"}  # fmt: skip


def told_detail(
    detail: Mapping[str, Any], *, t: Translate, statuses: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Name and value of each thing a line of the log tells, empty ones left out."""
    words = {**VALUES, **statuses}
    return [
        (t(DETAILS.get(name, name)), t(words.get(str(value), _flat(value))))
        for name, value in detail.items()
        if value
    ]


def job_name(name: str, *, t: Translate, names: Mapping[str, str]) -> str:
    """A job's name in the reader's words; the crawl of a source by the outlet's own name."""
    kind, _, source = name.partition(":")
    called = t(JOBS.get(kind, kind))
    return f"{called} {names.get(source, source)}" if source else called


def told_subject(run: Any, *, t: Translate, names: Mapping[str, str]) -> str:
    """The outlets of a crawl by their names; a check's model; "" for any other run."""
    if run.kind not in ("crawl", "check"):
        return ""
    if run.kind == "check":
        return f"{t('mô hình')} {run.subject.partition('/')[0]}"
    return ", ".join(names.get(one.strip(), one.strip()) for one in run.subject.split(","))


def told_report(run: Any) -> list[tuple[int, str]]:
    """Counts that are not nought, with what they count."""
    report = run.report or {}
    parts = list(_parts(report)) if run.kind == "crawl" else [report]
    sums = {name: sum(_number(part, name) for part in parts) for name in COUNTS}
    return [(count, COUNTS[name]) for name, count in sums.items() if count]


def _parts(report: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A crawl's report holds one part a source."""
    return (part for part in report.values() if isinstance(part, Mapping))


def _number(part: Mapping[str, Any], name: str) -> int:
    value = part.get(name, 0)
    return value if isinstance(value, int) else 0


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={one}" for name, one in value.items() if one)
    return str(value)
