"""A digest → Markdown, in which nothing crawled is markup."""

from __future__ import annotations

from collections.abc import Iterator

from review.digest.figures import Counts, Digest, Story
from review.digest.words import (
    CORRECTED,
    SECTIONS,
    outlets_of,
    passage_of,
    settled_words,
    summary,
    title,
)
from review.language import Translate, show_number
from review.marking import safe_link
from review.views import STATUSES

#: Stories told one by one; the rest are counted.
MOST_STORIES, MOST_OUTLETS, MOST_LINES = 200, 12, 60
_MARKS = frozenset(r"\`*_[]<>#|~")


def markdown(digest: Digest, *, t: Translate, language: str) -> str:
    """The digest as a text."""
    return "\n".join(_lines(digest, t, language)).rstrip() + "\n"


def _lines(digest: Digest, t: Translate, language: str) -> Iterator[str]:
    yield f"# {title(digest.period, t)}"
    yield ""
    for name, count in summary(digest, t, language=language):
        yield f"- {name}: {count}"
    yield ""
    if not digest.stories and not digest.corrected:
        yield t("Không có chỗ khác nào trong những ngày này.")
    yield from _table(t("Theo tỉnh"), digest.by_province, language, none=t("Trung ương"))
    yield from _table(t("Theo văn bản"), digest.by_document, language)
    ruled = tuple((t(STATUSES[name]), count) for name, count in digest.decisions)
    yield from _table(t("Quyết định trong kỳ"), ruled, language)
    for status, name in SECTIONS.items():
        yield from _section(t(name), digest.told(status), t)
    yield from _section(t(CORRECTED), digest.corrected, t)


def _table(name: str, counts: Counts, language: str, *, none: str = "") -> Iterator[str]:
    if not counts:
        return
    yield from (f"## {name}", "", "| | |", "|---|---:|")
    for label, count in counts[:MOST_LINES]:
        yield f"| {plain(label or none)} | {show_number(count, language=language)} |"
    yield ""


def _section(name: str, stories: tuple[Story, ...], t: Translate) -> Iterator[str]:
    if not stories:
        return
    yield from (f"## {name}", "")
    for story in stories[:MOST_STORIES]:
        yield f"- **{plain(story.sentence)}**"
        yield f"  - {t('Bài báo')}: {plain(story.article_says)}"
        yield f"  - {t('Văn bản')}: {plain(story.official_says)} ({plain(passage_of(story))})"
        yield f"  - {t('Nguyên văn')}: {plain(story.passage)}"
        yield f"  - {t('Báo')}: {plain(outlets_of(story, MOST_OUTLETS))}"
        for one in story.appearances[:MOST_OUTLETS]:
            if safe_link(one.url):
                yield f"    - [{plain(one.title)}](<{_address(one.url)}>)"
        if told := settled_words(story, t):
            yield f"  - {plain(told)}"
    if len(stories) > MOST_STORIES:
        yield f"- +{len(stories) - MOST_STORIES}"
    yield ""


def plain(text: str) -> str:
    """Crawled words without the marks that Markdown reads."""
    return "".join(f"\\{mark}" if mark in _MARKS else mark for mark in " ".join(text.split()))


def _address(url: str) -> str:
    """An address that cannot end its own brackets."""
    return url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").replace("\\", "%5C")
