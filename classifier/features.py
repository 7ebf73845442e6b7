"""A statement and its evidence → the numbers the model judges by; no word of any text among them."""

from __future__ import annotations

import re
from collections.abc import Callable

from classifier.compare import agree
from classifier.lexicon_words import words_pattern
from classifier.quantities import Quantity, read_quantities
from classifier.word_differences import actor_change, actors, group_change, oppositions
from classifier.words import abbreviated, bigrams, content, terms

_NAME = re.compile(r"[A-ZĐÀ-Ỹ][\w]*(?:[ -][A-ZĐÀ-Ỹ][\w]*)*")
_SENTENCE = re.compile(r"[^.;\n]+(?:\.\d[^.;\n]*)*")
_KINDS = ("money", "number", "percent", "date", "age", "duration", "ordinal")

#: Features that tell how long a text is are left out: they tell made statements from people's.
NAMES: tuple[str, ...] = (
    "coverage", "weighted_coverage", "bigram_coverage", "trigram_coverage", "best_clause_coverage",
        "longest_run", "missing_weight", "rarest_missing",     "quantities_agreeing", "quantities_missing", "quantities_contrary",
    "share_agreeing", "share_contrary",
    *(f"{kind}_{what}" for kind in _KINDS for what in ("agreeing", "contrary", "missing")),
    "figures_missing",     "names_missing", "share_names_missing", "first_name_missing",
    "name_syllables_missing", "lower_names_missing",
    "negations", "clause_negation_gap",
    "oppositions", "opposition_likeness", "polarity", "range", "scope",
    "group_change", "actor_change", "actors_missing", "up_down_gap", "only_all_gap",
    "agree_and_cover", "contrary_and_cover", "negation_and_cover", "names_and_cover",
    "missing_tail", "missing_head", "missing_longest_run",
)  # fmt: skip


def pair_features(
    statement: str, evidence: str, *, idf: Callable[[str], float] = lambda _: 1.0
) -> list[float]:
    """One value a name of `NAMES`; `idf` tells how much a syllable says (1 where unknown)."""
    values: dict[str, float] = {}
    values |= _overlap(statement, evidence, idf)
    values |= _figures(statement, evidence)
    values |= _named(statement, evidence)
    values |= _opposed(statement, evidence, idf)
    cover = values["weighted_coverage"]
    values["agree_and_cover"] = cover * (values["share_contrary"] == 0)
    values["contrary_and_cover"] = cover * values["share_contrary"]
    values["negation_and_cover"] = cover * abs(values["clause_negation_gap"])
    values["names_and_cover"] = cover * values["share_names_missing"]
    return [float(values[name]) for name in NAMES]


def clauses(text: str) -> list[str]:
    """Sentences and parts between semicolons."""
    return [part.group() for part in _SENTENCE.finditer(text) if part.group().strip()]


def _overlap(statement: str, evidence: str, idf: Callable[[str], float]) -> dict[str, float]:
    ours, theirs = content(statement), content(evidence)
    own = [term.word for term in ours]
    other = {term.word for term in theirs}
    all_own = [term.word for term in terms(statement)]
    held = [word in other for word in own]
    weight = sum(map(idf, own)) or 1.0
    missing = [word for word, there in zip(own, held, strict=True) if not there]
    own_pairs, other_pairs = bigrams(terms(statement)), set(bigrams(terms(evidence)))
    own_triples, other_triples = _triples(all_own), set(_triples([t.word for t in terms(evidence)]))
    best = max((_coverage(own, clause) for clause in clauses(evidence)), default=0.0)
    count = len(own) or 1
    third = max(1, count // 3)
    return {
        "coverage": sum(held) / count,
        "weighted_coverage": 1 - sum(map(idf, missing)) / weight,
        "bigram_coverage": sum(pair in other_pairs for pair in own_pairs) / (len(own_pairs) or 1),
        "trigram_coverage": sum(one in other_triples for one in own_triples)
        / (len(own_triples) or 1),
        "best_clause_coverage": best,
        "longest_run": _longest_run(all_own, evidence) / (len(all_own) or 1),
        "missing_weight": sum(map(idf, missing)) / count,
        "rarest_missing": max(map(idf, missing), default=0.0),
        "missing_tail": 1 - sum(held[-third:]) / third if held else 0.0,
        "missing_head": 1 - sum(held[:third]) / third if held else 0.0,
        "missing_longest_run": _run_of_false(held) / count,
    }


def _figures(statement: str, evidence: str) -> dict[str, float]:
    ours, theirs = read_quantities(statement), read_quantities(evidence)
    counts = {
        f"{kind}_{what}": 0.0 for kind in _KINDS for what in ("agreeing", "contrary", "missing")
    }
    total = dict.fromkeys(("agreeing", "contrary", "missing"), 0)
    for one in ours:
        if one.kind in _KINDS:
            what = _standing(one, theirs)
            counts[f"{one.kind}_{what}"] += 1
            total[what] += 1
    count = sum(total.values())
    own, other = set(re.findall(r"\d+", statement)), set(re.findall(r"\d+", evidence))
    return counts | {
        "quantities_agreeing": total["agreeing"],
        "quantities_missing": total["missing"],
        "quantities_contrary": total["contrary"],
        "share_agreeing": total["agreeing"] / count if count else 0.0,
        "share_contrary": total["contrary"] / count if count else 0.0,
        "figures_missing": min(6, len(own - other)),
    }


def _standing(one: Quantity, theirs: tuple[Quantity, ...]) -> str:
    alike = [other for other in theirs if other.kind == one.kind]
    said = [agree(one, other) for other in alike]
    if True in said:
        return "agreeing"
    return "contrary" if False in said else "missing"


def _named(statement: str, evidence: str) -> dict[str, float]:
    lowered = abbreviated(evidence)
    names = [match for match in _NAME.finditer(statement) if match.start() > 0]
    missing = [one for one in names if abbreviated(one.group()) not in lowered]
    first = _NAME.match(statement)
    held = {term.word for term in terms(evidence)}
    syllables = [word for one in names for word in abbreviated(one.group()).split()]
    return {
        "names_missing": len(missing),
        "share_names_missing": len(missing) / (len(names) or 1),
        "first_name_missing": float(bool(first) and abbreviated(first.group()) not in lowered)
        if first
        else 0.0,
        "name_syllables_missing": sum(word not in held for word in syllables)
        / (len(syllables) or 1),
        "lower_names_missing": sum(len(one.group().split()) > 1 for one in missing),
    }


def _opposed(statement: str, evidence: str, idf: Callable[[str], float]) -> dict[str, float]:
    found = oppositions(statement, evidence, idf=idf)
    ours = negations(statement)
    own = [term.word for term in content(statement)]
    nearest = max(clauses(evidence), key=lambda clause: _coverage(own, clause), default="")
    bodies, lowered = actors(statement), abbreviated(evidence)
    return {
        "negations": ours,
        "clause_negation_gap": ours - min(4, negations(nearest)),
        "oppositions": len(found),
        "opposition_likeness": max((one.likeness for one in found), default=0.0),
        "polarity": sum(one.kind == "polarity" for one in found),
        "range": sum(one.kind == "range" for one in found),
        "scope": sum(one.kind == "scope" for one in found),
        "group_change": float(group_change(statement, nearest) is not None),
        "actor_change": float(actor_change(statement, evidence, idf=idf) is not None),
        "actors_missing": sum(name not in lowered for name, _, _ in bodies),
        "up_down_gap": _direction(statement) - _direction(nearest),
        "only_all_gap": float(_has_only(statement) != _has_only(nearest)),
    }


def negations(text: str) -> int:
    """How often a text denies; "không chỉ", "không ngừng" deny nothing."""
    lowered = abbreviated(text)
    false = words_pattern("judge", "false_negation")
    return len(words_pattern("judge", "negation").findall(false.sub(" ", lowered)))


def _direction(text: str) -> int:
    lowered = abbreviated(text)
    up = len(re.findall(r"(?<!\w)(?:tăng|nâng|cao hơn|vượt|nhiều hơn|thêm)(?!\w)", lowered))
    down = len(re.findall(r"(?<!\w)(?:giảm|hạ|thấp hơn|ít hơn|cắt|bớt|mất)(?!\w)", lowered))
    return (up > down) - (down > up)


def _has_only(text: str) -> bool:
    return bool(
        re.search(r"(?<!\w)(?:chỉ|duy nhất|riêng|toàn bộ|tất cả|mọi)(?!\w)", abbreviated(text))
    )


def _coverage(own: list[str], clause: str) -> float:
    held = {term.word for term in content(clause)}
    return sum(word in held for word in own) / (len(own) or 1)


def _triples(words: list[str]) -> list[str]:
    return [" ".join(words[at : at + 3]) for at in range(len(words) - 2)]


def _longest_run(own: list[str], evidence: str) -> int:
    text = f" {' '.join(term.word for term in terms(evidence))} "
    best = start = 0
    for end in range(1, len(own) + 1):
        while start < end and f" {' '.join(own[start:end])} " not in text:
            start += 1
        best = max(best, end - start)
    return best


def _run_of_false(held: list[bool]) -> int:
    best = run = 0
    for there in held:
        run = 0 if there else run + 1
        best = max(best, run)
    return best
