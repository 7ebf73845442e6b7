"""Templates are kept in every version; the newest is in use; on both databases."""

from __future__ import annotations

from datetime import date

from storage import templates
from storage.database import Database

DAY = date(2026, 11, 20)


def test_the_newest_version_is_in_use_and_the_older_ones_stay(database: Database) -> None:
    with database.session() as session:
        templates.keep(session, "bao-a", version=1, learned_at=DAY, body={"container": "div.a"})
        templates.keep(session, "bao-a", version=2, learned_at=DAY, body={"container": "main"})
        templates.keep(session, "bao-b", version=1, learned_at=DAY, body={"container": "article"})
    with database.session() as session:
        assert templates.newest(session, ["bao-a", "bao-c"]) == {"bao-a": {"container": "main"}}
        kept = templates.history(session, "bao-a")
        assert [(one.version, one.body["container"]) for one in kept] == [(2, "main"), (1, "div.a")]
        assert kept[0].learned_at == DAY


def test_the_same_version_learned_twice_at_once_is_kept_once(database: Database) -> None:
    with database.session() as session:
        templates.keep(session, "bao-a", version=1, learned_at=DAY, body={"container": "div.a"})
    with database.session() as session:
        templates.keep(session, "bao-a", version=1, learned_at=DAY, body={"container": "div.b"})
    with database.session() as session:
        assert templates.newest(session, ["bao-a"]) == {"bao-a": {"container": "div.b"}}
        assert len(templates.history(session, "bao-a")) == 1
