"""The model by hand: which one is in use, what a new one must beat, how well one does on labelled claims."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from classifier.evaluation import evaluate
from classifier.model import CARD, FILE, Model, load_model, save_model
from doichieu.errors import DoichieuError, Quarantine

#: The model before the last, kept for the day the last one cannot be read.
PREVIOUS = "previous"
#: Where a model lies that did not win, for a person to look at.
NOT_BETTER = "not-better"

log = logging.getLogger(__name__)


def evaluate_files(
    datasets: Sequence[Path], *, model: Path | None = None, models_dir: Path
) -> Iterator[tuple[Path, dict[str, Any] | DoichieuError]]:
    """Each dataset's measures, or the problem that kept it from being measured."""
    loaded = model_to_use(model, models_dir=models_dir)
    for dataset in datasets:
        try:
            yield dataset, evaluate(dataset, model=loaded)
        except DoichieuError as error:
            yield dataset, error


def model_to_use(given: Path | None, *, models_dir: Path) -> Model:
    """The model a call names, which must be readable; else the installation's."""
    return load_model(given) if given else model_in_use(models_dir)


def model_in_use(models_dir: Path) -> Model:
    """The installation's own model; where it cannot be read, the one before it, else the packaged one."""
    for path in (models_dir / FILE, models_dir / PREVIOUS / FILE):
        if path.is_file():
            try:
                return load_model(path)
            except Quarantine as error:
                log.warning("%s", error)
    return load_model()


def install(model: Model, models_dir: Path) -> Path:
    """Put a model in use once its file has been read back; the one it replaces is kept."""
    fresh = models_dir / "new"
    load_model(save_model(model, fresh))
    if (models_dir / FILE).is_file() and _reads(models_dir / FILE):
        (models_dir / PREVIOUS).mkdir(exist_ok=True)
        for name in (FILE, CARD):
            shutil.copyfile(models_dir / name, models_dir / PREVIOUS / name)
    for name in (CARD, FILE):
        (fresh / name).replace(models_dir / name)
    fresh.rmdir()
    return models_dir / FILE


def set_aside(model: Model, models_dir: Path) -> Path:
    """Keep a model that did not win where nothing reads it by itself."""
    return save_model(model, models_dir / NOT_BETTER)


def _reads(path: Path) -> bool:
    try:
        load_model(path)
    except Quarantine:
        return False
    return True
