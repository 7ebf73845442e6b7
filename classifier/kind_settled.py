"""Forms that settle a sentence's kind by themselves; what they leave open the kinds' model weighs."""

from __future__ import annotations

import re

from classifier.kind_rules import is_byline, meaning, opens_as_other
from classifier.kind_turns import turned_kind
from doichieu.records import SentenceKind

_OLD_YEAR = r"(?:1[0-9]\d\d|20[01]\d|202[0-4])(?!\d)"

#: "(Ảnh: …)" closes a caption; a credit that opens a line is the work of `opens_as_other`.
_CREDIT = re.compile(r"(?:\(|[-–]\s*)(?:ảnh|video|nguồn)\s*:[^.()]*\)?\.?$")

#: A draft is no rule yet, whatever it "says".
_DRAFT = re.compile(
    r"(?<!\w)(?:dự kiến|dự thảo|dự luật|bản thảo|dự án luật|ban soạn thảo|đang (?:được )?(?:lấy|xin) ý kiến|(?<!sau khi )lấy ý kiến|"
    r"xin ý kiến|tờ trình|đang (?:soạn thảo|bàn|được bàn|nghiên cứu|cân nhắc|trình|thẩm định|được thẩm định|xây dựng dự)|"
    r"(?:sẽ|sắp|vừa|trình) trình|trình (?:quốc hội|chính phủ|hđnd|ubnd|thủ tướng|trung ương)(?! (?:báo cáo|thêm)))(?!\w)"
)
_PROPOSES = re.compile(
    r"(?<!đơn )(?<!giấy )(?<!hồ sơ )(?<!thủ tục )(?<!người )(?<!quyền )(?<!văn bản )(?<!các )(?<!những )(?<!khâu )"
    r"(?<!\w)(?:đề xuất|kiến nghị|khuyến nghị|đề nghị)(?!\w)(?! (?:của|người dân bình tĩnh|theo mẫu|hưởng|trên))"
)
#: A body or a group that asks: "Hiệp hội … xin", "Tỉnh … muốn".
_WANTS = re.compile(
    r"^\W*(?:bộ|sở|cục|tỉnh|thành phố|ubnd|hội|hiệp hội|công đoàn|công ty|hãng|tập đoàn|trường|nhà trường|các trường|bệnh viện|cư dân|người dân|tiểu thương|"
    r"doanh nghiệp|huyện|xã|liên đoàn|câu lạc bộ|một số đại biểu|đại biểu)(?:\s[\w,]+){0,6}?\s"
    r"(?:(?<!đơn )xin (?!lỗi|phép)|muốn (?!được hoàn)|mong (?:được|muốn|cơ|chính|quốc|nhà nước)|gợi ý|đề đạt|dự tính|dự định|tính chuyện|đang tính|đang cân nhắc|lên kế hoạch xin|gửi văn bản xin)(?!\w)?"
)
_IF_PASSED = re.compile(
    r"(?<!\w)nếu(?:\s[\w,]+){0,6}\s(?:thông qua|ban hành|chấp thuận|đồng ý|tán thành|duyệt)(?!\w)"
)
_PASSED = re.compile(
    r"(?<!\w)(?:đã (?:được )?(?:thông qua|ban hành|ký|chấp thuận|phê duyệt|đáp ứng)|(?:vừa|chính thức) (?:được )?(?:thông qua|ban hành|ký)|"
    r"quốc hội thông qua|có quyền|nghiêm cấm|tiếp thu)(?!\w)"
)

_RUMOUR = re.compile(
    r"(?<!\w)(?:(?:tin|lời) đồn|đồn (?:rằng|đoán|thổi|đại|ầm|nhau)|nghe (?:đồn|đâu)|tin (?:giả|vịt|hành lang)|thất thiệt|(?:là )?sai sự thật|"
    r"bịa (?:đặt|chuyện)|thêu dệt|không (?:hề )?có chuyện|(?:bác|phủ nhận|bác bỏ) (?:tin|thông tin)|(?:tung|loan|phao) tin|rêu rao|rỉ tai|truyền tai|"
    r"kháo nhau|lan truyền|chưa (?:được )?kiểm chứng|(?:giả|mạo) danh|giả mạo|chiêu (?:lừa|trò)|thực hư|cắt ghép|dựng chuyện|"
    r"rộ (?:lên )?(?:tin|thông tin|chuyện)|kẻ (?:gian|xấu)|tin nhắn lừa|có tin (?:nói|đồn)|có người (?:khẳng định|quả quyết|đồn|nói)|trên (?:mạng|diễn đàn)(?: \w+){0,3} (?:quả quyết|đăng rằng|nói rằng)|"
    r"(?:không có|chẳng có) quy định (?:nào )?(?:buộc|bắt|phạt)|tài khoản(?: \w+){0,2} đăng|vô căn cứ|không có căn cứ|đính chính)(?!\w)"
)
#: A penalty for spreading tales is a rule, and a fraud before the court an event.
_PUNISHED = re.compile(
    r"(?<!\w)(?:bị phạt (?:từ|tới|đến|tiền)|nghiêm cấm|luật|nghị định|chiếm đoạt|khởi tố|bắt (?:nhóm|giữ|tạm)|lập cổng|nghe nói sắp)(?!\w)"
)

_LONG_AGO = re.compile(
    rf"^\W*(?:(?:vào |từ |hồi |cuối |đầu |đến |trong |hết |suốt từ )?(?:năm|năm học|tháng \d+/|giai đoạn|thời điểm|trước|thời kỳ) ?(?:năm |tháng \d+/)?{_OLD_YEAR}"
    r"|trước (?:đây|kia)(?!\w)|(?:hồi|thuở|thời) (?!gian|hạn|điểm|tiết|hiệu|sự|đại số)\w+|ngày (?:ấy|đó|xưa|trước|còn)(?!\w)|lúc (?:đó|ấy|bấy)(?!\w)|khi (?:đó|ấy|còn)(?!\w)"
    r"|(?:cách (?:đây|nay)|(?:\d+|một|hai|ba|bốn|năm|mười|hơn mười|hai mươi|mười lăm) năm (?:về )?trước)(?!\w)|(?:thập niên|thế kỷ) |trước (?:cải cách|đổi mới|cách mạng|giải phóng|chiến tranh|khi có)(?!\w)|trong chiến tranh(?!\w)"
    r"|(?:hai |ba |mấy )?nhiệm kỳ trước(?!\w)|lúc (?:mới|đầu)(?!\w))"
)
_OLD_RULE = re.compile(
    r"(?<!\w)(?<!so với )(?<!như )(?<!bằng )(?<!theo )(?:quy định|nghị định|thông tư|luật|nghị quyết|quy chế|văn bản|mức(?: \w+)?)(?: \w+){0,2} cũ(?!\w)"
    r"|(?<!\w)(?:thông tư|nghị định|quy định|nghị quyết|đề án) (?:của nhiệm kỳ )?trước (?!khi|ngày|đó|đây|năm|tháng|hết)|của nhiệm kỳ trước(?!\w)"
    r"|^\W*theo (?:luật|quy định|văn bản|thông tư|nghị định) cũ(?!\w)"
    r"|(?<!\w)(?:đã (?:bị )?(?:thay thế|bãi bỏ|hết hiệu lực|dừng áp dụng)|lúc bấy giờ|trước khi (?:nghị|luật|thông tư|có nghị|có luật))(?!\w)"
)
_TODAY = re.compile(
    r"(?<!\w)(?:(?<!cách )nay|hiện|hiện nay|hiện tại|bây giờ|đang|sẽ|vẫn áp dụng|được thay bằng|thay vì|so với|tăng thêm|nâng thêm|thay thế (?:nghị|thông|quyết|luật))(?!\w)"
)

_STANCE = re.compile(
    r"(?<!\w)(?:thiết nghĩ|lẽ ra|đáng lẽ|đáng ra|có lẽ|chắc hẳn|dường như|e rằng|mong rằng|tiếc rằng|chẳng lẽ|lẽ nào|giá như|giá mà|ước gì|khác nào|chẳng khác (?:gì|nào)|"
    r"theo tôi|tôi (?:nghĩ|cho rằng|thấy|mong|tin|ủng hộ|phản đối|thích|sợ|tiếc)|chúng tôi (?:mong|cho rằng|thấy|nghĩ|hy vọng)|cá nhân tôi|"
    r"thì cũng như không|cũng bằng không|đến bao giờ|(?<!tên )thật (?:khó hiểu|đáng|nực cười|vô lý|là)|quá sức|(?:bày tỏ|tỏ ra) (?:sự )?(?:thất vọng|bức xúc|lo|đau buồn|vui mừng|hoan nghênh))(?!\w)"
)

_FORECAST = re.compile(
    r"(?<!tin )(?<!\w)(?:dự báo|dự đoán|tiên đoán|nhiều khả năng|(?<!khu vực )(?<!vùng )(?<!nơi )(?<!người )(?<!nhóm )(?<!xã )(?<!thôn )(?<!hộ )(?<!điểm )có nguy cơ)(?!\w)(?! thời tiết)"
    r"|^\W*nếu(?!\w).*(?<!\w)(?:có thể (?:tăng|giảm|mất|vượt|lên|xuống|đạt|còn)|khó (?:mà|có|tránh|đạt)|sẽ (?:còn|khó|mất|vượt))(?!\w)"
)
#: What somebody without an office tells of his own lot.
_TELLS = re.compile(
    r"(?<!\w)(?:[Cc]hị|[Aa]nh|[Cc]ụ|[Bb]ác|[Bb]à|[Ôô]ng|[Ee]m|[Cc]ô|[Cc]hú|[Gg]ià)(?: [^\W\d_]+){1,6},? (?:[^.“”]{0,40}, )?"
    r"(?:kể|than|thở dài|chép miệng|lắc đầu|tâm sự|phàn nàn|bức xúc|bộc bạch|phân trần|ngậm ngùi|nghẹn ngào|rưng rưng|hồ hởi|ngán ngẩm|cười buồn)(?!\w)"
)
_OFFICE = re.compile(
    r"(?<!\w)(?:bộ trưởng|thứ trưởng|chủ tịch|giám đốc|cục trưởng|vụ trưởng|trưởng|phó|bí thư|thủ tướng|đại diện|hiệu trưởng|luật sư)(?!\w)"
)

#: Openings that go on with what the sentence before spoke of.
_GOES_ON = re.compile(
    r"^\W*(?:theo đó|cụ thể|cùng với đó|ngoài ra|đồng thời|trong đó|các nhóm|mức|thời (?:hạn|gian)|đối tượng|riêng|hộ|người)(?!\w)"
)
_POINTS_BACK = re.compile(
    r"^\W*(?:tin|thông tin|bài (?:viết|đăng)|nội dung|lời đồn|đoạn (?:văn|clip|tin)|người (?:này|đăng)|theo (?:bài|tin|đó))(?!\w)"
)
#: What an actual text or today's rule says is no part of a draft or a tale.
_IN_FORCE = re.compile(
    r"(?<!\w)(?:hiện (?:nay|hành|tại)|đang áp dụng|nghị định|thông tư|luật|quyết định|nghị quyết)(?!\w)|\d+/\d{4}/"
)


def settled_kind(sentence: str, *, before: str = "") -> SentenceKind | None:
    """The kind that a sentence's very form settles; None where the model must weigh it."""
    text = meaning(sentence)
    if not re.search(r"\w", text) or is_byline(sentence) or opens_as_other(sentence):
        return SentenceKind.OTHER
    if sentence.rstrip().rstrip('”"»’)').endswith("?"):
        return SentenceKind.QUESTION
    if _CREDIT.search(text.rstrip()):
        return SentenceKind.OTHER
    if _RUMOUR.search(text) and not _PUNISHED.search(text):
        return SentenceKind.REPORT_OF_RUMOUR
    if _is_planned(text):
        return SentenceKind.PROPOSAL
    follows = _carried_over(text, meaning(before))
    if follows is not None:
        return follows
    if _STANCE.search(text) or _FORECAST.search(text):
        return SentenceKind.OPINION
    if _TELLS.search(sentence) and not _OFFICE.search(text):
        return SentenceKind.OPINION
    if (_LONG_AGO.search(text) or _OLD_RULE.search(text)) and not _TODAY.search(text):
        return SentenceKind.HISTORY
    return turned_kind(text)


def _is_planned(text: str) -> bool:
    if _IF_PASSED.search(text):
        return True
    planned = _DRAFT.search(text) or _PROPOSES.search(text) or _WANTS.search(text)
    return bool(planned) and not _PASSED.search(text)


def _carried_over(text: str, before: str) -> SentenceKind | None:
    """A tale or a draft goes on in the next sentence until that names a text in force."""
    if not before or _IN_FORCE.search(text):
        return None
    if _POINTS_BACK.match(text) and _RUMOUR.search(before) and not _IN_FORCE.search(before):
        return SentenceKind.REPORT_OF_RUMOUR
    if _GOES_ON.match(text) and _is_planned(before):
        return SentenceKind.PROPOSAL
    return None
