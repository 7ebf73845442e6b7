"""A new model, from our own texts, from labelled claims or from reviewers' rulings; it must win to be used."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from classifier.fixed_set import Contest, contest, fixed_digest, fixed_rows
from classifier.labelled import LABELS, read_labelled
from classifier.model import FILE, Model, load_model
from classifier.perturbation import REFUTED, SUPPORTED
from classifier.rows import Rows
from classifier.ruled import FOLDS, is_held, learn_ruled, likely_slips, ruled_rows
from classifier.training import train as train_model
from doichieu.errors import Quarantine, WrongUse
from doichieu.jobs.desk import Desk
from doichieu.jobs.model import install, model_in_use, set_aside
from doichieu.records import Example, Outcome
from storage import rulings
from storage.rulings import Ruling

#: What a ruling says of sentence and passage; the other outcomes speak of something else.
LABEL_OF = {
    Outcome.DIFFERS: REFUTED,
    Outcome.OFFICIAL_TEXT_WRONG: REFUTED,
    Outcome.DOES_NOT_DIFFER: SUPPORTED,
}
#: Fewer tell more of the day they were made on than of the newsroom.
LEAST_RULINGS = 20
#: Every fold needs one of each label.
LEAST_EACH = FOLDS


@dataclass(frozen=True, kw_only=True, slots=True)
class Trained:
    """A new model, where it lies, whether it is in use now, and what was found on the way."""

    model: Model
    path: Path
    replaced: bool
    contest: Contest | None  #: None where there was no model to beat
    slips: tuple[Ruling, ...] = ()

    def told(self) -> dict[str, Any]:
        """The object `--json` prints."""
        return {
            "replaced": self.replaced,
            "path": str(self.path),
            "contest": asdict(self.contest) if self.contest else None,
            "slips": [
                {
                    "flag": one.flag_id,
                    "statement": one.statement,
                    "passage": one.passage,
                    "outcome": one.outcome.value,
                    "reviewer": one.reviewer,
                }
                for one in self.slips
            ],
            "card": self.model.card,
        }


def train(models_dir: Path, *, dataset: Path | None = None, beat: bool = True) -> Trained:
    """From our own texts and, where given, labelled claims; Quarantine where those are too few.

    `beat`: the model in use must be beaten even where `models_dir` holds none yet.
    """
    if dataset:
        _enough_claims(dataset)
    with tempfile.TemporaryDirectory() as folder:
        train_model(Path(folder), labelled=dataset)
        new = load_model(Path(folder) / FILE)
    if not beat and not (models_dir / FILE).is_file():
        return Trained(model=new, path=install(new, models_dir), replaced=True, contest=None)
    return _contend(new, models_dir, fixed=fixed_rows())


def train_from_decisions(desk: Desk, *, models_dir: Path) -> Trained:
    """From the rulings that stand; those that look like slips are told and not learned."""
    with desk.database.reading() as session:
        ruled = [one for one in rulings.standing(session) if one.outcome in LABEL_OF]
    examples = [_example(one) for one in ruled]
    held = np.array([is_held(one) for one in examples], dtype=bool)
    _enough_rulings([one for one, apart in zip(examples, held, strict=True) if not apart])
    packaged = load_model()
    rows = ruled_rows(examples, prior=packaged.pair)
    slips = likely_slips(rows, prior=packaged.pair)
    learned = np.setdiff1d(np.flatnonzero(~held), slips)
    _enough_rulings([examples[at] for at in learned])
    new = replace(
        packaged,
        pair=learn_ruled(rows.take(learned), prior=packaged.pair),
        card=_card(packaged, [examples[at] for at in learned], held=int(held.sum()), slips=slips),
    )
    fixed = _joined(fixed_rows(), rows.take(np.flatnonzero(held)))
    return replace(_contend(new, models_dir, fixed=fixed), slips=tuple(ruled[at] for at in slips))


def _contend(new: Model, models_dir: Path, *, fixed: Rows) -> Trained:
    met = contest(model_in_use(models_dir).pair, new.pair, fixed)
    new = replace(
        new, card=new.card | {"contest": asdict(met) | {"fixed_set_sha256": fixed_digest()}}
    )
    path = install(new, models_dir) if met.won else set_aside(new, models_dir)
    return Trained(model=new, path=path, replaced=met.won, contest=met)


def _example(ruling: Ruling) -> Example:
    return Example(
        statement=ruling.statement,
        evidence=ruling.passage,
        label=LABEL_OF[ruling.outcome],
        origin=f"flag:{ruling.flag_id}",
    )


def _joined(one: Rows, other: Rows) -> Rows:
    return Rows(
        np.vstack([one.values, other.values]),
        np.concatenate([one.labels, other.labels]),
        np.concatenate([one.groups, other.groups + 1 + one.groups.max()]),
    )


def _card(
    packaged: Model, learned: Sequence[Example], *, held: int, slips: Sequence[int]
) -> dict[str, Any]:
    """The packaged card and what was learned on top of it; numbers of pairs, never their words."""
    body = "\n".join(f"{one.label}\t{one.statement}\t{one.evidence}" for one in learned)
    digest = hashlib.sha256(body.encode()).hexdigest()
    return packaged.card | {
        "version": f"{packaged.version}-r{digest[:12]}",
        "rulings": {
            "sha256": digest,
            "learned": len(learned),
            "differing": sum(one.label == REFUTED for one in learned),
            "held_for_the_fixed_set": held,
            "likely_slips_left_out": len(slips),
            "used_as": "features of pairs and labels only; no text and no word of it is in the model",
        },
    }


def _enough_rulings(examples: Sequence[Example]) -> None:
    """WrongUse while there are too few rulings, of too few passages, or nearly all of one kind."""
    kinds = Counter(one.label for one in examples)
    passages = len({one.evidence for one in examples})
    least = min(kinds[REFUTED], kinds[SUPPORTED])
    if len(examples) < LEAST_RULINGS or least < LEAST_EACH or passages < FOLDS:
        raise WrongUse(
            vi=f"mới có {len(examples)} quyết định dùng được ({kinds[REFUTED]} khác, {kinds[SUPPORTED]} không khác, "
            f"{passages} đoạn văn bản); cần ít nhất {LEAST_RULINGS}, mỗi loại {LEAST_EACH}, trên {FOLDS} đoạn",
            en=f"only {len(examples)} rulings to learn from ({kinds[REFUTED]} differ, {kinds[SUPPORTED]} do not, "
            f"{passages} passages); at least {LEAST_RULINGS} are needed, {LEAST_EACH} of either kind, on {FOLDS} passages",
            reason="too_few_rulings",
        )


def _enough_claims(path: Path) -> None:
    """Quarantine where the claims cannot be parted into folds that hold every label."""
    claims = read_labelled(path)
    fewest = min(sum(one.label == label for one in claims) for label in LABELS)
    articles = len({one.context for one in claims})
    if fewest < LEAST_EACH or articles < FOLDS:
        raise Quarantine(
            vi=f"{path}: quá ít để học (nhãn hiếm nhất có {fewest} dòng, {articles} bài); cần ít nhất "
            f"{LEAST_EACH} dòng mỗi nhãn 0, 1, 2 và {FOLDS} bài khác nhau",
            en=f"{path}: too little to learn from ({fewest} rows of the rarest label, {articles} articles); "
            f"at least {LEAST_EACH} rows of each label 0, 1, 2 and {FOLDS} articles are needed",
            reason="too_few_claims",
        )
