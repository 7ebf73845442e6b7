"""A statement and its evidence → the numbers the model judges by; no word of any text among them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from classifier.pair.contrast import contrast
from classifier.pair.denied import denied
from classifier.pair.figures import figures
from classifier.pair.gaps import gaps
from classifier.pair.laid import Laid, lay
from classifier.pair.named import named
from classifier.pair.overlap import overlap
from classifier.pair.wording import wording

#: What is counted of a pair, one module a family.
FAMILIES: tuple[Callable[[Laid], dict[str, float]], ...] = (
    overlap, gaps, figures, named, denied, contrast, wording,
)  # fmt: skip


def pair_features(
    statement: str, evidence: str, *, idf: Callable[[str], float] = lambda _: 1.0
) -> list[float]:
    """One value a name of `names()`; `idf` tells how much a syllable says (1 where unknown)."""
    return list(pair_values(statement, evidence, idf=idf).values())


def pair_values(
    statement: str, evidence: str, *, idf: Callable[[str], float] = lambda _: 1.0
) -> dict[str, float]:
    """The same with their names."""
    laid = lay(statement, evidence, idf)
    return {name: float(value) for family in FAMILIES for name, value in family(laid).items()}


@cache
def names() -> tuple[str, ...]:
    """The names of `pair_features`' values, in order."""
    return tuple(pair_values("", ""))
