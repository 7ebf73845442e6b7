"""Official texts that bind, and those that only explain them: where the two disagree, the binding one counts."""

from __future__ import annotations

from functools import cache

from doichieu.records import OfficialDocument
from doichieu.text import fold

#: Kinds of text that lay nothing down by themselves, folded; a file says its kind in its front matter.
_EXPLAINING = frozenset({
    "thong cao", "thong cao bao chi", "cong van", "huong dan", "thong bao", "hoi dap", "tai lieu hoi dap", "press release",
    "guidance",
})  # fmt: skip


def only_explains(document: OfficialDocument) -> bool:
    """Whether a document is a press release, guidance or the like, of lower rank than any legal text."""
    return _explains(document.kind)


@cache
def _explains(kind: str) -> bool:
    return fold(kind).strip() in _EXPLAINING
