"""What every form of a digest says in words: its title, its summary, the names of its sections."""

from __future__ import annotations

from doichieu.local_time import LOCAL_TIME
from doichieu.records import Outcome
from review.digest.figures import Digest, Story
from review.digest.period import Period
from review.language import Translate, show_day, show_number
from storage.decisions import OPEN

#: Status → what its section is called; the order is the one of a digest.
SECTIONS = {
    Outcome.DIFFERS.value: "Người duyệt kết luận khác văn bản",
    Outcome.OFFICIAL_TEXT_WRONG.value: "Văn bản chính thức cần xem lại",
    OPEN: "Đang chờ người duyệt, chưa có kết luận",
}
CORRECTED = "Báo đã sửa hoặc đã gỡ trong kỳ"


def title(period: Period, t: Translate) -> str:
    """ "Điểm tin đối chiếu ngày 05/11/2026", or of several days."""
    if period.days == 1:
        return f"{t('Điểm tin đối chiếu ngày')} {show_day(period.first)}"
    span = f"{show_day(period.first)} {t('đến ngày')} {show_day(period.last)}"
    return f"{t('Điểm tin đối chiếu từ ngày')} {span}"


def summary(digest: Digest, t: Translate, *, language: str) -> list[tuple[str, str]]:
    """The counts of the whole, each with its name."""
    statuses = dict(digest.by_status)
    ruled = sum(count for _, count in digest.decisions)
    held = (
        (t("Câu chuyện khác văn bản mới được đánh dấu"), len(digest.stories)),
        (t("Số lần đăng trên các báo"), digest.appearances),
        (t("Trong đó đang chờ người duyệt"), statuses.get(OPEN, 0)),
        (t("Câu chuyện có quyết định trong kỳ"), ruled),
        (t("Câu chuyện báo đã sửa hoặc gỡ trong kỳ"), len(digest.corrected)),
    )
    return [(name, show_number(count, language=language)) for name, count in held]


def passage_of(story: Story) -> str:
    """ "khoản 2 Điều 3, 41/2026/NĐ-CP"."""
    return f"{story.place}, {story.document}" if story.place else story.document


def outlets_of(story: Story, most: int) -> str:
    """ "Báo Mẫu (Lam Giang), Báo Hai", so many of them."""
    names = [
        f"{one.outlet} ({one.province})" if one.province else one.outlet
        for one in story.appearances[:most]
    ]
    more = len(story.appearances) - len(names)
    return ", ".join(names) + (f" +{more}" if more > 0 else "")


def settled_words(story: Story, t: Translate) -> str:
    """ "Báo Mẫu: đã sửa 06/11/2026", for each outlet that did."""
    told: list[str] = []
    for one in story.appearances:
        moment, words = (one.corrected_at, t("đã sửa")) if one.corrected_at else (one.gone_at, t("đã gỡ"))  # fmt: skip
        if moment is not None:
            told.append(f"{one.outlet}: {words} {show_day(moment.astimezone(LOCAL_TIME).date())}")
    return "; ".join(told)
