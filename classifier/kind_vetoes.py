"""What takes a claim back: a voice without office, words that judge, a year the article's own has left behind.

Rule and model may both read such a sentence as a claim; a flag on it would be a flag on an opinion or
on history, so doubt falls on the side of restraint.
"""

from __future__ import annotations

import re
from datetime import date

from classifier.kind_rules import OFFICIAL, RULE_WORDS, meaning
from doichieu.records import SentenceKind

#: A person who holds no office tells what they think or feel; or somebody is quoted as one of many.
_VOICE = re.compile(
    r"(?<!\w)theo (?:ông|bà|anh|chị|một (?:chuyên gia|công ty|nhà nghiên cứu))(?!\w)"
    r"|(?<!\w)(?:anh|chị|em|cụ|bác|cô|chú|cháu|mẹ)\s(?:\w+\s){1,4}?(?:nói|kể|cho biết|chia sẻ|cho hay)(?!\w)"
    r"|(?<!\w)(?:một|nhiều|các|những|không ít)\s(?:người|tiểu thương|phụ huynh|bà con|công nhân|nông dân|tài xế|chủ|hộ|giáo viên|sinh viên|học sinh|bạn trẻ|độc giả)"
    r"(?:\s\w+){0,5}?\s(?:nói|kể|cho biết|chia sẻ|cho hay|than|cho là|nghĩ|mong|muốn|lo)(?!\w)"
    r"|[”\"»],?\s(?:ông|bà|anh|chị|em|cụ|bác|cô|chú)\s(?:\w+\s){1,5}?(?:than|khoe|thở dài|bộc bạch|tâm sự|kể|bức xúc|cười|tiếc|ngậm ngùi|trầm ngâm)(?!\w)"
)
#: Words that judge only in this company: "chỉ đủ mua" does, "chưa đủ 18 tuổi" does not.
_IN_CONTEXT = re.compile(
    r"^\W*(?:phải chi|giá mà|ước gì|thôi thì|thà)(?!\w)"
    r"|(?<!\w)(?:mới phải|mới đúng|mới công bằng|mới hợp lý|cho xong)(?=\W*(?:$|[,;]))"
    r"|(?<!\w)(?:chỉ|không|chưa|chẳng|làm sao|sao) đủ (?:sống|ăn|chi|tiêu|mua|nuôi|trang trải|trả|bù|cho|một|để (?:sống|mua|ăn|nuôi|chi))"
    r"|(?<!\w)(?:chỉ bằng|bằng đúng) (?:tiền|một nửa|bữa|cốc|bát|ly)"
    r"|(?<!\w)(?:quá|còn quá|thật quá) (?:thấp|cao|ít|nhiều|chậm|nặng|nhẹ|ngắn|dài|khắt khe|phức tạp|đắt|rẻ|bé|nhỏ|muộn|sớm|khó|tệ|đáng|rườm rà|vội|gấp)(?!\w)"
    r"|(?<!\w)(?:có thể|có khả năng|sẽ còn|ắt) (?:tăng|giảm|đạt|lên|xuống|vượt|chạm)(?!\w)"
    r"|(?<!\w)(?:đúng là|quả là|thật là|rõ là|vẫn là) (?:một|chuyện|điều|bài toán|nỗi|gánh)"
)
_NOW = re.compile(r"(?<!\w)(?:nay|hiện nay|bây giờ|đến nay|từ ngày|phải|sẽ)(?!\w)")
#: A sentence that opens with a year or a span of years tells of that time.
_OPENS_WITH_YEAR = re.compile(
    r"^\W*(?:trong\s|vào\s|hồi\s)?(?:năm|giai đoạn|thời kỳ|nhiệm kỳ|lần \w+(?:\s\w+)? năm|đợt \w+(?:\s\w+)? năm)\s(?:(?:19|20)\d{2}\s?[-–]\s?)?(?P<year>(?:19|20)\d{2})(?!\d)"
)


def veto(sentence: str, *, day: date | None) -> SentenceKind | None:
    """The kind of a sentence that only looks like a claim; None where nothing speaks against it."""
    text = meaning(sentence)
    if _VOICE.search(text) and not OFFICIAL.search(text):
        return SentenceKind.OPINION
    if _IN_CONTEXT.search(text) and not RULE_WORDS.search(text):
        return SentenceKind.OPINION
    opening = _OPENS_WITH_YEAR.match(text)
    if opening and day and int(opening["year"]) < day.year and not _NOW.search(text):
        return SentenceKind.HISTORY
    return None
