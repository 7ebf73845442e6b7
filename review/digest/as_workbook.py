"""A digest → XLSX: a sheet of counts and a sheet of every appearance; text cells only, so nothing crawled is a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any

import xlsxwriter

from doichieu.local_time import LOCAL_TIME
from review.cells import inert
from review.digest.figures import Digest, Story
from review.digest.words import passage_of, title
from review.language import Translate
from review.views import KINDS, STATUSES

#: What a column of the second sheet is called, and its width in characters.
COLUMNS = (
    ("Số", 8), ("Quyết định", 26), ("Báo", 18), ("Tỉnh", 14), ("Đăng lúc", 17), ("Tên bài", 32), ("Địa chỉ bài", 32),
    ("Câu trong bài", 48), ("Loại khác", 14), ("Bài viết", 22), ("Văn bản ghi", 22), ("Điều khoản", 26),
    ("Đoạn văn bản", 48), ("Báo sửa lúc", 17), ("Báo gỡ lúc", 17),
)  # fmt: skip
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Sheet:
    """A sheet, written row by row."""

    def __init__(self, book: Any, name: str, widths: Sequence[int]) -> None:
        self.sheet = book.add_worksheet(name)
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top"})
        self.row = 0
        for at, width in enumerate(widths):
            self.sheet.set_column(at, at, width)

    def add(self, values: Iterable[object], *, head: bool = False) -> None:
        """One row: words as text, numbers as numbers, times on our clocks."""
        for at, value in enumerate(values):
            if isinstance(value, datetime):
                local = value.astimezone(LOCAL_TIME).replace(tzinfo=None)
                self.sheet.write_datetime(self.row, at, local, self.moment)
            elif isinstance(value, int):
                self.sheet.write_number(self.row, at, value, self.text)
            elif value:
                # Always a string cell: a crawled "=…" must not become a formula.
                self.sheet.write_string(
                    self.row, at, str(inert(value)), self.bold if head else self.text
                )
        self.row += 1


def write_workbook(digest: Digest, output: IO[bytes], *, t: Translate) -> None:
    """Both sheets."""
    book = xlsxwriter.Workbook(output, {"constant_memory": True})
    counts = Sheet(book, t("Tổng hợp"), (48, 14))
    counts.add([title(digest.period, t)], head=True)
    for name, rows in _tables(digest, t):
        counts.add([])
        counts.add([name], head=True)
        for label, count in rows:
            counts.add([label, count])
    _stories(book, digest, t)
    book.close()


def _tables(digest: Digest, t: Translate) -> Iterable[tuple[str, Iterable[tuple[str, int]]]]:
    central = t("Trung ương")
    yield t("Theo tỉnh"), ((name or central, count) for name, count in digest.by_province)
    yield t("Theo văn bản"), digest.by_document
    yield t("Theo báo"), digest.by_outlet
    yield t("Theo loại khác"), ((t(KINDS.get(one, one)), count) for one, count in digest.by_kind)
    yield t("Theo quyết định"), ((t(STATUSES[one]), count) for one, count in digest.by_status)
    yield t("Quyết định trong kỳ"), ((t(STATUSES[one]), count) for one, count in digest.decisions)


def _stories(book: Any, digest: Digest, t: Translate) -> None:
    sheet = Sheet(book, t("Chỗ khác"), [width for _, width in COLUMNS])
    sheet.add([t(name) for name, _ in COLUMNS], head=True)
    corrected = [one for one in digest.corrected if one.id not in {held.id for held in digest.stories}]  # fmt: skip
    for story in (*digest.stories, *corrected):
        for row in _rows(story, t):
            sheet.add(row)
    sheet.sheet.freeze_panes(1, 1)
    sheet.sheet.autofilter(0, 0, max(sheet.row - 1, 1), len(COLUMNS) - 1)


def _rows(story: Story, t: Translate) -> Iterable[tuple[object, ...]]:
    for one in story.appearances:
        yield (
            story.id, t(STATUSES.get(story.status, story.status)), one.outlet, one.province, one.published_at, one.title,
            one.url, story.sentence, t(KINDS.get(story.kind, story.kind)), story.article_says, story.official_says,
            passage_of(story), story.passage, one.corrected_at, one.gone_at,
        )  # fmt: skip
