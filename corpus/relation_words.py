"""The words by which one official text says what it does to another."""

from __future__ import annotations

import re

_DAY = r"(?:ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|(?:ngày\s+)?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4})"
_KINDS = (
    r"(?:bộ luật|luật|pháp lệnh|nghị quyết|nghị định|quyết định|thông tư(?:\s+liên tịch)?|chỉ thị|"
    r"công điện|kế hoạch|quy định|quy chế|văn bản)"
)
#: The text speaks of itself.
OWN = re.compile(rf"{_KINDS}\s+này\b", re.IGNORECASE)

#: One of these stands in every sentence that the patterns below find; asked first, for speed.
TELLING = re.compile(
    r"thay|bỏ|sửa đổi|bổ sung|đính chính|hiệu lực|ngưng|ngừng|dừng|đình chỉ|kéo dài|gia hạn|tiếp tục"
)
#: What stands before the text it is done to. Words and phrases replaced within a text amend it.
ACTIVE = re.compile(
    r"(?<!được )(?<!bị )(?<!đổi, )(?<!đổi và )(?:"
    r"(?P<amends>(?:thay thế|thay|bãi bỏ|bỏ|sửa đổi|bổ sung)\s+(?:một số\s+|các\s+)?(?:cụm từ|từ\b|từ ngữ)|"
    r"sửa đổi(?:\s*,\s*bổ sung|\s+và\s+bổ sung|\s*,\s*thay thế)?|bổ sung(?!\s+kinh phí)|đính chính)|"
    r"(?P<replaces>thay thế(?:\s+cho)?)|"
    r"(?P<repeals>bãi bỏ(?:\s+toàn bộ|\s+một phần)?|hủy bỏ|huỷ bỏ|chấm dứt hiệu lực(?:\s+của)?)|"
    r"(?P<suspends>(?:tạm\s+)?(?:ngưng|ngừng|dừng)\s+(?:hiệu lực(?:\s+thi hành)?|áp dụng|thi hành|thực hiện)|đình chỉ\s+(?:thi hành|hiệu lực))|"
    r"(?P<extends>(?:kéo dài|gia hạn)(?:\s+thời\s+(?:hạn|gian|hiệu))?(?:\s+(?:hiệu lực|áp dụng|thực hiện|thi hành))*)"
    r")(?!\w)",
    re.IGNORECASE,
)
#: What stands behind it: "Nghị định số … hết hiệu lực".
PASSIVE = re.compile(
    r"(?:(?P<repeals>hết hiệu lực|(?:được|bị)\s+(?:bãi bỏ|hủy bỏ|huỷ bỏ)|không còn hiệu lực|chấm dứt hiệu lực)|"
    r"(?P<replaces>(?:được|bị)\s+thay thế(?!\s+(?:bởi|bằng|theo)\s+\w+\s+\w+\s+số))|"
    r"(?P<amends>được\s+(?:sửa đổi|bổ sung)(?:\s*,\s*bổ sung)?(?=[^.;]*?như sau|\s+tại\s+\w+\s+\w+\s+này))|"
    r"(?P<suspends>(?:được|bị)?\s*(?:tạm\s+)?(?:ngưng|ngừng)\s+hiệu lực)|"
    r"(?P<extends>được\s+(?:kéo dài|gia hạn|tiếp tục (?:áp dụng|thực hiện)\s+đến)))(?!\w)",
    re.IGNORECASE,
)
#: A document named after these only explains another one.
ASIDE = re.compile(
    r"(?:(?:đã\s+|được\s+)+(?:sửa đổi|bổ sung|thay thế|hợp nhất|đính chính)(?:[\w\s,]*?)\s+(?:bởi|theo|tại|bằng)|"
    r"căn cứ(?:\s+vào)?|theo\s+(?:quy định|hướng dẫn)?\s*(?:tại|của)?|hướng dẫn(?:\s+thi hành)?|(?<!hiệu lực )thi hành|để phù hợp với|thực hiện theo|"
    r"phù hợp với|quy định chi tiết(?:\s+một số điều)?(?:\s+của)?|tiếp tục (?:áp dụng|thực hiện)(?:\s+theo)?|có liên quan (?:tại|đến)|"
    r"dẫn chiếu (?:đến|tới|tại)|trái với)(?!\w)",
    re.IGNORECASE,
)
#: "Bổ sung Điều 5a vào sau Điều 5": the second only says where.
ADDED_BEHIND = re.compile(
    r"(?:vào\s+(?:sau|trước|cuối|tiếp theo)|vào|sau|trước|tiếp theo)\s+"
    r"(?:(?:điểm\s+\w+|khoản\s+\d+\w?|điều\s+\d+\w?|mục\s+\d+|chương\s+[IVXLC]+)[\s,]*)+",
    re.IGNORECASE,
)
#: Some articles, all told further down, or none by name: the whole text is amended.
SOME = re.compile(r"một số\s+(?:điều|khoản|nội dung|quy định)|tên\s+(?:gọi|của)", re.IGNORECASE)
EXCEPT = re.compile(
    r"(?:trừ|ngoại trừ|không bao gồm)\s+(?:các\s+)?(?:quy định\s+tại|nội dung\s+tại)?",
    re.IGNORECASE,
)
SINCE = re.compile(rf"(?:kể\s+từ|từ)\s+({_DAY})", re.IGNORECASE)
UNTIL = re.compile(rf"(?:đến\s+hết|đến|tới)\s+({_DAY})", re.IGNORECASE)
#: A number as it is written within a citation.
TOLD = re.compile(r"\d{1,5}\s?[/⁄]\s?\S.*$|\d{1,4}-\w+/T[WU]$")
#: "Riêng khoản 3 Điều 6 của Nghị định này | có hiệu lực từ ngày …".
BEGINS = re.compile(
    rf"có\s+hiệu\s+lực(?:\s+thi\s+hành)?\s*(?:kể\s+)?từ\s+(?P<day>{_DAY})", re.IGNORECASE
)
#: What may stand between the parts named and their effect.
OF_ITSELF = re.compile(
    rf"^\s*(?:(?:của\s+)?{_KINDS}\s+này)?\s*,?\s*(?:thì|sẽ|bắt đầu)?\s*$", re.IGNORECASE
)
