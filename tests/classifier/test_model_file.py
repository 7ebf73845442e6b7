"""The model's file: what is read back judges alike; what is damaged or foreign is refused with its name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import skops.io

from classifier.features import names, pair_features
from classifier.judge import sharpened
from classifier.learner import learn_made
from classifier.model import Model, load_model, save_model
from classifier.training_rows import own_pairs, own_texts
from doichieu.errors import Quarantine

SAME = "Xã Đồng Lau hỗ trợ 750.000 đồng cho mỗi hộ nghèo trong tháng 3."
OTHER = "Xã Đồng Lau hỗ trợ 250.000 đồng cho mỗi hộ nghèo trong tháng 3."


def test_the_packaged_model_tells_a_changed_figure_from_the_same_one() -> None:
    same, other = load_model().chances([pair_features(SAME, SAME), pair_features(OTHER, SAME)])
    assert same.argmax() == 0
    assert other.argmax() == 1
    assert np.allclose(same.sum(), 1)


def test_a_model_read_back_judges_alike(tmp_path: Path) -> None:
    made = own_pairs(own_texts()[0][:12])
    judge = learn_made(made, seed=1)
    card = load_model().card
    path = save_model(Model(pair=judge, article=judge, card=card), tmp_path)
    again = load_model(path)
    rows = made.values[:20].tolist()
    assert np.array_equal(again.chances(rows), judge.chances(made.values[:20]))
    assert np.array_equal(again.article_chances(rows), judge.chances(made.values[:20]))


def test_no_rows_give_no_chances() -> None:
    assert load_model().chances([]).shape == (0, 3)


def test_a_card_names_other_features(tmp_path: Path) -> None:
    model = load_model()
    card = model.card | {"features": list(names())[1:]}
    path = save_model(Model(pair=model.pair, article=model.article, card=card), tmp_path)
    with pytest.raises(Quarantine, match="other features"):
        load_model(path)


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 broken", skops.io.dumps({"pair": 1})])
def test_what_is_no_model_is_refused_by_name(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "foreign.skops"
    path.write_bytes(body)
    with pytest.raises(Quarantine) as refused:
        load_model(path)
    assert str(path) in refused.value.en


def test_a_vote_is_sharpened_without_changing_its_order() -> None:
    votes = np.array([[0.5, 0.3, 0.2], [0.0, 0.0, 1.0]])
    surer = sharpened(votes, 2.0)
    assert surer[0, 0] > 0.5
    assert surer[0].argsort().tolist() == votes[0].argsort().tolist()
    assert np.allclose(surer.sum(axis=1), 1)
