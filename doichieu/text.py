"""Vietnamese text as every room needs it: one spelling to store, one folding to search by."""

from __future__ import annotations

import re
import unicodedata

#: Marks that show nothing and break matching: soft hyphen, zero-width, BOM, bidi controls.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")

#: Tone placement differs only in these open syllables ("hoà" = "hòa"); "qu" is an onset, so
#: "quý" stays as it is. The new placement (on the second vowel) becomes the old one.
_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONE_PAIR = re.compile(rf"(?<![qQ])({'|'.join(_TONES)})(?!\w)", re.IGNORECASE)

#: A lower-case d with stroke has no decomposition, so folding must name it; Ð (eth) looks alike.
_STROKES = "đĐÐð"


def nfc(text: str) -> str:
    """The one spelling we keep: Unicode NFC."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """NFC without invisible marks, runs of blanks made one, ends trimmed; line breaks stay."""
    visible = _INVISIBLE.sub("", nfc(text)).replace("\r\n", "\n").replace("\r", "\n")
    lines = (_SPACES.sub(" ", line).strip() for line in visible.split("\n"))
    return "\n".join(lines).strip("\n")


def one_line(text: str) -> str:
    """`clean` with every run of white space made one blank."""
    # What `clean` makes of blanks and breaks within a line, splitting does as well.
    visible = text if text.isascii() else _INVISIBLE.sub("", nfc(text))
    return " ".join(visible.split())


def place_tones(text: str) -> str:
    """Write the tone of an open syllable on the first vowel ("hoà" → "hòa"); same length, NFC in."""
    return _TONE_PAIR.sub(
        lambda match: _match_case(match.group(), _TONES[match.group().lower()]), text
    )


def fold(text: str) -> str:
    """Text as search sees it: lower case, no diacritics, đ = d. Never for meaning."""
    return text.translate(_FOLDED)


class _Folds(dict[int, str]):
    """Letters as they are folded, worked out when first met: every text we store and search goes by here."""

    def __missing__(self, code: int) -> str:
        letter = "d" if chr(code) in _STROKES else chr(code)
        parts = unicodedata.normalize("NFD", letter)
        bare = "".join(one for one in parts if not unicodedata.combining(one)).casefold()
        self[code] = bare
        return bare


_FOLDED = _Folds()


def _match_case(like: str, pair: str) -> str:
    return "".join(
        new.upper() if old.isupper() else new for old, new in zip(like, pair, strict=True)
    )
