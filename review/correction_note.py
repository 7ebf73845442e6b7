"""A note that asks an outlet to correct a sentence; a person edits it, takes it, and sends it, or not."""

from __future__ import annotations

import re

from doichieu.local_time import LOCAL_TIME
from doichieu.records import OfficialDocument
from review.cells import printable, shown
from review.language import show_day
from review.marking import safe_link
from storage.schema import ArticleRow, FlagRow

#: Longest note taken back from the page, in characters.
LONGEST = 20_000
#: Characters of a title, of a sentence or a passage in the note; differences it tells: all of it fits in a form.
LONGEST_TITLE, LONGEST_QUOTE, MOST_DIFFERENCES = 300, 4_000, 12
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_ADDRESS = re.compile(r"https?://\S+")


def note(
    flag: FlagRow,
    article: ArticleRow,
    *,
    outlet: str,
    document: OfficialDocument | None,
    language: str,
) -> str:
    """The note in Vietnamese or English: the sentence, the passage, both addresses."""
    day = article.published_at.astimezone(LOCAL_TIME).date() if article.published_at else None
    held = {
        "outlet": outlet, "title": shown(article.title, LONGEST_TITLE), "day": show_day(day),
        "sentence": shown(flag.sentence, LONGEST_QUOTE),
        "url": safe_link(article.url) or article.url, "passage": printable(flag.passage[:LONGEST_QUOTE]),
        "place": f"{flag.place}, {flag.document}" if flag.place else flag.document,
        "name": flag.document_title, "effective": show_day(flag.document_effective),
        "origin": safe_link(document.origin) if document else "",
    }  # fmt: skip
    said, written = _WORDS[language]
    held["differences"] = "\n".join(
        f"- {said} “{shown(one['article'], LONGEST_TITLE)}”; {written} “{shown(one['official'], LONGEST_TITLE)}”."
        for one in flag.differences[:MOST_DIFFERENCES]
    )
    lines = _NOTES[language].format(**held)
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def as_markdown(text: str) -> str:
    """The note as Markdown: its first line a heading, nothing in it markup by accident."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    return "\n".join([f"# {_escaped(lines[0])}", *(_line(one) for one in lines[1:])]) + "\n"


def as_text(text: str) -> str:
    """The note as plain text, with one kind of line end."""
    return text.replace("\r\n", "\n").strip() + "\n"


def _line(line: str) -> str:
    if line.startswith("- "):
        return f"- {_escaped(line[2:])}"
    return re.sub(r"^(\s*)([-+=]|\d+(?=[.)]))", r"\1\\\2", _escaped(line))


def _escaped(line: str) -> str:
    """Marks of Markdown made plain, addresses kept whole."""
    out, at = "", 0
    for match in _ADDRESS.finditer(line):
        out += _SPECIAL.sub(r"\\\1", line[at : match.start()])
        out += f"<{match[0].replace('<', '%3C').replace('>', '%3E')}>"
        at = match.end()
    return out + _SPECIAL.sub(r"\\\1", line[at:])


_WORDS = {"vi": ("Bài viết:", "văn bản ghi:"), "en": ("The article says", "the official text says")}
_NOTES = {
    "vi": """Đề nghị kiểm tra và đính chính

Kính gửi: {outlet}

Bài “{title}” ({day}) có một câu khác với văn bản chính thức dưới đây.

Câu trong bài:
“{sentence}”
{url}

Văn bản ({place}, {name}, hiệu lực từ {effective}):
“{passage}”
{origin}

Chỗ khác:
{differences}

Kính đề nghị tòa soạn kiểm tra và đính chính nếu thấy đúng. Nếu văn bản chúng tôi dẫn đã được sửa đổi, thay thế, hoặc chúng tôi hiểu chưa đúng câu này, rất mong được cho biết.

Trân trọng.
""",
    "en": """Please check and correct

To: {outlet}

The article “{title}” ({day}) has a sentence that differs from the official text below.

The sentence:
“{sentence}”
{url}

The official text ({place}, {name}, in force from {effective}):
“{passage}”
{origin}

What differs:
{differences}

Please check it, and correct it if you agree. If the text we cite has been amended or replaced, or we have misread your sentence, please tell us.

With kind regards.
""",
}
