"""The dashboard's figures as tables: each has a name in addresses, a title, its rows, and mostly a chart."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from markupsafe import Markup

from doichieu.provinces import UNITS, unit_of
from review.cells import inert
from review.charts import bars
from review.column_chart import SHADES, columns
from review.language import Translate, show_day, show_number
from review.tile_map import counted_tiles
from review.views import KINDS
from storage.desk_figures import TO_CORRECTION, TO_RULING, Figures, Precision, Waits

#: Stands for the kinds beyond the shades of the chart.
OTHER = "other"
NOTHING = Markup()


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskTable:
    """Rows of words, counts and shares (numbers between 0 and 1 in a column that `shares` names)."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    shares: frozenset[int] = frozenset()
    chart: Markup = NOTHING
    key: tuple[str, ...] = ()  #: what the chart's shades stand for
    told: str = ""  #: a sentence on the whole
    links: Mapping[str, str] = field(default_factory=dict)  #: addresses of first cells


def desk_tables(held: Mapping[str, Any], t: Translate, *, language: str) -> list[DeskTable]:
    """In the order they stand; `held` is what `reading.statistics_of` read."""
    figures: Figures = held["figures"]
    return [
        _days(figures, t, language=language),
        _waits("to-ruling", t("Từ lúc đánh dấu đến quyết định"), figures.to_ruling, TO_RULING, t=t, language=language),
        _waits("to-correction", t("Từ lúc đăng đến lúc báo sửa"), figures.to_correction, TO_CORRECTION, t=t, language=language),
        _precision("precision-by-kind", t("Máy đánh dấu đúng, theo loại"), t("Loại khác"), figures.by_kind, t=t, language=language, words=lambda name: t(KINDS.get(name, name))),
        _precision("precision-by-month", t("Máy đánh dấu đúng, theo tháng"), t("Tháng"), figures.by_month, t=t, language=language, words=lambda name: f"{name[5:]}/{name[:4]}"),
        _health(held["sources"], t, language=language),
        _coverage(held["carried"], held["sources"], t, today=held["today"]),
    ]  # fmt: skip


def as_csv(table: DeskTable) -> bytes:
    """The table for a spreadsheet: UTF-8 with its mark, nothing a formula, shares as decimals."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.head)
    for row in table.rows:
        writer.writerow([round(one, 4) if isinstance(one, float) else inert(one) for one in row])
    return text.getvalue().encode("utf-8-sig")


def _days(figures: Figures, t: Translate, *, language: str) -> DeskTable:
    counts: Counter[str] = Counter()
    for _, by_kind in figures.days:
        counts.update(by_kind)
    kinds = [kind for kind, _ in counts.most_common()]
    named, piled = (kinds, []) if len(kinds) <= SHADES else (kinds[: SHADES - 1], kinds[SHADES - 1 :])  # fmt: skip
    order = [*named, *([OTHER] if piled else [])]
    days = [(show_day(date.fromisoformat(day)), _pile(by_kind, named)) for day, by_kind in figures.days]  # fmt: skip
    title = t("Theo ngày và loại khác")
    words = tuple(t("loại khác nữa") if kind == OTHER else t(KINDS.get(kind, kind)) for kind in order)  # fmt: skip
    return DeskTable(
        name="by-day", title=title, head=(t("Ngày"), *words, t("Tất cả")), key=words,
        rows=[(day, *(held.get(kind, 0) for kind in order), sum(held.values())) for day, held in reversed(days)],
        chart=columns([(day[:5], held) for day, held in days], kinds=order, title=title, language=language) if kinds else NOTHING,
    )  # fmt: skip


def _pile(by_kind: Mapping[str, int], named: Sequence[str]) -> dict[str, int]:
    """The named kinds, the others together."""
    held = {kind: by_kind[kind] for kind in named if kind in by_kind}
    other = sum(count for kind, count in by_kind.items() if kind not in named)
    return {**held, OTHER: other} if other else held


def _waits(
    name: str, title: str, waits: Waits, bounds: Sequence[int], *, t: Translate, language: str
) -> DeskTable:
    labels = [f"≤ {_hours(bound, t, language)}" for bound in bounds]
    labels.append(f"> {_hours(bounds[-1], t, language)}")
    rows = list(zip(labels, waits.groups, strict=True))
    middle, slow = (_hours(one, t, language) for one in (waits.median, waits.slow))
    told = f"{t('Một nửa trong')} {middle}, {t('chín phần mười trong')} {slow}." if waits.count else t("Chưa có.")  # fmt: skip
    return DeskTable(
        name=name, title=title, head=(t("Thời gian"), t("Số lượng")), rows=rows if waits.count else [],
        chart=bars(rows, title=title, language=language) if waits.count else NOTHING, told=told,
    )  # fmt: skip


def _hours(hours: float, t: Translate, language: str) -> str:
    """ "2,5 giờ", "3 ngày"."""
    if hours >= 48:
        return f"{show_number(round(hours / 24, 1), language=language)} {t('ngày')}"
    return f"{show_number(round(hours, 1), language=language)} {t('giờ')}"


def _precision(
    name: str,
    title: str,
    first: str,
    rows: Iterable[Precision],
    *,
    t: Translate,
    words: Callable[[str], str],
    language: str,
) -> DeskTable:
    held = [(words(one.name), one.right, one.wrong, one.share) for one in rows]
    return DeskTable(
        name=name, title=title, head=(first, t("Đúng"), t("Không đúng"), t("Tỷ lệ đúng")), rows=held,
        shares=frozenset({3}), chart=bars([(f"{label} ({right + wrong})", round(100 * share)) for label, right, wrong, share in held], title=title, unit=" %", most=100, language=language) if held else NOTHING,
        told="" if held else t("Chưa có."),
    )  # fmt: skip


def _health(sources: Mapping[str, Any], t: Translate, *, language: str) -> DeskTable:
    """Sources by how they are; those with a problem are named by the page of sources."""
    rows = [one for one in sources.values() if one.enabled]
    counts = [
        (t("Tốt"), sum(not one.problem and one.last_success_at is not None for one in rows)),
        (t("Có vấn đề"), sum(bool(one.problem) for one in rows)),
        (t("Chưa chạy lần nào"), sum(not one.problem and one.last_success_at is None for one in rows)),
        (t("Đang tắt"), len(sources) - len(rows)),
    ]  # fmt: skip
    title = t("Tình trạng nguồn")
    return DeskTable(
        name="sources", title=title, head=(t("Tình trạng"), t("Số nguồn")), rows=counts,
        chart=bars(counts, title=title, language=language), links={t("Có vấn đề"): "/sources"},
    )  # fmt: skip


def _coverage(
    carried: Iterable[tuple[str, str]], sources: Mapping[str, Any], t: Translate, *, today: date
) -> DeskTable:
    """How many official texts the outlets of each province carried."""
    here = {name: unit_of(name, on=today) for name in {one.province for one in sources.values()} if name}  # fmt: skip
    pairs = {(document, here[province]) for document, province in carried}
    counts = Counter(province for _, province in pairs)
    texts = len({document for document, _ in pairs})
    watched = {here[one.province] for one in sources.values() if one.province and one.kind == "news"}  # fmt: skip
    rows = [(name, counts[name], counts[name] / texts if texts else 0.0) for name in UNITS if name in watched or counts[name]]  # fmt: skip
    rows.sort(key=lambda one: (-one[1], one[0]))
    return DeskTable(
        name="coverage", title=t("Văn bản được báo của tỉnh đưa, 90 ngày"), head=(t("Tỉnh"), t("Số lượng văn bản"), t("Phần của tất cả")),
        rows=rows, shares=frozenset({2}), chart=counted_tiles(counts, most=texts, watched=watched),
        told=f"{t('Số văn bản có báo đưa:')} {texts}.",
    )  # fmt: skip
