"""Our own texts, perturbed, and labelled claims where they are at hand → rows to learn from."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from importlib.resources import files

import numpy as np

from classifier.article_features import article_features
from classifier.features import pair_features
from classifier.labelled import LabelledClaim
from classifier.perturbation import Text, examples
from classifier.rows import Rows
from doichieu.records import Example

SEED = 20261101
#: Statements a text and label; more no longer moved the score on texts left out.
ROUNDS = 14


def own_texts() -> tuple[list[Text], str]:
    """The packaged training texts and their digest."""
    found, body = [], b""
    for path in sorted((files("classifier") / "texts").iterdir(), key=lambda one: one.name):
        if path.name.endswith(".toml"):
            body += path.read_bytes()
            held = tomllib.loads(path.read_text(encoding="utf-8"))["text"]
            found += [Text(passage=one["passage"], say=tuple(one.get("say", ()))) for one in held]
    return found, hashlib.sha256(body).hexdigest()


def own_pairs(texts: Sequence[Text]) -> Rows:
    """Made statements beside their passage; grouped by text."""
    made = examples(texts, seed=SEED, rounds=ROUNDS)
    values = [pair_features(one.statement, one.evidence) for one in made]
    return _rows(values, [one.label for one in made], _owners(texts, made))


def labelled_pairs(claims: Sequence[LabelledClaim]) -> Rows:
    """Labelled claims beside their evidence; grouped by article."""
    values = [pair_features(one.statement, one.evidence) for one in claims]
    return _rows(values, [one.label for one in claims], by_article(claims))


def labelled_articles(claims: Sequence[LabelledClaim]) -> Rows:
    """Labelled claims beside their whole article; grouped by article."""
    values = [article_features(one.statement, one.context) for one in claims]
    return _rows(values, [one.label for one in claims], by_article(claims))


def by_article(claims: Sequence[LabelledClaim]) -> list[int]:
    """One number an article: claims about the same article must not part."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(one.context, len(numbers)) for one in claims]


def _rows(values: list[list[float]], labels: list[int], groups: list[int]) -> Rows:
    return Rows(np.array(values, dtype=float), np.array(labels), np.array(groups))


def _owners(texts: Sequence[Text], made: Sequence[Example]) -> list[int]:
    return [
        next(at for at, text in enumerate(texts) if text.passage in one.evidence) for one in made
    ]
