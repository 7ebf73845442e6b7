"""What a paper's article addresses have in common, learned from links → a regular expression."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

#: Fewer links show no habit.
LEAST_LINKS = 5
#: Share of the links that must have the shape; a list also names galleries, quizzes, events.
LEAST_SHARE = 0.8

_EXTENSION = r"(?P<ext>\.[a-z]{2,5})?(?P<slash>/)?$"
#: "…-post123456.html": words, then a mark of the house and a number.
_NUMBER_LAST = re.compile(rf"[^/]-(?P<mark>-*[a-z]{{0,7}})(?P<number>\d{{4,}}){_EXTENSION}", re.I)
#: "/202511/…-3f2a1b7/": a month, words, a key.
_MONTH_AND_KEY = re.compile(rf"/20\d{{4}}/[^/]+-(?P<key>[0-9a-f]{{6,12}}){_EXTENSION}", re.I)
#: "/12/172527/….htm": numbers, then words.
_NUMBERS_FIRST = re.compile(rf"/\d+/(?P<number>\d{{3,}})/[^/]+?{_EXTENSION}", re.I)
#: "/2025/11/24/…", and words alone.
_DAY_FIRST = re.compile(rf"/20\d\d/\d\d(?:/\d\d)?/[^/]+?{_EXTENSION}", re.I)
_WORDS = re.compile(rf"/[^/.-]+(?:-[^/.-]+){{3,}}{_EXTENSION}", re.I)

_IN_FOLDER = re.compile(rf"^(?P<folder>/(?:[^/]+/)+)[^/]+?{_EXTENSION}", re.I)


def learn_pattern(links: Iterable[str], *, menus: Iterable[str] = ()) -> str | None:
    """A pattern for the paths of articles; None where the links show no habit, or menus share it.

    `links` are addresses a paper's lists name; `menus` those of its sections.
    """
    paths = list(dict.fromkeys(urlsplit(one).path for one in links))
    paths = [path for path in paths if path.strip("/")]
    if len(paths) < LEAST_LINKS:
        return None
    others = [urlsplit(one).path for one in menus]
    for shape, name in _SHAPES:
        found = [match for path in paths if (match := shape.search(path))]
        if len(found) < LEAST_SHARE * len(paths):
            continue
        pattern = name(found)
        fits = re.compile(pattern)
        if sum(map(bool, map(fits.search, paths))) < LEAST_SHARE * len(paths):
            continue
        # A menu holds an odd article, too; a shape that most of it has is no article's.
        if sum(map(bool, map(fits.search, others))) <= len(others) / 2:
            return pattern
    return None


def _month_and_key(found: list[re.Match[str]]) -> str:
    length = {len(match["key"]) for match in found}
    count = f"{{{min(length)},{max(length)}}}" if len(length) > 1 else f"{{{min(length)}}}"
    return rf"/20\d{{4}}/[^/]+-[0-9a-f]{count}{_end(found)}"


def _number_last(found: list[re.Match[str]]) -> str:
    marks = [mark for mark, count in Counter(m["mark"] for m in found).items() if count > 1]
    mark = "|".join(_plain(one) for one in sorted(marks))
    digits = max(4, min(len(match["number"]) for match in found) - 1)
    return rf"-(?:{mark})\d{{{digits},}}{_end(found)}" if "|" in mark else rf"-{mark}\d{{{digits},}}{_end(found)}"  # fmt: skip


def _numbers_first(found: list[re.Match[str]]) -> str:
    return rf"/\d+/\d{{3,}}/[^/]+{_end(found)}"


def _day_first(found: list[re.Match[str]]) -> str:
    return rf"/20\d\d/\d\d(?:/\d\d)?/[^/]+{_end(found)}"


def _words(found: list[re.Match[str]]) -> str:
    """Words alone say little, so the folder they all lie in is kept."""
    folders = {match.string[: match.start()] for match in found}
    folder = f"^{_plain(folders.pop())}" if len(folders) == 1 else ""
    return rf"{folder}/[^/.-]+(?:-[^/.-]+){{3,}}{_end(found)}"


def _plain(said: str) -> str:
    """Escaped, but a hyphen outside brackets needs none and reads better."""
    return re.escape(said).replace(r"\-", "-")


def _end(found: list[re.Match[str]]) -> str:
    """The extensions seen, and a slash where it was seen."""
    endings = sorted({(match["ext"] or "").lower() for match in found})
    told = "|".join(re.escape(one) for one in endings)
    closed = "/?" if any(match["slash"] for match in found) else ""
    return (f"(?:{told})" if len(endings) > 1 else told) + closed + "$"


def _folder(found: list[re.Match[str]]) -> str:
    """One folder of its own for articles, whatever they are called."""
    folders = {match["folder"] for match in found}
    return rf"^{_plain(folders.pop())}[^/]+{_end(found)}" if len(folders) == 1 else r"(?!)"


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[list[re.Match[str]]], str]], ...] = (
    (_MONTH_AND_KEY, _month_and_key),
    (_NUMBER_LAST, _number_last),
    (_NUMBERS_FIRST, _numbers_first),
    (_DAY_FIRST, _day_first),
    (_WORDS, _words),
    (_IN_FOLDER, _folder),
)
