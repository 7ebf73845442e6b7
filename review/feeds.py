"""RSS and Atom of the newest flags and of the newest rulings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape

from feedgenerator import Atom1Feed, Rss201rev2Feed

from review.cells import shown
from review.language import Translate
from storage.handover import Decided
from storage.schema import ArticleRow, FlagRow

#: Entries of a feed; a reader that comes once a day misses none of an ordinary one.
LONGEST = 100
#: Characters of a title and of a text; the whole stands on the flag's page.
LONGEST_TITLE, LONGEST_TEXT = 300, 4_000
FORMS = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
MEDIA = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
}


def flags_feed(
    rows: Iterable[tuple[FlagRow, ArticleRow]],
    *,
    form: str,
    site: str,
    here: str,
    names: Mapping[str, str],
    t: Translate,
) -> str:
    """The newest flags: what differs, the sentence, the passage."""  # fmt: skip
    feed = _feed(t("Chỗ khác mới"), form=form, site=site, here=here)
    for flag, article in rows:
        outlet = names.get(flag.source_id, flag.source_id)
        _add(feed, flag, title=f"{_differs(flag)} · {outlet}", body=_body(flag, article, t=t), at=flag.created_at, site=site)  # fmt: skip
    return str(feed.writeString("utf-8"))


def rulings_feed(
    rows: Iterable[Decided],
    *,
    form: str,
    site: str,
    here: str,
    t: Translate,
    outcomes: Mapping[str, str],
) -> str:
    """The newest rulings: the outcome, and what was ruled on."""  # fmt: skip
    feed = _feed(t("Quyết định mới"), form=form, site=site, here=here)
    for row in rows:
        outcome = t(outcomes[row.flag.status])
        _add(
            feed, row.flag, title=f"{outcome}: {_differs(row.flag)}", site=site, at=row.ruling.decided_at,
            body=_body(row.flag, row.article, t=t), key=f"#{row.ruling.id}",
        )  # fmt: skip
    return str(feed.writeString("utf-8"))


def _feed(title: str, *, form: str, site: str, here: str) -> Atom1Feed | Rss201rev2Feed:
    return FORMS[form](
        title=f"Đối Chiếu · {title}", link=f"{site}/", description=title, feed_url=here,
        author_name="Đối Chiếu", feed_guid=here,
    )  # fmt: skip


def _add(
    feed: Atom1Feed | Rss201rev2Feed, flag: FlagRow, *, title: str, body: str, at: datetime, site: str, key: str = "",
) -> None:  # fmt: skip
    link = f"{site}/flags/{flag.id}"
    feed.add_item(
        title=_plain(title), link=link, description=body, unique_id=f"{link}{key}", pubdate=at, updateddate=at,
    )  # fmt: skip


def _differs(flag: FlagRow) -> str:
    return "; ".join(f"{one['article']} ≠ {one['official']}" for one in flag.differences)


def _body(flag: FlagRow, article: ArticleRow, *, t: Translate) -> str:
    """HTML with everything crawled escaped, for readers that show it as HTML."""
    place = f"{flag.place}, {flag.document}" if flag.place else flag.document
    parts = (
        (t("Bài báo viết"), f"{flag.sentence} ({article.title})"),
        (t("Văn bản quy định"), f"{flag.passage} ({place})"),
    )
    return "".join(
        f"<p><b>{escape(name)}:</b> {escape(shown(text, LONGEST_TEXT))}</p>" for name, text in parts
    )


def _plain(text: str) -> str:
    """A title no reader takes for markup."""
    return shown(text, LONGEST_TITLE).replace("<", "‹").replace(">", "›")
