"""The sample articles → the sentences a right check must flag in them, and no others."""

from __future__ import annotations

from samples.content import Expected, load_articles

__all__ = ["Expected", "expected_flags"]

#: Addressed in the registry, but nothing listens there: its articles are never reached.
_DOWN = frozenset({"bao-doi-song-moi"})


def expected_flags(*, world_round: int = 1) -> tuple[Expected, ...]:
    """What must be flagged in that round (1 first, 2 after), one a sentence and article."""
    return tuple(
        flag
        for article in load_articles()
        if article.outlet not in _DOWN and (body := article.body_in(world_round)) is not None
        for flag in article.expected
        if flag.sentence in body or flag.sentence == article.title
    )
