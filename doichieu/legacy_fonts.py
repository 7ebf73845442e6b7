"""Vietnamese written for the fonts of before Unicode (TCVN3, VNI): recognised by its letters, read and written."""

from __future__ import annotations

import re

#: TCVN3, one byte a letter: ".VnTime" and its like; capitals with tones were a font's business.
TCVN3 = dict(zip(
    "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢§£¤¥¦",
    "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ",
    strict=True,
))  # fmt: skip
_AS_TCVN3 = str.maketrans(TCVN3)

#: VNI writes tone and shape behind the letter: "Vieät", "ngöôøi".
VNI_MARKS = {
    "a": dict(zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
}
VNI_ALONE = dict(zip("ñôöíìæóòîÑÔÖÍÌÆÓÒÎ", "đơưíìỉĩịỵĐƠƯÍÌỈĨỊỴ", strict=True))
_VNI_PAIRS = "|".join(f"{base}[{''.join(marks)}]" for base, marks in VNI_MARKS.items())
_VNI = re.compile(f"{_VNI_PAIRS}|[{''.join(VNI_ALONE)}]", re.IGNORECASE)

#: Letters that only Unicode text holds; one is enough to leave a text as it is.
_UNICODE = re.compile("[\u1ea0-\u1ef9ĂăĐđĨĩŨũƠơƯư]")
#: Marks of TCVN3 that no other Vietnamese spelling puts inside words.
_TCVN3_SIGNS = re.compile(r"[A-Za-z][¸µ¶·¹¨¾»¼½®©ª«¬]|[¸µ¶·¹¨¾»¼½®©ª«¬][a-z]")
_VNI_SIGNS = re.compile(f"(?:{_VNI_PAIRS})|ñ", re.IGNORECASE)
#: Signs a letter of such text holds at least; true text of other tongues holds next to none.
LEAST_SHARE = 0.02
_WORD = re.compile(r"[^\W\d_]+")


def from_tcvn3(text: str) -> str:
    """Text decoded as windows-1252 → Vietnamese; a word or line typed in capitals has all its letters so."""
    return "\n".join(
        read.upper() if _typed_in_capitals(line) else _WORD.sub(_capitals, read)
        for line in text.split("\n")
        for read in (line.translate(_AS_TCVN3),)
    )


def from_vni(text: str) -> str:
    """The same for VNI."""
    return _VNI.sub(_vni_letter, text)


def to_tcvn3(text: str) -> str:
    """Vietnamese (NFC) → what a TCVN3 typist's file holds, decoded as windows-1252."""
    back = {letter: sign for sign, letter in TCVN3.items()}
    return "".join(back.get(one) or back.get(one.lower()) or one for one in text)


def to_vni(text: str) -> str:
    """Vietnamese (NFC) → VNI, decoded as windows-1252."""
    pairs = {
        letter: base + mark for base, marks in VNI_MARKS.items() for mark, letter in marks.items()
    }
    alone = {letter: sign for sign, letter in VNI_ALONE.items()}
    capitals = {letter.upper(): pair.upper() for letter, pair in pairs.items()}
    return "".join(alone.get(one) or pairs.get(one) or capitals.get(one) or one for one in text)


def read_legacy(text: str) -> str:
    """`text` in Unicode where its letters are those of TCVN3 or VNI; else as it is."""
    if _UNICODE.search(text):
        return text
    letters = sum(map(str.isalpha, text)) or 1
    tcvn3 = len(_TCVN3_SIGNS.findall(text)) / letters
    vni = len(_VNI_SIGNS.findall(text)) / letters
    if max(tcvn3, vni) < LEAST_SHARE:
        return text
    return from_tcvn3(text) if tcvn3 >= vni else from_vni(text)


def _vni_letter(match: re.Match[str]) -> str:
    found = match[0]
    if len(found) == 1:
        return VNI_ALONE[found]
    letter = VNI_MARKS[found[0].lower()][found[1].lower()]
    return letter.upper() if found[0].isupper() else letter


def _typed_in_capitals(line: str) -> bool:
    plain = [one for one in line if one.isascii() and one.isalpha()]
    return len(plain) > 1 and all(map(str.isupper, plain))


def _capitals(match: re.Match[str]) -> str:
    """ "NGHị" → "NGHỊ": TCVN3 has no capitals with a tone, its fonts showed them."""
    word = match.group()
    return word.upper() if _typed_in_capitals(word) else word
