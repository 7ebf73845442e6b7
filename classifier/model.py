"""The model and its file: a calibrated scikit-learn pipeline saved with skops, and its card."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import skops.io

from classifier.features import NAMES
from doichieu.errors import Quarantine

#: Types a model file may hold beside those skops trusts by itself.
TRUSTED = (
    "numpy.dtype",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.tree._tree.Tree",
)
FILE, CARD = "default.skops", "card.json"


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted pipeline over `features.NAMES`; classes 0 supported, 1 refuted, 2 not enough info."""

    pipeline: Any
    card: dict[str, Any]

    @property
    def version(self) -> str:
        """What verdicts carry: the digest of the data and the day's scheme."""
        return str(self.card["version"])

    def chances(self, rows: Sequence[Sequence[float]]) -> np.ndarray[Any, Any]:
        """Probabilities, shape (len(rows), 3)."""
        if not rows:
            return np.zeros((0, 3))
        chances: np.ndarray[Any, Any] = self.pipeline.predict_proba(np.asarray(rows, dtype=float))
        return chances


def load_model(path: Path | None = None) -> Model:
    """The packaged model, or the one in `path`; Quarantine for a damaged or foreign file."""
    folder = files("classifier") / "model"
    body = _read(path) if path else (folder / FILE).read_bytes()
    name = str(path or FILE)
    try:
        unknown = skops.io.get_untrusted_types(data=body)
        foreign = sorted(set(unknown) - set(TRUSTED))
        if foreign:
            raise _refused(
                name, f"chứa kiểu lạ {foreign[0]}", f"holds the foreign type {foreign[0]}"
            )
        held = skops.io.loads(body, trusted=list(unknown))
    except Quarantine:
        raise
    except Exception as error:
        # skops lets errors of zip, JSON and numpy through; all mean that the file is no model.
        raise _refused(
            name, "hỏng hoặc không phải tệp mô hình", "is damaged or no model file"
        ) from error
    return _checked(held, name)


def save_model(model: Model, folder: Path) -> Path:
    """Write the model and its card; the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    card = json.dumps(model.card, ensure_ascii=False, sort_keys=True)
    path.write_bytes(
        skops.io.dumps({"pipeline": model.pipeline, "card": card}, compression=zipfile.ZIP_DEFLATED)
    )
    text = json.dumps(model.card, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / CARD).write_text(f"{text}\n", encoding="utf-8")
    return path


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _refused(str(path), "không đọc được", "cannot be read") from error


def _checked(held: Any, name: str) -> Model:
    if not isinstance(held, dict) or {"pipeline", "card"} - held.keys():
        raise _refused(name, "không phải mô hình của doichieu", "is no model of doichieu")
    card = json.loads(held["card"])
    if card.get("features") != list(NAMES):
        raise _refused(name, "được huấn luyện với đặc trưng khác", "was trained on other features")
    return Model(pipeline=held["pipeline"], card=card)


def _refused(name: str, vi: str, en: str) -> Quarantine:
    return Quarantine(
        vi=f"mô hình {name} {vi}; hãy dùng mô hình kèm theo hoặc chạy doichieu train",
        en=f"the model {name} {en}; use the packaged one or run doichieu train",
        reason="bad_model",
    )
