"""Lines in both languages: each half whole, whatever they are put together from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from doichieu.two_languages import halves, in_language, joined

WORDS = st.text(alphabet="abđ :;.http/", min_size=1, max_size=20).filter(lambda one: " / " not in f" {one} ")  # fmt: skip


def test_lines_are_put_together_language_by_language() -> None:
    lines = ["u1: hỏng / u1: broken", "u2"]
    told = joined(lines, head="có danh sách hỏng:  / some lists broke: ")
    assert told == "có danh sách hỏng: u1: hỏng; u2 / some lists broke: u1: broken; u2"
    assert in_language(told, "en").startswith("some lists")
    assert in_language("chỉ một thứ tiếng", "en") == "chỉ một thứ tiếng"
    assert joined([]) == ""


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_no_word_of_one_language_comes_into_the_other(pairs: list[tuple[str, str]]) -> None:
    vi, en = halves(joined([f"{one} / {other}" for one, other in pairs]))
    assert vi == "; ".join(one for one, _ in pairs)
    assert en == "; ".join(other for _, other in pairs)
