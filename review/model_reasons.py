"""Why the machine put a sentence before a person: in words, from what it saw and nothing else."""

from __future__ import annotations

from difflib import SequenceMatcher

from doichieu.text import fold
from review.language import Translate
from storage.schema import FlagRow

#: Runs of common words that are told, and the shortest that tells something.
MOST_RUNS, LEAST_WORDS = 4, 2


def reasons(flag: FlagRow, text: str, *, t: Translate, kind_name: Translate, sure: str) -> list[str]:  # fmt: skip
    """One line a reason: which text and why that one, the words both have, what differs, how sure."""
    lines = [_cited(flag, text, t=t)]
    runs = common_runs(flag)
    if runs:
        said = ", ".join(f"“{one}”" for one in runs)
        lines.append(f"{t('Câu và đoạn văn bản cùng nói:')} {said}.")
    lines += [
        f"{kind_name(one['kind'])}: {t('bài viết')} “{one['article']}”, {t('văn bản quy định')} “{one['official']}”."
        for one in flag.differences
    ]
    lines.append(f"{t('Mô hình')} {flag.model}: {sure}. {t('Nó so câu chữ, không biết ai đúng.')}")
    return lines


def common_runs(flag: FlagRow) -> list[str]:
    """The longest runs of words that sentence and passage share, as the sentence has them."""
    ours, theirs = flag.sentence.split(), flag.passage.split()
    steps = SequenceMatcher(None, _bare(ours), _bare(theirs), autojunk=False)
    blocks = [one for one in steps.get_matching_blocks() if one.size >= LEAST_WORDS]
    longest = sorted(blocks, key=lambda one: -one.size)[:MOST_RUNS]
    kept = sorted(longest, key=lambda one: one.a)
    return [" ".join(ours[one.a : one.a + one.size]).strip(" .,;:") for one in kept]


def _cited(flag: FlagRow, text: str, *, t: Translate) -> str:
    """Whether the sentence or the article names the text it is held against."""
    number = flag.document.casefold()
    if number in flag.sentence.casefold():
        return f"{t('Câu này dẫn chính văn bản')} {flag.document}."
    if number in text.casefold():
        return f"{t('Bài này dẫn văn bản')} {flag.document}."
    return f"{t('Bài không nêu số văn bản; máy tìm ra đoạn này theo câu chữ, trong')} {flag.document}."  # fmt: skip


def _bare(words: list[str]) -> list[str]:
    return [fold(one).strip(".,;:()“”\"'") for one in words]
