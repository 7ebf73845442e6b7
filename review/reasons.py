"""Why a story stands where it stands in the queue, in words."""

from __future__ import annotations

from review.language import Translate
from storage.urgency import AGES, FRESH, HARMS, SETTLED, Urgent

#: A kind of difference that costs readers this much, of 1, is told as a reason.
HARMFUL = 0.8
#: Words for how long ago, in the order of `AGES`, and the points that earn them.
FRESH_WORDS = ("đăng trong 24 giờ", "đăng trong 3 ngày", "đăng trong tuần", "đăng trong tháng")
_FRESH = {round(share * FRESH): words for (_, share), words in zip(AGES, FRESH_WORDS, strict=True)}


def why(row: Urgent, *, t: Translate, kind_name: Translate, certainty: str) -> str:
    """The reasons of one row with the points of each, the weightiest first."""
    told = [
        (row.chance, certainty),
        (row.reach, f"{row.outlets} {t('báo đăng')}"),
        (row.harm, _harm(row, t=t, kind_name=kind_name)),
        (row.fresh, t(_FRESH.get(row.fresh, ""))),
    ]
    words = [f"{what} +{points}" for points, what in sorted(told, reverse=True) if points and what]
    if row.settled:
        settled = t("báo đã sửa") if row.flag.corrected_at else t("báo đã gỡ")
        words.append(f"{settled} −{SETTLED}")
    return " · ".join(words)


def _harm(row: Urgent, *, t: Translate, kind_name: Translate) -> str:
    """The kind of difference, and whether readers stand to lose much by it."""
    kind = kind_name(row.flag.kind)
    much = HARMS.get(row.flag.kind, 0.0) >= HARMFUL
    return f"{kind} ({t('hại lớn')})" if much else kind
