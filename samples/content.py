"""The sample world's files (TOML between +++ lines, then text) → articles and official texts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from doichieu.errors import Quarantine
from doichieu.text import nfc

#: Shown on every page and in every file of the sample world, so that nobody takes it for real.
NOTE = "Dữ liệu mẫu: địa danh và văn bản hư cấu"

_HERE = Path(__file__).parent
_FENCE = "+++"
#: A line of its own between the first body of an article and the corrected one.
_SECOND_BODY = "\n=====\n"

#: How each outlet's site is built; the outlets of one family share a page template and addresses.
FAMILY_OF = {
    "bao-lam-giang": "A",
    "song-trang-online": "A",
    "bao-thach-ban": "B",
    "van-sa-ngay-nay": "B",
    "bao-ha-lam": "C",
    "dong-phu-sa": "C",
    "thoi-bao-an-lac": "D",
    "bao-doi-song-moi": "D",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """One sentence of a sample article that must be flagged."""

    article: str  #: id, "<outlet>/<slug>"
    outlet: str
    path: str  #: of the article's address, from the first "/"
    sentence: str  #: whole, as in the title or the body
    kind: str  #: of the difference
    document: str  #: number of the official text it differs from
    place: str  #: e.g. "khoản 1 Điều 3"
    wrong: str  #: the span in the sentence
    right: str  #: the span in the official text


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleArticle:
    """One article of one outlet, as its own site prints it."""

    id: str  #: "<outlet>/<slug>"
    title: str
    sapo: str
    author: str
    published: datetime  #: aware
    section: str
    kind: str  #: true_report, divergence, criticism, history …
    body: str  #: paragraphs parted by an empty line; "## " before a sub-heading
    agency: str | None = None
    same_as: str | None = None  #: id of the article this is a syndicated copy of
    captions: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    second_round: str | None = None  #: "corrected", "gone" or None: as it was
    corrected_body: str | None = None
    expected: tuple[Expected, ...] = ()

    @property
    def outlet(self) -> str:
        """The id of the outlet that prints it."""
        return self.id.partition("/")[0]

    @property
    def path(self) -> str:
        """The path of its address on the outlet's site."""
        return article_path(self.id, published=self.published)

    def body_in(self, world_round: int) -> str | None:
        """The body in that round (1 first, 2 after); None when the page is gone."""
        if world_round < 2 or self.second_round is None:
            return self.body
        return self.corrected_body if self.second_round == "corrected" else None


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleDocument:
    """One official text of the fictitious government."""

    slug: str
    number: str
    title: str
    kind: str
    issuer: str
    signer: str
    signer_title: str
    place: str  #: where it was signed
    issued: date
    effective: date
    portal: str  #: "chinhphu" or "lamgiang"
    format: str  #: "html", "pdf" or "docx": what the portal offers
    body: str
    expires: date | None = None
    replaces: tuple[str, ...] = ()
    province: str | None = None
    file: Path


def article_path(article_id: str, *, published: datetime) -> str:
    """The path of an article's address, written the way its outlet's family writes them."""
    outlet, _, slug = article_id.partition("/")
    family = FAMILY_OF.get(outlet, "D")
    if family == "A":
        return f"/tin-tuc/{slug}-{published:%Y%m%d%H%M}.htm"
    if family == "B":
        return f"/bai-viet/{slug}.html"
    if family == "C":
        return f"/{published:%Y}/{published:%m}/{slug}/"
    return f"/{slug}-d{published:%y%m%d%H%M}.html"


@cache
def load_articles() -> tuple[SampleArticle, ...]:
    """Every sample article, by outlet and slug; Quarantine naming the file that cannot be read."""
    files = sorted((_HERE / "articles").glob("*/*.md"))
    return tuple(_article(file) for file in files)


@cache
def load_documents() -> tuple[SampleDocument, ...]:
    """Every official sample text, by slug; Quarantine naming the file that cannot be read."""
    return tuple(_document(file) for file in sorted((_HERE / "official").glob("*.md")))


def _article(file: Path) -> SampleArticle:
    head, text = _split(file)
    first, _, second = text.partition(_SECOND_BODY)
    try:
        return SampleArticle(
            id=head["id"],
            title=head["title"],
            sapo=head["sapo"],
            author=head["author"],
            published=datetime.fromisoformat(head["published"]),
            section=head["section"],
            kind=head["kind"],
            body=first.strip(),
            agency=head.get("agency"),
            same_as=head.get("same_as"),
            captions=tuple(head.get("captions", ())),
            related=tuple(head.get("related", ())),
            second_round=head.get("second_round"),
            corrected_body=second.strip() or None,
            expected=tuple(_expected(one, head) for one in head.get("expected", ())),
        )
    except KeyError as error:
        raise _lacks(file, error) from error


def _expected(one: Mapping[str, str], head: Mapping[str, Any]) -> Expected:
    return Expected(
        article=head["id"],
        outlet=head["id"].partition("/")[0],
        path=article_path(head["id"], published=datetime.fromisoformat(head["published"])),
        sentence=one["sentence"],
        kind=one["kind"],
        document=one["document"],
        place=one["place"],
        wrong=one["article"],
        right=one["official"],
    )


def _document(file: Path) -> SampleDocument:
    head, text = _split(file)
    try:
        return SampleDocument(
            slug=file.stem,
            number=head["number"],
            title=head["title"],
            kind=head["kind"],
            issuer=head["issuer"],
            signer=head["signer"],
            signer_title=head["signer_title"],
            place=head["place"],
            issued=head["issued"],
            effective=head["effective"],
            portal=head["portal"],
            format=head["format"],
            body=text.strip(),
            expires=head.get("expires"),
            replaces=tuple(head.get("replaces", ())),
            province=head.get("province"),
            file=file,
        )
    except KeyError as error:
        raise _lacks(file, error) from error


def _split(file: Path) -> tuple[dict[str, Any], str]:
    text = nfc(file.read_text(encoding="utf-8"))
    before, fence, rest = text.partition(f"{_FENCE}\n")
    head, end, body = rest.partition(f"\n{_FENCE}\n")
    try:
        if before or not (fence and end):
            raise tomllib.TOMLDecodeError("no head between +++ lines")
        return tomllib.loads(head), body
    except tomllib.TOMLDecodeError as error:
        raise Quarantine(
            vi=f"{file.name}: phần đầu giữa các dòng +++ không đọc được: {error}",
            en=f"{file.name}: the head between the +++ lines cannot be read: {error}",
            reason="bad_front_matter",
        ) from error


def _lacks(file: Path, error: KeyError) -> Quarantine:
    return Quarantine(
        vi=f"{file.name}: phần đầu thiếu khóa {error}; hãy thêm vào giữa các dòng +++",
        en=f"{file.name}: the head lacks the key {error}; add it between the +++ lines",
        reason="bad_front_matter",
    )
