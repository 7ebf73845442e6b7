"""What reviewers rule is learned, their slips are told, and a model must win to be used: over a real SQLite."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from classifier.features import pair_features
from classifier.fixed_set import contest, fixed_rows
from classifier.model import FILE, load_model, save_model
from classifier.ruled import is_held
from doichieu.errors import Quarantine, WrongUse
from doichieu.jobs.model import NOT_BETTER, PREVIOUS, install, model_in_use
from doichieu.jobs.train import LEAST_RULINGS, train, train_from_decisions
from doichieu.records import Example, Outcome
from storage import decisions, rulings
from storage.schema import FlagRow

#: Sentences whose ruling is turned round; "both" of cleanlab's ways must agree before one is called a slip.
PLANTED = (6, 25, 51)


def _refuted(model: Any, sentence: str, passage: str) -> float:
    return float(model.chances([pair_features(sentence, passage)])[0][1])


def test_what_reviewers_rule_is_learned_and_a_model_that_wins_is_used(ruled: Any) -> None:
    ruled.rule_on_all([one.differs for one in ruled.told])
    trained = train_from_decisions(ruled.desk, models_dir=ruled.models_dir)
    assert trained.replaced
    assert trained.path == ruled.models_dir / FILE
    assert trained.contest is not None
    assert trained.contest.new["surprise"] < trained.contest.old["surprise"]
    used, packaged = model_in_use(ruled.models_dir), load_model()
    assert used.version == trained.model.version != packaged.version
    sentence = "Theo quy định, Sở Y tế cấp giấy phép làm đèn lồng trong 9 ngày làm việc."
    for office, more in (("Sở Tài chính", True), ("Sở Y tế", False)):
        passage = f"2. {office} cấp giấy phép làm đèn lồng trong 9 ngày làm việc."
        before, after = (_refuted(one, sentence, passage) for one in (packaged, used))
        assert (after > before) == more, (office, before, after)


def test_passages_of_the_fixed_set_are_never_learned(ruled: Any) -> None:
    ruled.rule_on_all([one.differs for one in ruled.told])
    card = train_from_decisions(ruled.desk, models_dir=ruled.models_dir).model.card["rulings"]
    held = [
        one
        for one in ruled.told
        if is_held(Example(statement=one.sentence, evidence=one.passage, label=0))
    ]
    assert 0 < len(held) < len(ruled.told) / 2
    assert card["held_for_the_fixed_set"] == len(held)
    assert card["learned"] + card["likely_slips_left_out"] <= len(ruled.told)
    assert "Sở Y tế" not in json.dumps(card, ensure_ascii=False)


def test_likely_slips_are_told_and_not_learned(ruled: Any) -> None:
    ids = ruled.rule_on_all([one.differs != (at in PLANTED) for at, one in enumerate(ruled.told)])
    trained = train_from_decisions(ruled.desk, models_dir=ruled.models_dir)
    found = {ids.index(one.flag_id) for one in trained.slips}
    assert len(found) >= 2
    assert found <= set(PLANTED)
    told = trained.told()["slips"]
    assert {one["reviewer"] for one in told} == {"lan"}
    assert {one["outcome"] for one in told} <= {"differs", "does_not_differ"}
    assert trained.model.card["rulings"]["likely_slips_left_out"] == len(found)


def test_a_model_of_careless_rulings_loses_and_the_last_good_one_stays(ruled: Any) -> None:
    good = load_model()
    install(good, ruled.models_dir)
    before = (ruled.models_dir / FILE).read_bytes()
    chance = random.Random(3)
    ruled.rule_on_all([chance.random() < 0.5 for _ in ruled.told])
    trained = train_from_decisions(ruled.desk, models_dir=ruled.models_dir)
    assert not trained.replaced
    assert (ruled.models_dir / FILE).read_bytes() == before
    assert trained.path == ruled.models_dir / NOT_BETTER / FILE
    assert load_model(trained.path).version == trained.model.version
    assert model_in_use(ruled.models_dir).version == good.version


def test_a_handful_of_rulings_is_refused_with_what_is_needed(ruled: Any) -> None:
    ruled.rule_on_all([one.differs for one in ruled.told[:6]])
    with pytest.raises(WrongUse) as refused:
        train_from_decisions(ruled.desk, models_dir=ruled.models_dir)
    assert str(LEAST_RULINGS) in refused.value.en
    assert not (ruled.models_dir / FILE).exists()


def test_rulings_taken_back_changed_or_of_another_matter_count_as_they_stand(ruled: Any) -> None:
    taken, changed, opinion, kept = (ruled.raise_flag(at) for at in range(4))
    for flag_id in (taken, changed, opinion, kept):
        ruled.rule(flag_id, differs=True)
    with ruled.desk.database.session() as session:
        decisions.undo(session, taken, reviewer="lan")
        decisions.undo(session, changed, reviewer="minh")
        decisions.decide(session, changed, Outcome.DOES_NOT_DIFFER, reviewer="minh")
        decisions.undo(session, opinion, reviewer="lan")
        decisions.decide(session, opinion, Outcome.OPINION_OR_REPORT, reviewer="lan")
    with ruled.desk.database.session() as session:
        found = {one.flag_id: (one.outcome, one.reviewer) for one in rulings.standing(session)}
    assert found == {
        kept: (Outcome.DIFFERS, "lan"),
        changed: (Outcome.DOES_NOT_DIFFER, "minh"),
        opinion: (Outcome.OPINION_OR_REPORT, "lan"),
    }


def test_copies_ruled_on_together_are_one_ruling(ruled: Any) -> None:
    ids = [ruled.raise_flag(at) for at in range(3)]
    with ruled.desk.database.session() as session:
        for flag_id in ids[:2]:
            session.get_one(FlagRow, flag_id).group_key = "one story"
    ruled.rule(ids[0], differs=True)
    ruled.rule(ids[2], differs=False)
    with ruled.desk.database.session() as session:
        assert session.get_one(FlagRow, ids[1]).status == "differs"
        assert len(rulings.standing(session)) == 2


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 torn", b"not a model"])
def test_a_damaged_model_is_refused_with_its_reason_and_the_one_before_it_judges(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    packaged = load_model()
    before = type(packaged)(
        pair=packaged.pair, article=packaged.article, card=packaged.card | {"version": "trước"}
    )
    install(before, tmp_path)
    install(packaged, tmp_path)
    assert (tmp_path / PREVIOUS / FILE).is_file()
    (tmp_path / FILE).write_bytes(body)
    assert model_in_use(tmp_path).version == "trước"
    assert str(tmp_path / FILE) in caplog.text
    (tmp_path / PREVIOUS / FILE).write_bytes(body)
    assert model_in_use(tmp_path).version == packaged.version


def test_a_damaged_model_never_becomes_the_one_before(tmp_path: Path) -> None:
    packaged = load_model()
    save_model(packaged, tmp_path)
    (tmp_path / FILE).write_bytes(b"torn")
    install(packaged, tmp_path)
    assert not (tmp_path / PREVIOUS).exists()
    assert model_in_use(tmp_path).version == packaged.version


def test_a_model_does_not_win_against_itself() -> None:
    pair = load_model().pair
    met = contest(pair, pair, fixed_rows())
    assert met.old == met.new
    assert met.rows >= 300
    assert not met.won


def _claims(told: list[Any]) -> list[dict[str, Any]]:
    """A hundred labelled claims, as `evaluate` reads them."""
    rows = []
    for at, one in enumerate(told):
        other = told[(at + 7) % len(told)]
        context = f"{one.passage}\n{other.passage}"
        rows.append((one.sentence, one.passage, context, int(one.differs)))
        if at % 4 == 0:
            rows.append((other.sentence, one.passage, context, 2))
    keys = ("statement", "evidence", "context", "label")
    return [{"id": at, **dict(zip(keys, row, strict=True))} for at, row in enumerate(rows)]


def _written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
    )
    return path


@pytest.mark.slow
def test_a_dataset_is_learned_and_a_model_that_loses_is_put_aside(
    ruled: Any, tmp_path: Path
) -> None:
    dataset = _written(tmp_path / "nhan.jsonl", _claims(ruled.told))
    trained = train(ruled.models_dir, dataset=dataset)
    labelled = trained.model.card["labelled"]
    assert (labelled["name"], labelled["claims"]) == ("nhan.jsonl", 100)
    # A hundred sentences about who does a thing teach little of figures: the packaged model stays.
    assert not trained.replaced
    assert load_model(trained.path).version == trained.model.version
    assert model_in_use(ruled.models_dir).version == load_model().version


def test_a_dataset_too_small_to_part_into_folds_is_refused_by_name(
    ruled: Any, tmp_path: Path
) -> None:
    dataset = _written(tmp_path / "it.jsonl", _claims(ruled.told)[:12])
    with pytest.raises(Quarantine) as refused:
        train(ruled.models_dir, dataset=dataset)
    assert str(dataset) in refused.value.en
