"""What an outlet changed in a text: word by word, as safe HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from review.language import Translate
from storage.articles import difference
from storage.schema import RevisionRow

#: Words of one part that are laid side by side; of more, the one is taken out and the other put in.
MOST_WORDS = 1500
#: Letters of changes that fit on the page of a flag.
LONG = 1200
_TAGS = {"del": Markup("<del>{}{}</del>"), "ins": Markup("<ins>{}{}</ins>")}
_WORD = re.compile(r"\s+|[^\s]+")


def changes_of(revisions: Sequence[RevisionRow], *, t: Translate) -> list[dict[str, Any]]:
    """Every revision after the first with its changed parts, each as HTML, and their length in letters."""
    return [_change(old, new, t=t) for old, new in pairwise(revisions)]


def is_long(changes: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the changes want a page of their own."""
    return sum(int(one["letters"]) for one in changes) > LONG


def word_diff(before: str, after: str, *, t: Translate) -> Markup:
    """One text with what was taken out and what was put in marked; each is told in words, too."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return _marked("del", t("bỏ:"), before) + Markup(" ") + _marked("ins", t("thêm:"), after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    out = Markup()
    for step, i1, i2, j1, j2 in steps:
        if step == "equal":
            out += escape("".join(old[i1:i2]))
            continue
        out += _marked("del", t("bỏ:"), "".join(old[i1:i2]))
        out += _marked("ins", t("thêm:"), "".join(new[j1:j2]))
    return out


def _marked(tag: str, label: str, text: str) -> Markup:
    if not text.strip():
        return escape(text)
    told = Markup('<span class="hidden">{} </span>').format(label)
    return _TAGS[tag].format(told, text)


def _change(old: RevisionRow, new: RevisionRow, *, t: Translate) -> dict[str, Any]:
    parts = new.difference or difference(f"{old.title}\n{old.text}", f"{new.title}\n{new.text}")
    texts = [("\n".join(one["before"]), "\n".join(one["after"])) for one in parts]
    return {
        "revision": new.revision,
        "seen_at": new.seen_at,
        "parts": [Markup("<bdi>{}</bdi>").format(word_diff(*pair, t=t)) for pair in texts],
        "letters": sum(max(len(before), len(after)) for before, after in texts),
        "lines": parts,
    }
