"""What a sentence does: settled forms, restraint, and floors on sentences the model never learned from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.kind_model import (
    CARD,
    FILE,
    KINDS,
    LEAST_CLAIM,
    decide,
    load_kind_model,
    read_kind_model,
    save_kind_model,
)
from classifier.kind_rules import kind_by_rules
from classifier.kind_sentences import Labelled, own_sentences, read_labelled
from classifier.kind_settled import settled_kind
from classifier.kind_training import fitted, left_out, scores, scores_of
from classifier.kinds import kind_of, kinds_of
from doichieu.errors import Quarantine
from doichieu.records import SentenceKind

SEALED = Path(__file__).parent / "kinds_sealed.toml"
#: Of the sealed part as it was written, 2026-11-25 13:08 UTC, before anything was tuned.
SEALED_SHA256 = "3f7d9312e0cd192760424bbcd5ea343f60d523815e0903a6ab6aff96f1ee3396"

#: The sealed part, opened once, 2026-11-25 14:21 UTC: 0.899, 0.907, 0.943 and 0.103. The margins are about one
#: standard error of 356 sentences: a change that falls below has made something worse, not been unlucky.
LEAST_SEALED = {"accuracy": 0.885, "macro_f1": 0.89, "claims_kept": 0.92}
MOST_CALLED_CLAIM_SEALED = 0.12
VOICES = Path(__file__).parent / "voices_sealed.toml"
#: Of the voices without marker words, 2026-11-25 17:33 UTC, before they were run.
VOICES_SHA256 = "7262c7639a9b2e206f80a0b2054a5755617c51d81c2109a0d3503b297251756f"
#: Opened once: 5 of 41 others called claims and 27 of 30 claims kept; less one sentence each.
MOST_CALLED_CLAIM_VOICES, LEAST_KEPT_VOICES = 6 / 41, 26 / 30
#: Six-fold, whole fields left out: 0.884, 0.892, 0.870 and 0.063 when pinned; 0.869, 0.881, 0.859 and 0.075 since two more fields
#: were written to lie on the border of two kinds (the sealed part rose to 0.905 and 0.914 with them).
LEAST_LEFT_OUT = {"accuracy": 0.865, "macro_f1": 0.88, "claims_kept": 0.855}
MOST_CALLED_CLAIM_LEFT_OUT = 0.078


@pytest.fixture(scope="module")
def sealed() -> list[Labelled]:
    return read_labelled(SEALED.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def own() -> list[Labelled]:
    return own_sentences()[0]


def _scored(sentences: list[Labelled]) -> dict[str, float]:
    guesses = [kind_of(one.text, before=one.before, heading=one.heading).value for one in sentences]
    return scores_of([one.kind for one in sentences], guesses)


@pytest.mark.parametrize(
    ("sentence", "before", "kind"),
    [
        ("Mức trợ cấp mới là bao nhiêu?", "", "question"),
        ("“Bao giờ thì có tiền?”", "", "question"),
        ("Ảnh: Minh Thảo", "", "other"),
        ("Lãnh đạo xã trao quà cho các cụ (Ảnh: Thu Hà).", "", "other"),
        ("Hoàng Yến - Đức Anh", "", "other"),
        ("* * *", "", "other"),
        ("Nếu được Quốc hội thông qua, mức phạt sẽ là 30 triệu đồng.", "", "proposal"),
        ("Bộ Tài chính đề xuất giảm thuế còn 7%.", "", "proposal"),
        (
            "Theo đó, mức phạt cao nhất là 30 triệu đồng.",
            "Dự thảo đang được lấy ý kiến.",
            "proposal",
        ),
        ("Tin đồn lương cơ sở lên 5 triệu đồng là bịa đặt.", "", "report_of_rumour"),
        (
            "Thông tin lập tức gây hoang mang.",
            "Mạng xã hội lan truyền tin đóng cửa chợ.",
            "report_of_rumour",
        ),
        ("Trước đây, lương cơ sở là 1,8 triệu đồng.", "", "history"),
        ("Năm 2013, lương cơ sở là 1.150.000 đồng.", "", "history"),
        ("Thiết nghĩ, mức 550.000 đồng nên tăng gấp đôi.", "", "opinion"),
    ],
)
def test_what_the_form_settles_needs_no_model(sentence: str, before: str, kind: str) -> None:
    assert settled_kind(sentence, before=before) == SentenceKind(kind)
    assert kind_of(sentence, before=before) == SentenceKind(kind)


@pytest.mark.parametrize(
    "sentence",
    [
        "Từ ngày 1/7/2026, mức lương cơ sở là 2,53 triệu đồng/tháng.",
        "Trước đây 2,34 triệu đồng, nay lương cơ sở là 2,53 triệu đồng.",
        "Quốc hội đã thông qua luật sau hai kỳ lấy ý kiến.",
        "Người tung tin sai sự thật bị phạt từ 5 đến 10 triệu đồng.",
        "Hộ nghèo không cần làm đơn xin miễn lệ phí.",
        "Nghị định quy định hồ sơ gồm một tờ khai.",
        "Các tỉnh dự trữ lương thực đủ dùng ít nhất 3 ngày cho vùng có nguy cơ bị chia cắt.",
    ],
)
def test_a_marker_beside_its_contrary_settles_nothing(sentence: str) -> None:
    assert settled_kind(sentence) is None


def test_what_is_settled_in_our_own_sentences_is_nearly_always_right(own: list[Labelled]) -> None:
    settled = [(one, settled_kind(one.text, before=one.before)) for one in own]
    wrong = [one.text for one, kind in settled if kind is not None and kind.value != one.kind]
    assert sum(kind is not None for _, kind in settled) >= 400
    assert len(wrong) <= 8, wrong
    assert not [one.text for one, kind in settled if kind is not None and one.kind == "claim"]


def test_the_same_words_under_a_readers_heading_are_likelier_an_opinion() -> None:
    sentence = "Ba trăm nghìn một tháng, đủ để một đứa trẻ học cách nhịn ăn sáng."
    assert kind_of(sentence, heading="Ý kiến bạn đọc") is SentenceKind.OPINION


def test_a_whole_text_gives_each_sentence_the_kind_it_has_in_its_place() -> None:
    text = [
        "Ý kiến bạn đọc",
        "Nhà tôi ở cuối xóm, đèn đường lắp đến đầu xóm thì hết tiền.",
        "Theo Nghị quyết 22, mỗi học sinh được 650.000 đồng.",
        "Dự thảo nghị định đang được lấy ý kiến.",
        "Mức phạt cao nhất là 30 triệu đồng.",
        "Ảnh: Minh Thảo",
    ]
    before = ["", *text[:-1]]
    heading = ["", *[text[0]] * (len(text) - 1)]
    apart = tuple(
        kind_of(sentence, before=earlier, heading=above)
        for sentence, earlier, above in zip(text, before, heading, strict=True)
    )
    assert kinds_of(text) == apart
    assert apart[4] is SentenceKind.PROPOSAL
    assert kinds_of([]) == ()


def test_a_claim_must_be_likely_and_else_the_next_best_kind_is_given() -> None:
    claim, opinion = KINDS.index("claim"), KINDS.index("opinion")
    chances = np.full(len(KINDS), 0.01)
    chances[claim], chances[opinion] = LEAST_CLAIM - 0.01, 0.2
    assert decide(chances) is SentenceKind.OPINION
    chances[claim] = LEAST_CLAIM
    assert decide(chances) is SentenceKind.CLAIM


@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=30))
def test_any_text_has_a_kind(sentence: str, before: str, heading: str) -> None:
    assert kind_of(sentence, before=before, heading=heading) in SentenceKind


@pytest.mark.parametrize(
    "unit", ["A", "Á. ", "“", "nếu ", "cũ cũ ", "1/", "(ảnh: ", "x, ", "trước "]
)
def test_hostile_repetition_is_read_like_any_sentence(unit: str) -> None:
    assert kind_of(unit * (1_400 // len(unit)), before=unit * 500) in SentenceKind


def test_what_is_too_long_to_be_a_sentence_is_no_claim() -> None:
    assert kind_of("Mức lương cơ sở là 2,53 triệu đồng. " * 50) is SentenceKind.OTHER


def test_the_sealed_part_is_as_it_was_written_and_nothing_of_it_was_learned(
    sealed: list[Labelled], own: list[Labelled]
) -> None:
    assert hashlib.sha256(SEALED.read_bytes()).hexdigest() == SEALED_SHA256
    assert not {one.text for one in sealed} & {one.text for one in own}
    assert len(sealed) == 356


def test_every_sentence_of_ours_is_labelled_once_and_every_kind_is_well_represented(
    own: list[Labelled],
) -> None:
    places = [(one.text, one.before, one.heading) for one in own]
    assert len(set(places)) == len(places)
    assert len(own) >= 1_200
    assert all(sum(one.kind == kind for one in own) >= 80 for kind in KINDS)


def test_the_packaged_model_was_trained_on_the_packaged_sentences() -> None:
    card = load_kind_model().card
    beside = json.loads((files("classifier") / "model" / CARD).read_text(encoding="utf-8"))
    assert card == beside
    assert card["data_sha256"] == own_sentences()[1]


def test_the_model_file_is_small_and_holds_nothing_but_numbers_and_names() -> None:
    body = (files("classifier") / "model" / FILE).read_bytes()
    assert len(body) <= 1_000_000
    assert read_kind_model(body).card == load_kind_model().card


@pytest.mark.parametrize("body", [b"", b"no model", b"PK\x03\x04" + b"\x00" * 60])
def test_a_damaged_model_file_is_refused_by_name(body: bytes) -> None:
    with pytest.raises(Quarantine) as told:
        read_kind_model(body)
    assert FILE in told.value.en
    assert "make model" in told.value.vi


def test_training_again_gives_the_same_model(own: list[Labelled], tmp_path: Path) -> None:
    packaged = load_kind_model()
    again = fitted(own, card=packaged.card)
    saved = read_kind_model(save_kind_model(again, tmp_path).read_bytes())
    rows = [{"has proposes": 1.0, "công đoàn": 0.5}, {"shape money": 1.0}]
    assert np.allclose(saved.chances(rows), packaged.chances(rows), atol=0.02)


def test_the_sealed_part_is_told_apart_at_least_as_well_as_when_it_was_opened(
    sealed: list[Labelled],
) -> None:
    measured = _scored(sealed)
    assert not {
        name: measured[name] for name, least in LEAST_SEALED.items() if measured[name] < least
    }
    assert measured["others_called_claim"] <= MOST_CALLED_CLAIM_SEALED, measured


def test_voices_without_a_marker_word_are_told_apart_at_least_as_well_as_when_they_were_opened() -> (
    None
):
    voices = read_labelled(VOICES.read_text(encoding="utf-8"))
    assert hashlib.sha256(VOICES.read_bytes()).hexdigest() == VOICES_SHA256
    assert not {one.text for one in voices} & {one.text for one in own_sentences()[0]}
    measured = _scored(voices)
    assert measured["others_called_claim"] <= MOST_CALLED_CLAIM_VOICES + 1e-3, measured
    assert measured["claims_kept"] >= LEAST_KEPT_VOICES - 1e-3, measured


def test_the_model_is_worth_its_keep_beside_the_rules_alone(sealed: list[Labelled]) -> None:
    rules = [kind_by_rules(one.text, before=one.before, heading=one.heading) for one in sealed]
    alone = scores_of([one.kind for one in sealed], [kind.value for kind in rules])
    measured = _scored(sealed)
    assert measured["macro_f1"] >= alone["macro_f1"] + 0.3
    assert measured["others_called_claim"] <= alone["others_called_claim"] / 3


def test_fields_left_out_of_training_are_told_apart_at_least_as_well_as_when_pinned(
    own: list[Labelled],
) -> None:
    measured = scores(own, left_out(own))
    assert measured["accuracy"] >= LEAST_LEFT_OUT["accuracy"], measured
    assert measured["macro_f1"] >= LEAST_LEFT_OUT["macro_f1"], measured
    assert measured["claims_kept"] >= LEAST_LEFT_OUT["claims_kept"], measured
    assert measured["others_called_claim"] <= MOST_CALLED_CLAIM_LEFT_OUT, measured


def test_a_labelled_sentence_without_its_context_is_another_case() -> None:
    text = '[[group]]\nfield = "x"\nclaim = ["Một.", { text = "Hai.", before = "Một." }]\n'
    one, two = read_labelled(text)
    assert (one.text, one.before, two.before) == ("Một.", "", "Một.")
    assert replace(two, before="") != two
