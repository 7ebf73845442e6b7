"""The model and its file: two judges of scikit-learn estimators saved with skops, and their card."""

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

from classifier.article_features import article_names
from classifier.features import names
from classifier.judge import Judge, Member
from classifier.rows import Array
from doichieu.errors import Quarantine

#: Types a model file may hold beside those skops trusts by itself.
TRUSTED = (
    "numpy.dtype",
    "sklearn.tree._tree.Tree",
)
FILE, CARD = "default.skops", "card.json"


@dataclass(frozen=True, slots=True)
class Model:
    """Two judges; classes 0 supported, 1 refuted, 2 not enough info.

    `pair` judges rows of `pair_features` (a passage is given), `article` rows of
    `article_features` (the evidence is to be found in an article).
    """

    pair: Judge
    article: Judge
    card: dict[str, Any]

    @property
    def version(self) -> str:
        """What verdicts carry: the digest of the data and the day's scheme."""
        return str(self.card["version"])

    def chances(self, rows: Sequence[Sequence[float]]) -> Array:
        """Probabilities of statements with their passage, shape (len(rows), 3)."""
        return _chances(self.pair, rows)

    def article_chances(self, rows: Sequence[Sequence[float]]) -> Array:
        """Probabilities of statements with a whole article, shape (len(rows), 3)."""
        return _chances(self.article, rows)


def _chances(judge: Judge, rows: Sequence[Sequence[float]]) -> Array:
    return judge.chances(np.asarray(rows, dtype=float)) if len(rows) else np.zeros((0, 3))


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
        skops.io.dumps(
            {"pair": _plain(model.pair), "article": _plain(model.article), "card": card},
            compression=zipfile.ZIP_DEFLATED,
        )
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
    if not isinstance(held, dict) or {"pair", "article", "card"} - held.keys():
        raise _refused(name, "không phải mô hình của doichieu", "is no model of doichieu")
    card = json.loads(held["card"])
    if card.get("features") != list(names()) or card.get("article_features") != list(
        article_names()
    ):
        raise _refused(name, "được huấn luyện với đặc trưng khác", "was trained on other features")
    return Model(pair=_judge(held["pair"]), article=_judge(held["article"]), card=card)


def _plain(judge: Judge) -> dict[str, Any]:
    """A judge without a type of ours: a file holds scikit-learn's and Python's own types only."""
    return {
        "members": [
            {"estimator": one.estimator, "columns": list(one.columns), "share": one.share}
            for one in judge.members
        ],
        "sharpness": judge.sharpness,
    }


def _judge(held: dict[str, Any]) -> Judge:
    members = tuple(
        Member(one["estimator"], tuple(one["columns"]), float(one["share"]))
        for one in held["members"]
    )
    return Judge(members, float(held["sharpness"]))


def _refused(name: str, vi: str, en: str) -> Quarantine:
    return Quarantine(
        vi=f"mô hình {name} {vi}; hãy dùng mô hình kèm theo hoặc chạy doichieu train",
        en=f"the model {name} {en}; use the packaged one or run doichieu train",
        reason="bad_model",
    )
