"""What a sentence does: only a claim can be flagged, so doubt falls on the side of restraint."""

from __future__ import annotations

import re
from datetime import date

from classifier.lexicon_words import lexicon, meaning, words_pattern
from classifier.quantities import read_quantities
from doichieu.legal import CAPITAL
from doichieu.records import SentenceKind

#: Fewer syllables than this say nothing that could be checked.
LEAST_SYLLABLES = 5

_QUOTED = re.compile(r"[“\"«][^”\"»]*[”\"»]")
_OFFICIAL = re.compile(
    r"(?<!\w)(?:bộ trưởng|thứ trưởng|chủ tịch|phó chủ tịch|giám đốc|phó giám đốc|cục trưởng|vụ trưởng|"
    r"chánh văn phòng|người phát ngôn|thủ tướng|đại diện (?:bộ|sở|cục|vụ|ubnd|ủy ban|bảo hiểm)|trưởng phòng|"
    r"(?:bộ|sở|cục|ubnd|ủy ban nhân dân|bảo hiểm xã hội|nghị định|thông tư|luật|quyết định|nghị quyết)\s[\w ]{0,40}"
    r"(?:cho biết|nêu rõ|quy định|khẳng định|thông tin|xác nhận))(?!\w)"
)
_BYLINE = re.compile(rf"^(?:{CAPITAL}[\w.]*\s*[-–,&]?\s*){{1,6}}$")
_PREDICATE = re.compile(
    r"(?<!\w)(?:là|được|có|phải|không|đã|sẽ|bị|gồm|quy định|tăng|giảm|hỗ trợ|miễn|áp dụng|cho|do|thuộc|"
    r"đạt|bằng|từ|nộp|phạt|cấp|chi|hưởng|thu|trừ|đóng|bắt buộc|cấm|cần|nhận|dài|tổ chức|ký|thay|"
    r"chủ trì|phối hợp|rà soát|hướng dẫn|thực hiện|ban hành|trình|báo cáo|quyết định|giao|bảo đảm|bố trí|chịu|trả|"
    r"kiểm tra|thẩm định|phê duyệt|công bố|tiếp nhận|sử dụng|xây dựng|quản lý|hoàn thành|bổ sung|bãi bỏ|xử lý|nghỉ|"
    r"nằm|đứng|vận hành|cho phép|yêu cầu|lập|gửi|đăng ký|mua|bán|thành lập|sửa đổi|trang bị|lắp đặt)(?!\w)"
)
_RULE_WORDS = re.compile(
    r"(?<!\w)(?:theo (?:nghị định|thông tư|luật|quyết định|nghị quyết|chỉ thị|quy định|khoản|điều|điểm|đó)|"
    r"(?:nghị định|thông tư|luật|quyết định|nghị quyết|chỉ thị)\s[^.]{0,60}(?:quy định|nêu|ghi|cho phép|cấm|yêu cầu)|"
    r"điều \d+|có hiệu lực)(?!\w)"
)


def kind_of(
    sentence: str, *, before: str = "", heading: str = "", day: date | None = None
) -> SentenceKind:
    """The kind of one sentence, given the sentence before it, the heading above it and the article's day."""
    text = meaning(sentence)
    if _is_fragment(sentence, text):
        return SentenceKind.OTHER
    if _asks(sentence, text):
        return SentenceKind.QUESTION
    if _tells_rumour(text, meaning(before)):
        return SentenceKind.REPORT_OF_RUMOUR
    if _proposes(text):
        return SentenceKind.PROPOSAL
    if _judges(text, meaning(heading)):
        return SentenceKind.OPINION
    if _looks_back(text, day=day):
        return SentenceKind.HISTORY
    return SentenceKind.CLAIM if _says_something(text) else SentenceKind.OTHER


def _is_fragment(sentence: str, text: str) -> bool:
    if text.lstrip("(*-–•[ ").startswith(tuple(words("other_openings"))):
        return True
    syllables = re.findall(r"\w+", text)
    return len(syllables) < LEAST_SYLLABLES or bool(_BYLINE.match(sentence))


def _says_something(text: str) -> bool:
    """A predicate or a figure; without both it is a heading, a caption, a name."""
    return bool(_PREDICATE.search(text) or re.search(r"\d", text))


def words(key: str) -> list[str]:
    """One list of the kinds lexicon, as it is matched."""
    return [meaning(word) for word in lexicon("kinds")[key]]


def _asks(sentence: str, text: str) -> bool:
    bare = sentence.rstrip().rstrip('”"»’)')
    if bare.endswith("?"):
        return True
    return bool(
        re.match(
            r"(?:phải chăng|liệu|vì sao|tại sao|bao giờ|hỏi\s*:|hỏi,)(?!\w)", text.lstrip('-– “"')
        )
    )


def _tells_rumour(text: str, before: str) -> bool:
    if words_pattern("kinds", "rumour").search(text):
        return True
    points_back = re.match(
        r"(?:tin|thông tin|bài viết|nội dung|lời đồn|bài đăng|theo (?:bài|tin|đó))(?!\w)", text
    )
    return bool(points_back and words_pattern("kinds", "rumour").search(before))


#: "nếu được thông qua", "chưa được ban hành": what is done there is not done yet.
_NOT_YET = re.compile(
    r"(?<!\w)(?:nếu|chưa|dự kiến|sau khi|khi)(?:\s\w+){0,2}\s(?:được thông qua|được ban hành|ban hành|thông qua|có hiệu lực)"
)


def _proposes(text: str) -> bool:
    if re.search(r"(?<!\w)nếu(?:\s\w+){0,3}\sđược (?:thông qua|ban hành|chấp thuận)", text):
        return True
    found = words_pattern("kinds", "proposal").search(text)
    if not found:
        return False
    if found.group() in ("xem xét", "đề nghị", "góp ý", "phương án") and _RULE_WORDS.search(text):
        return False
    return bool(_NOT_YET.search(text)) or not words_pattern("kinds", "proposal_done").search(text)


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


def _judges(text: str, heading: str) -> bool:
    outside = _QUOTED.sub(" ", text)
    if _VOICE.search(text) and not _OFFICIAL.search(text):
        return True
    if _IN_CONTEXT.search(text) and not _RULE_WORDS.search(text):
        return True
    judged = words_pattern("kinds", "opinion").search(text)
    if judged:
        # An official who states a rule "khẳng định" it; that one weak word judges nothing.
        weak = judged.group() in (
            "nhận định",
            "phản ánh",
            "yêu cầu bộ",
            "bày tỏ",
            "cử tri",
            "bạn đọc",
            "ước tính",
            "áp lực",
            "gánh nặng",
            "lo lắng",
            "đòi hỏi",
            "nếu như",
            "vất vả",
        )
        return not (weak and _RULE_WORDS.search(text))
    if "!" in text:
        return True
    if words_pattern("kinds", "personal").search(text) and not _RULE_WORDS.search(text):
        return not _OFFICIAL.search(text)
    demand = re.search(r"(?<!\w)(?:cần|nên|hãy|phải được)(?!\w)", outside)
    if demand and not _RULE_WORDS.search(text) and not re.search(r"\d", text):
        return True
    return bool(
        re.search(
            r"(?<!\w)(?:ý kiến bạn đọc|bạn đọc viết|thư bạn đọc|góc nhìn|diễn đàn|bình luận|phiếm|phiếm đàm|tiểu phẩm|tản văn|tạp bút|truyện vui|chuyện vui|chuyện cười|truyện ngắn|trà đá|châm biếm|hài đàm|nhật ký)(?!\w)",
            heading,
        )
    )


#: "Trước tháng 7/2024, …", "Năm 2018, … mới là": a time gone by, and no word of today.
_GONE_BY = re.compile(
    r"(?<!\w)(?:trước (?:tháng|ngày|năm) [\d/.]+|trước khi (?:có|nghị|thông|luật|quyết)|hồi ấy|ngày ấy|khi còn|"
    r"(?:mức|quy định|nghị định|thông tư)(?:\s\w+){0,4} cũ)(?!\w)[^.]*?(?<!\w)(?:là|chỉ|mới|được|bằng|đã)(?!\w)"
    r"|^\W*(?:năm|từ năm|hồi năm|giai đoạn) (?:19|20)(?:[01]\d|2[0-4])(?!\d)[^.]*?(?<!\w)(?:mới|chỉ|đã)(?!\w)"
)


_NOW = re.compile(r"(?<!\w)(?:nay|hiện nay|bây giờ|đến nay|từ ngày|phải|sẽ)(?!\w)")
#: A sentence that opens with a year or a span of years tells of that time.
_OPENS_WITH_YEAR = re.compile(
    r"^\W*(?:trong\s|vào\s|hồi\s)?(?:năm|giai đoạn|thời kỳ|nhiệm kỳ|lần \w+(?:\s\w+)? năm|đợt \w+(?:\s\w+)? năm)\s(?:(?:19|20)\d{2}\s?[-–]\s?)?(?P<year>(?:19|20)\d{2})(?!\d)"
)


def _days_ahead(text: str, day: date | None) -> bool:
    """Whether the sentence names a day that the article's own has not passed."""
    if day is None:
        return False
    days = [one for one in read_quantities(text) if one.kind == "date"]
    return any(
        one.date_high >= day if one.date_high else int(one.low or 0) >= day.month * 100 + day.day
        for one in days
    )


def _looks_back(text: str, *, day: date | None) -> bool:
    opening = _OPENS_WITH_YEAR.match(text)
    if opening and day and int(opening["year"]) < day.year and not _NOW.search(text):
        return True
    if _GONE_BY.search(text) and not re.search(
        r"(?<!\w)(?:nay|hiện nay|bây giờ|từ ngày|phải|nộp|hoàn thành|chậm nhất)(?!\w)", text
    ):
        return True
    found = words_pattern("kinds", "history").search(text)
    if not found:
        return False
    if found.group() in ("trước ngày", "trước năm") and _days_ahead(text, day):
        return False
    tells_now = words_pattern("kinds", "history_now").search(text)
    if found.group() in (
        "hết hiệu lực",
        "đã hết hiệu lực",
        "trước ngày",
        "cùng kỳ",
        "trước năm",
        "cho đến khi",
        "trước đó",
        "khi đó",
        "cho tới khi",
    ):
        return not tells_now and not re.search(
            r"(?<!\w)(?:phải|nộp|hoàn thành|báo cáo|chậm nhất|hiện nay|từ ngày)(?!\w)", text
        )
    if tells_now:
        return not re.search(r"(?<!\w)(?:nay|hiện|hiện nay|sẽ|từ ngày|mới|lên)(?!\w)", text)
    return not re.search(r"(?<!\w)(?:nay là|hiện nay|bây giờ|nay tăng|nay đã|nay được)(?!\w)", text)
