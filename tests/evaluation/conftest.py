"""The checker over the sample world's official texts, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifier.checker import Checker
from classifier.model import Model, load_model
from corpus.load import load_path

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def model() -> Model:
    """The packaged model."""
    return load_model()


@pytest.fixture(scope="session")
def checker(model: Model) -> Checker:
    """Held against the sixteen sample texts."""
    return Checker(load_path(ROOT / "samples" / "official").documents, model=model)
