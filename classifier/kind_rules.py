"""Rules of what a sentence does: a few settle its kind, the others are signs for the kinds' model."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from classifier import lexicon_words
from classifier.lexicon_words import lexicon, words_pattern
from doichieu.legal import CAPITAL
from doichieu.records import SentenceKind

#: Fewer syllables than this say nothing that could be checked.
LEAST_SYLLABLES = 5
#: A longer line that opens with a credit has the news behind it: the page ran them together.
LONGEST_CREDIT = 25

_QUOTED = re.compile(r"[“\"«][^”\"»]*[”\"»]")
OFFICIAL = re.compile(
    r"(?<!\w)(?:bộ trưởng|thứ trưởng|chủ tịch|phó chủ tịch|giám đốc|phó giám đốc|cục trưởng|vụ trưởng|"
    r"chánh văn phòng|người phát ngôn|thủ tướng|đại diện (?:bộ|sở|cục|vụ|ubnd|ủy ban|bảo hiểm)|trưởng phòng|"
    r"(?:bộ|sở|cục|ubnd|ủy ban nhân dân|bảo hiểm xã hội|nghị định|thông tư|luật|quyết định|nghị quyết)\s[\w ]{0,40}"
    r"(?:cho biết|nêu rõ|quy định|khẳng định|thông tin|xác nhận))(?!\w)"
)
#: Each name is followed by a blank or a mark: a run of capitals is read one way only.
_BYLINE = re.compile(rf"^{CAPITAL}[\w.]*(?:(?:\s+|\s?[-–,&/]\s?){CAPITAL}[\w.]*){{0,5}}\s*$")
_PREDICATE = re.compile(
    r"(?<!\w)(?:là|được|có|phải|không|đã|sẽ|bị|gồm|quy định|tăng|giảm|hỗ trợ|miễn|áp dụng|cho|do|thuộc|"
    r"đạt|bằng|từ|nộp|phạt|cấp|chi|hưởng|thu|trừ|đóng|bắt buộc|cấm|cần|nhận|dài|tổ chức|ký|thay)(?!\w)"
)
RULE_WORDS = re.compile(
    r"(?<!\w)(?:theo (?:nghị định|thông tư|luật|quyết định|nghị quyết|chỉ thị|quy định|khoản|điều|điểm|đó)|"
    r"(?:nghị định|thông tư|luật|quyết định|nghị quyết|chỉ thị)\s[^.]{0,60}(?:quy định|nêu|ghi|cho phép|cấm|yêu cầu)|"
    r"điều \d+|có hiệu lực)(?!\w)"
)


@lru_cache(maxsize=2_048)
def meaning(sentence: str) -> str:
    """`lexicon_words.meaning`, kept a while: many rules ask it of one sentence and of its neighbour."""
    return lexicon_words.meaning(sentence)


def kind_by_rules(sentence: str, *, before: str = "", heading: str = "") -> SentenceKind:
    """The kind of one sentence, given the sentence before it and the heading above it."""
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
    if _looks_back(text):
        return SentenceKind.HISTORY
    return SentenceKind.CLAIM


def _is_fragment(sentence: str, text: str) -> bool:
    if opens_as_other(sentence):
        return True
    syllables = re.findall(r"\w+", text)
    if len(syllables) < LEAST_SYLLABLES or is_byline(sentence):
        return True
    return not _PREDICATE.search(text) and not re.search(r"\d", text)


def is_byline(sentence: str) -> bool:
    """Whether a line is nothing but names."""
    return bool(_BYLINE.match(sentence))


def opens_as_other(sentence: str) -> bool:
    """Whether a line opens as a credit, a caption or a pointer to other pages does."""
    if len(sentence.split()) > LONGEST_CREDIT:
        return False
    return meaning(sentence).lstrip("(*-–•[> ").startswith(tuple(words("other_openings")))


def rules_met(sentence: str, *, before: str = "", heading: str = "") -> tuple[str, ...]:
    """Names of all the rules a sentence meets, where `kind_by_rules` stops at the first."""
    text = meaning(sentence)
    met = {
        "fragment": _is_fragment(sentence, text),
        "asks": _asks(sentence, text),
        "rumour": _tells_rumour(text, meaning(before)),
        "proposes": _proposes(text),
        "judges": _judges(text, meaning(heading)),
        "looks back": _looks_back(text),
        "rule words": bool(RULE_WORDS.search(text)),
        "official": bool(OFFICIAL.search(text)),
    }
    return tuple(name for name, holds in met.items() if holds)


@cache
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
    if re.search(
        r"(?<!\w)nếu(?:\s[\w,]+){0,6}\s(?:thông qua|ban hành|chấp thuận|tán thành|duyệt)", text
    ):
        return True
    found = words_pattern("kinds", "proposal").search(text)
    if not found:
        return False
    if found.group() in ("xem xét", "đề nghị", "góp ý", "phương án") and RULE_WORDS.search(text):
        return False
    return bool(_NOT_YET.search(text)) or not words_pattern("kinds", "proposal_done").search(text)


#: What ought to be; not "không cần", nor what an applicant "cần mang" or "cần nộp".
_DEMAND = re.compile(
    r"(?<!\w)(?<!không )(?<!chỉ )(?<!chưa )(?:cần|nên|hãy|phải được)(?!\w)"
    r"(?! (?:mang|nộp|có mặt|xuất trình|chuẩn bị|khai|đăng ký|tài sản|làm đơn|báo)(?!\w))"
)


def _judges(text: str, heading: str) -> bool:
    outside = _QUOTED.sub(" ", text)
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
        )
        return not (weak and RULE_WORDS.search(text))
    if "!" in text:
        return True
    if words_pattern("kinds", "personal").search(text) and not RULE_WORDS.search(text):
        return not OFFICIAL.search(text)
    demand = _DEMAND.search(outside)
    if demand and not RULE_WORDS.search(text) and not re.search(r"\d", text):
        return True
    return bool(
        re.search(
            r"(?<!\w)(?:ý kiến bạn đọc|góc nhìn|diễn đàn|bình luận|phiếm|tiểu phẩm)(?!\w)", heading
        )
    )


#: "Trước tháng 7/2024, …", "Năm 2018, … mới là": a time gone by, and no word of today.
_GONE_BY = re.compile(
    r"(?<!\w)(?:trước (?:tháng|ngày|năm) [\d/.]+|trước khi (?:có|nghị|thông|luật|quyết)|hồi ấy|ngày ấy|khi còn|"
    r"(?:mức|quy định|nghị định|thông tư)(?:\s\w+){0,4} cũ)(?!\w)[^.]*?(?<!\w)(?:là|chỉ|mới|được|bằng|đã)(?!\w)"
    r"|^\W*(?:năm|từ năm|hồi năm|giai đoạn) (?:19|20)(?:[01]\d|2[0-4])(?!\d)[^.]*?(?<!\w)(?:mới|chỉ|đã)(?!\w)"
)


def _looks_back(text: str) -> bool:
    if _GONE_BY.search(text) and not re.search(
        r"(?<!\w)(?:nay|hiện nay|bây giờ|từ ngày|phải|nộp|hoàn thành|chậm nhất)(?!\w)", text
    ):
        return True
    found = words_pattern("kinds", "history").search(text)
    if not found:
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
