"""Turns of speech that no marker word betrays → the kind they settle: demands, sums, thoughts tried out, tales denied."""

from __future__ import annotations

import re

from classifier.kind_rules import OFFICIAL, RULE_WORDS
from doichieu.records import SentenceKind

#: Who asks for something without being able to order it.
_ASKERS = (
    r"(?:công nhân|người lao động|thợ|tài xế|giáo viên|thầy cô|sinh viên|học sinh|phụ huynh|ban đại diện|hội(?! đồng)|nghiệp đoàn|công đoàn|"
    r"bà con|hộ|cư dân|người (?:dân|bệnh|thuê|trồng|nuôi)|nông dân|ngư dân|tiểu thương|chợ|điều dưỡng|bác sĩ|nhân viên|tổ trưởng|"
    r"các (?:hội|hộ|bếp|chủ|hợp tác|trường))"
)
#: "Hội … đòi", "Tài xế … yêu cầu": somebody wants it, nobody has ruled it. "Muốn …, người dân phải …" is a rule.
_ASKS_FOR = re.compile(
    rf"^\W*{_ASKERS}(?:\s[^\W\d]+){{0,8}}?\s(?<!được )(?<!quyền )(?<!đơn )(?<!không )(?<!vắc )(?:đòi|kêu gọi|thúc giục|xin(?! (?:lỗi|phép|cấp|nghỉ|chuyển|việc))|yêu cầu|"
    r"cần (?:một|ngay)|muốn(?!.*(?<!\w)(?:thì|phải|cần|nộp)(?!\w)))(?!\w)"
    r"|^\W*phải (?:nâng|tăng|giảm|trả|bỏ|hạ)(?!\w)(?=.*(?<!\w)(?:ngay|phải)(?!\w))"
    r"|(?<!\w)đang (?:bàn (?:việc|chuyện|về)|tính (?:chuyện|đến việc)|cân đong)(?!\w)"
)
#: "Giả dụ …", "nếu … hẳn …": a world that is not.
_TRIED_OUT = re.compile(
    r"^\W*(?:thử hình dung|giả (?:dụ|sử|như)|cứ cho|phải chi|đặt trường hợp|ví thử|ví dù)(?!\w)"
    r"|^\W*cho dù(?!\w).*(?<!\w)(?:vẫn|cũng)(?!\w)"
    r"|^\W*nếu(?!\w).*(?<!\w)(?:hẳn|ắt|đã chẳng|đâu đến nỗi)(?!\w)"
)
#: "Lấy … chia cho", "vị chi", "tức … cộng": a reader's sum.
_WORKED_OUT = re.compile(
    r"(?<!\w)(?:(?<!đơn )vị chi|nhẩm(?: tính)?|tính ra)(?!\w)"
    r"|^\W*(?:lấy|đem)\s.*\d.*(?<!\w)(?:chia|nhân|cộng|trừ (?!trường|khi))|^\W*chia\s.*\d.*\scho\s|^\W*cộng\s.*\slại(?!\w)"
    r"|\d[^,]*,\s(?:mỗi\s[^,]*\d[^,]*,\s)+(?:tức|vậy|là|cộng)(?!\w)|(?<!\w)vậy \d[\d.,]*\s\w+ hết(?!\w)"
)
#: What is to come, as somebody without an office sees it: no text in force says it.
_FORETOLD = re.compile(
    r"(?<!\w)(?:khó tránh(?: khỏi)?|sẽ sớm (?:chạm|vượt|lên|xuống|mất)|với đà(?: \w+){0,2} này|có thể (?:cao thêm|chạm))(?!\w)"
    r"|^\W*(?:sang năm|năm tới|mùa tới|tới (?:năm )?20[3-9]\d|(?:tới|đến) cuối thập (?:kỷ|niên)|chừng \w+ năm nữa)(?!\w)"
    r".*(?<!\w)(?:sẽ|e|khó|hẳn|rất có thể)(?!\w)"
)
#: A tale set right, or told on: "không có “gói …” nào cả".
_TALE = re.compile(
    r"(?<!\w)(?:râm ran|kháo (?:nhau|ầm)|truyền (?:nhau|tai)|khăng khăng|không hề tồn tại|hàng ghép|trò dựng sẵn|con dấu giả)(?!\w)"
    r"|^\W*không có [“\"][^”\"]*[”\"] nào|(?<!\w)không xuất hiện trong bất (?:cứ|kỳ)"
    r"|(?<!\w)do một (?:trang|tài khoản|nhóm)[^,.]*?(?:dựng|tung|bịa)|(?<!\w)chưa bao giờ (?:yêu cầu|quy định|thu|ban hành|đòi)(?!\w)"
    r"|^\W*(?:sự thật|kiểm tra của tòa soạn)\s*:"
)
_OLD_YEAR = r"(?:1[0-9]\d\d|20[01]\d|202[0-4])(?!\d)"
#: "Biểu giá điện cũ chia", "Trận bão 2009": the thing itself is gone by.
_GONE_BY = re.compile(
    r"^\W*(?:biểu|bảng|mẫu|hệ|thang|khung|quy (?:định|chế)) (?:[^\W\d]+ ){0,4}cũ(?: của [^,.]{2,30}?)? (?:có|chia|ghi|là|gồm|quy định|cho|phạt|chỉ|thu|tính)(?!\w)"
    rf"|^\W*(?:khóa|đợt|vụ|trận|kỳ|mùa|cơn)(?: [^\W\d]+){{0,3}} (?:năm )?{_OLD_YEAR}"
    rf"|^\W*cho (?:tới|đến) (?:\w+ )?(?:năm |tháng \d+/){_OLD_YEAR}"
)
#: Somebody without an office is reported to have said how it went for them.
_OWN_LOT = re.compile(
    r"^\W*(?:một|hai|ba|vài|mấy) [^“”,.]{2,50}?(?<!\w)(?:nói|kể|than|cho biết|khoe)(?!\w)(?: (?:rằng|là))? (?:chị|anh|em|ông|bà|cụ|họ|mình|cô|chú)(?!\w)"
    r"|^\W*theo lời (?:ông|bà|anh|chị|cụ|bác|một)(?!\w)"
    r"|^\W*(?:ông|bà|anh|chị|cụ|bác)(?: [^\W\d]+){1,5} (?:nói|kể|cho biết|cho hay)(?: rằng)? (?:xã|thôn|trường|họ|chủ|cán bộ|nhà trường|công ty|bệnh viện|trung tâm) "
    r"(?:thu|yêu cầu|bắt|đòi|buộc|hẹn|từ chối)(?!\w)"
    r"|[”\"],? (?:một|hai|vài) [^“”,.]{2,50}?(?<!\w)(?:nói|kể|khoe|than|cười)(?!\w)"
)

#: Who speaks for an office: a plan or a rule in his mouth is a claim.
_OFFICE = re.compile(
    rf"{OFFICIAL.pattern}|(?<!\w)(?:cán bộ|công chức|lãnh đạo|quan chức|đại diện|luật sư|phát ngôn)(?!\w)"
)


def turned_kind(text: str) -> SentenceKind | None:
    """The kind that a turn of speech settles in `text` (its `meaning`); None for a sentence that names a rule."""
    if RULE_WORDS.search(text):
        return None
    if _TALE.search(text):
        return SentenceKind.REPORT_OF_RUMOUR
    if _ASKS_FOR.search(text):
        return SentenceKind.PROPOSAL
    if _TRIED_OUT.search(text) or _WORKED_OUT.search(text):
        return SentenceKind.OPINION
    if (_FORETOLD.search(text) or _OWN_LOT.search(text)) and not _OFFICE.search(text):
        return SentenceKind.OPINION
    return SentenceKind.HISTORY if _GONE_BY.search(text) else None
