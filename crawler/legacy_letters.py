"""Text written for the fonts of before Unicode (TCVN3, VNI) → Vietnamese letters."""

from __future__ import annotations

import re

#: TCVN3, one byte a letter: ".VnTime" and its like; capitals with tones were a font's business.
_TCVN3 = dict(zip(
    "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢§£¤¥¦",
    "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ",
    strict=True,
))  # fmt: skip
_AS_TCVN3 = str.maketrans(_TCVN3)

#: VNI writes tone and shape behind the letter: "Vieät", "ngöôøi".
_VNI_MARKS = {
    "a": dict(zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
}
_VNI_ALONE = dict(zip("ñôöíìæóòîÑÔÖÍÌÆÓÒÎ", "đơưíìỉĩịỵĐƠƯÍÌỈĨỊỴ", strict=True))
_VNI = re.compile(
    "|".join(f"{base}[{''.join(marks)}]" for base, marks in _VNI_MARKS.items())
    + f"|[{''.join(_VNI_ALONE)}]",
    re.IGNORECASE,
)
_TCVN3_SAID = re.compile(
    r"tcvn-?\.?3|x-viet-tcvn|charset=[\"']?tcvn|\.vn(?:time|arial)", re.IGNORECASE
)
_VNI_SAID = re.compile(r"x-viet-vni|charset=[\"']?(?:x-)?vni|[\"':, ]vni-\w+", re.IGNORECASE)
#: Names one of which stands in every page the patterns find: asked first, for speed.
_NAMES = ("tcvn", ".vntime", ".vnarial", "vni")
_UNICODE = re.compile("[\u1ea0-\u1ef9]")
#: How far into a page its fonts are looked for.
HEAD = 20_000


def is_legacy(text: str) -> bool:
    """Whether a page names such a charset or font, and no letter of its own says otherwise."""
    return bool(_reader(text))


def in_unicode(text: str) -> str:
    """`text`, decoded as windows-1252, with the letters its fonts showed; as it was where it names none."""
    said = _reader(text)
    if said is _TCVN3_SAID:
        return text.translate(_AS_TCVN3)
    return _VNI.sub(_vni_letter, text) if said is _VNI_SAID else text


def _reader(text: str) -> re.Pattern[str] | None:
    head = text[:HEAD].lower()
    if not any(name in head for name in _NAMES):
        return None
    for said in (_TCVN3_SAID, _VNI_SAID):
        if said.search(head) and not _UNICODE.search(text):
            return said
    return None


def _vni_letter(match: re.Match[str]) -> str:
    found = match[0]
    if len(found) == 1:
        return _VNI_ALONE[found]
    letter = _VNI_MARKS[found[0].lower()][found[1].lower()]
    return letter.upper() if found[0].isupper() else letter
