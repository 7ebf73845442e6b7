"""Whether a link stands in the frame of a page, which is the same on every page of a site."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

_FRAMES = frozenset({"nav", "footer"})


def in_frame(node: LexborNode) -> bool:
    """Whether the node lies in a menu or a footer."""
    held = node.parent
    while held is not None:
        if held.tag in _FRAMES:
            return True
        held = held.parent
    return False
