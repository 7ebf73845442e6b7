"""A digest → the HTML of a mail: inline styles and tables that mail readers take; no script, no picture, no address but
the outlets' and the desk's own.
"""

from __future__ import annotations

from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, FileSystemLoader

from review.digest.figures import Digest
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

#: A mail beyond 100 KB is cut by some readers: so many stories a section, lines a table, links a story.
MOST_STORIES, MOST_LINES, MOST_OUTLETS = 25, 20, 5


def mail(digest: Digest, *, t: Translate, language: str, site: str) -> str:
    """The mail's HTML; `site` is where people reach the desk, or empty."""
    sections = [(t(name), digest.told(status)) for status, name in SECTIONS.items()]
    return _environment().get_template("mail_digest.html").render(
        title=title(digest.period, t), language=language, t=t, site=site,
        summary=summary(digest, t, language=language),
        tables=[
            (t("Theo tỉnh"), [(name or t("Trung ương"), count) for name, count in digest.by_province[:MOST_LINES]]),
            (t("Theo văn bản"), list(digest.by_document[:MOST_LINES])),
            (t("Quyết định trong kỳ"), [(t(STATUSES[name]), count) for name, count in digest.decisions]),
        ],
        sections=[*sections, (t(CORRECTED), digest.corrected)], most=MOST_STORIES, most_outlets=MOST_OUTLETS,
        number=partial(show_number, language=language), passage_of=passage_of, safe_link=safe_link,
        outlets=lambda story: outlets_of(story, MOST_OUTLETS), settled=lambda story: settled_words(story, t),
    )  # fmt: skip


@cache
def _environment() -> Environment:
    folder = files("review") / "templates"
    return Environment(loader=FileSystemLoader(str(folder)), autoescape=True, trim_blocks=True)
