"""The short way through fitted estimators gives what scikit-learn gives."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.kind_model import load_kind_model
from classifier.model import Model, load_model
from classifier.short_way import FEW, chances_of, flat


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


@pytest.mark.parametrize("rows", [1, 7, FEW + 1])
def test_every_member_of_the_model_votes_as_scikit_learn_lets_it(model: Model, rows: int) -> None:
    drawn = np.random.default_rng(rows)
    for member in (*model.pair.members, *model.article.members):
        values = drawn.normal(scale=3.0, size=(rows, member.estimator.n_features_in_))
        expected = member.estimator.predict_proba(values)
        assert chances_of(member.estimator, values) == pytest.approx(expected, abs=1e-9)


def test_a_row_at_a_threshold_goes_the_way_the_tree_was_grown(model: Model) -> None:
    forest = model.pair.members[0].estimator
    split = forest.estimators_[0].tree_
    values = np.zeros((1, forest.n_features_in_))
    values[0, split.feature[0]] = np.float32(split.threshold[0])
    assert flat(forest).predict_proba(values) == pytest.approx(forest.predict_proba(values))


def test_the_kinds_are_weighed_as_scikit_learn_weighs_them() -> None:
    model = load_kind_model()
    names = model.vectorizer.feature_names_
    rows = [{names[at]: 0.5, names[2 * at]: 1.0, "unknown sign": 1.0} for at in range(1, 40)]
    expected = model.classifier.predict_proba(model.vectorizer.transform(rows))
    assert model.chances(rows) == pytest.approx(expected, abs=1e-5)
