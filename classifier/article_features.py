"""A statement and a whole article → the numbers the model judges by when no passage is given."""

from __future__ import annotations

from functools import cache

import numpy as np

from classifier.features import pair_values
from classifier.nearest_sentences import Heard, hear, nearest, scores
from classifier.pair.reading import read
from classifier.rows import Array

#: Sentences laid beside the statement as its evidence.
TAKEN = 3


def article_features(statement: str, article: str) -> list[float]:
    """One value a name of `article_names()`."""
    return list(article_values(statement, article).values())


def article_values(statement: str, article: str) -> dict[str, float]:
    """The pair with the nearest sentences, the pair with the whole, and how the nearest stand out."""
    heard = hear(article)
    scored = scores(statement, heard)
    near = pair_values(statement, nearest(heard, scored, TAKEN), idf=heard.idf)
    whole = pair_values(statement, " ".join(heard.sentences))
    return (
        near
        | {f"whole_{name}": value for name, value in whole.items()}
        | _standing_out(statement, heard, scored)
    )


@cache
def article_names() -> tuple[str, ...]:
    """The names of `article_features`' values, in order."""
    return tuple(article_values("", ""))


def _standing_out(statement: str, heard: Heard, scored: Array) -> dict[str, float]:
    order = np.argsort(-scored, kind="stable")
    first, second, third = (*scored[order][:3].tolist(), 0.0, 0.0)[:3]
    count, best = len(heard.sentences), first or 1.0
    length = len(read(statement)) or 1
    return {
        "nearest_score": first / length,
        "second_score": second / length,
        "third_score": third / length,
        "margin": (first - second) / best,
        "second_margin": (second - third) / best,
        "sentences": float(count),
        "nearest_place": float(order[0]) / count,
        "second_beside": float(count > 1 and abs(int(order[0]) - int(order[1])) == 1),
        "nearest_share": first / (float(scored.sum()) or 1.0),
    }
