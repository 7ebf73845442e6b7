"""Articles that cite an official document, by number or name, each once, the earliest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from doichieu.citing import Citations
from doichieu.legal import law_name, normalise_number
from doichieu.local_time import LOCAL_TIME
from doichieu.records import OfficialDocument
from storage import articles, documents, search
from storage.schema import ArticleRow

#: Articles looked at closely: those that hold the words of a citation, the newest.
MOST_READ = 150


@dataclass(frozen=True, slots=True)
class Citing:
    """An article, the day it came out, and the parts of the document it names."""

    article: ArticleRow
    day: date
    places: tuple[str, ...]


def citing_articles(session: Session, document: OfficialDocument) -> list[Citing]:
    """Each candidate is read, so that "Nghị định 73" of another year is not counted."""
    figure = normalise_number(document.number).split("/")[0].split("-")[0]
    known = Citations(documents.numbered(session, {figure}))
    found = {
        row.id: one
        for row in _candidates(session, document, figure)
        if (one := _read(row, known, document))
    }
    return sorted(found.values(), key=lambda one: (one.day, one.article.id))


def _candidates(session: Session, document: OfficialDocument, figure: str) -> Iterator[ArticleRow]:
    """Articles with the words "nghị định 73", or with the name of a law."""
    for words in filter(None, (f"{document.kind} {figure}", document.number, law_name(document))):
        for hit in search.find(session, words, kinds=("article",), limit=MOST_READ):
            row = articles.get(session, int(hit.ref))
            if row is not None:
                yield row


def _read(row: ArticleRow, known: Citations, document: OfficialDocument) -> Citing | None:
    day = (row.published_at or row.first_seen_at).astimezone(LOCAL_TIME).date()
    cited = known.read(f"{row.title}\n{row.text}", day=day, province=row.province)
    own = [one for one in cited if one.document and one.document.number == document.number]
    if not own:
        return None
    places = dict.fromkeys(one.citation.place for one in own if one.citation.place)
    return Citing(row, day, tuple(places))
