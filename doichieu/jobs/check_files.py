"""Articles in files against a folder of official texts, with no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path

from classifier.checker import Checker
from classifier.model import Model
from corpus.load import Loaded, load_path
from doichieu.errors import DoichieuError, WrongUse
from doichieu.jobs.article_files import read_article
from doichieu.local_time import LOCAL_TIME
from doichieu.records import Article, Verdict
from doichieu.surprise import unexpected


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """One file of the call: an article with its verdicts, or the problem met."""

    file: str
    article: Article | None = None
    verdicts: tuple[Verdict, ...] = ()
    problem: DoichieuError | None = None


def load_official(folder: Path) -> Loaded:
    """The official texts of a file or folder; WrongUse when the path itself is wrong."""
    if not folder.exists():
        raise WrongUse(
            vi=f"không có thư mục văn bản chính thức {folder}; hãy kiểm tra --official",
            en=f"there is no folder of official texts {folder}; check --official",
            reason="missing_official",
        )
    return load_path(folder)


def check_files(
    files: Sequence[Path], *, loaded: Loaded, model: Model, on: Standing | None = None
) -> Iterator[Checked]:
    """Each file in the order given; a bad one is told and the rest goes on."""
    checker = Checker(loaded.documents, model=model)
    for path in files:
        yield _check_one(path, checker=checker, on=on or Standing())


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where and when an article stands, where its file does not say."""

    day: datetime | None = None
    province: str | None = None

    def given_to(self, article: Article) -> Article:
        """The article with what it does not say filled in."""
        return replace(
            article,
            published_at=article.published_at or self.day,
            province=article.province or self.province,
        )


def standing(*, on: datetime | None, province: str | None) -> Standing:
    """`on` is a local day; the article counts as published at its noon."""
    day = on and datetime.combine(on.date(), time(12), LOCAL_TIME)
    return Standing(day=day, province=province)


def _check_one(path: Path, *, checker: Checker, on: Standing) -> Checked:
    try:
        article = on.given_to(read_article(path))
        return Checked(file=str(path), article=article, verdicts=checker.check(article))
    except DoichieuError as error:
        return Checked(file=str(path), problem=error)
    except Exception as error:  # noqa: BLE001 - one file's surprise must not end the call
        return Checked(file=str(path), problem=unexpected(error, place=str(path)))


__all__ = ["Checked", "Loaded", "Model", "Standing", "check_files", "load_official", "standing"]
