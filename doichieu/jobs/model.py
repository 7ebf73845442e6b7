"""The model by hand: train it from our own texts, measure it on labelled claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from classifier.evaluation import evaluate
from classifier.model import load_model
from doichieu.errors import DoichieuError


def evaluate_files(
    datasets: Sequence[Path], *, model: Path | None = None
) -> Iterator[tuple[Path, dict[str, Any] | DoichieuError]]:
    """Each dataset's measures, or the problem that kept it from being measured."""
    loaded = load_model(model)
    for dataset in datasets:
        try:
            yield dataset, evaluate(dataset, model=loaded)
        except DoichieuError as error:
            yield dataset, error
