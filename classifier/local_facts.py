"""What no official text speaks of: counts of a place, one person's case, the market, worked examples."""

from __future__ import annotations

import re

from doichieu.legal import CAPITAL

#: What a place, a house or a firm has done or has so far is its own count.
_COUNTED = re.compile(
    r"(?<!\w)(?:(?:toàn|cả) (?:xã|tỉnh|huyện|thành phố|phường|thôn|ngành|trường|khu|quận|vùng)|tính đến|đến nay|"
    r"trên địa bàn(?:\s\w+){0,6}?\s(?:đã|có|còn|hiện|ghi nhận|xảy ra|phát hiện)|"
    r"(?:đến hết|hết|trong) (?:ngày|tháng|quý|tuần|năm)\s[\d/ivx]+[^.]{0,40}?(?<!\w)(?:đã|có|đạt|được \d)|"
    r"đã (?:tiêm|cấp|chi trả|chi|giải ngân|tiếp nhận|xử lý|xử phạt|lập biên bản|phạt|trao|thi công|hoàn thành|"
    r"giải quyết|hỗ trợ|thu|rà soát|tổ chức|kiểm tra|phát hiện|huy động|vận động|tuyển|đón|có|được)(?:\s\w+){0,4}?\s\d|"
    r"xử phạt\s+[\d.]+\s|phát hiện\s+[\d.]+\s|trường hợp, (?:thu|phạt)|"
    r"(?:trong|qua) \d+ (?:tháng|năm|tuần|ngày|quý)(?: đầu năm| qua| gần đây)?,|"
    r"\d+ (?:tháng|tuần|quý) (?:đầu năm|cuối năm|vừa qua|gần đây)|"
    r"(?<!cấp )(?:xã|tỉnh|huyện|phường|trường|thôn|bản) (?:hiện |hiện nay |đang )?(?:có|còn)(?! (?:lại|từ|dưới|trên|ít nhất|hơn|quyền|thể|trách|thu tiền|nhu cầu|đủ))|"
    r"trong (?:tháng|quý|tuần|năm) (?:qua|này)|tháng vừa qua|bình quân mỗi|sản lượng|chỉ tiêu giao)(?!\w)"
    r"|(?<!\w)chiếm [\d,.]+\s?%|[\d,.]+\s?% (?:dân số|số hộ|kế hoạch|chỉ tiêu)",
    re.IGNORECASE,
)
#: A house, a road, a site has its own measures.
_BUILT = re.compile(
    r"^\W*(?:khu(?! vực)|dự án|công trình|tòa nhà|chung cư|nhà máy|ngôi trường|bệnh viện|cây cầu|tuyến đường|con đường|"
    r"căn hộ|căn nhà|ngôi nhà|vườn|trang trại|lớp học|hội thi|hội nghị|buổi lễ|gian hàng)\s[^,]{0,30}?"
    r"(?<!\w)(?:có|gồm|rộng|dài|cao|quy tụ|thu hút|diện tích)\s\d",
    re.IGNORECASE,
)
#: What is asked and paid between people follows the market, not a rule.
_TRADED = re.compile(
    r"(?<!\w)(?:thị trường|rao bán|được rao|chuyển nhượng|thương lái|giá bán lẻ ngoài|sang tay|môi giới|"
    r"giao dịch|chào bán|bán được|mua lại|doanh số|trúng đấu giá|phiên đấu giá)(?!\w)",
    re.IGNORECASE,
)
#: A sum worked out for somebody shows the rule at work; it does not state it.
_EXAMPLE = re.compile(
    r"(?<!\w)(?:ví dụ|chẳng hạn|giả sử|giả dụ|thí dụ|lấy ví dụ|cụ thể như trường hợp|tính ra|nhẩm tính|"
    r"tổng cộng|cộng lại|tức là mỗi|như vậy,? (?:một|mỗi|người|gia đình|hộ|với|nếu|tổng|mức)|nếu (?:một|tính|dùng|học|mua|đóng|lương|hưởng|có thu nhập)|"
    r"(?:một )?nửa (?:mức|số|của)|"
    # The rule is named as the reason of what was worked out from it.
    r"(?:vì|do|bởi)(?: vì)? cứ|"
    r"một (?:\w+\s){1,6}?(?:\d+ tuổi |thu nhập \S+ )?(?:nhận|lĩnh|đóng|trả|nộp|có thu nhập)(?: được| về| khoảng| hơn)? \d|"
    r"với (?:mức )?(?:lương|giá|thu nhập|học phí|tỷ lệ|doanh thu)\s[^,]{0,40}(?:\d|mới)[^,]*,)(?!\w)",
    re.IGNORECASE,
)
_NAME = rf"{CAPITAL}\w*(?:\s{CAPITAL}\w*){{0,4}}"
#: One person's or one family's case: "Bà Sen nhận 4,2 triệu đồng", "gia đình chị Hà trả …".
_CASE = re.compile(
    rf"^\W*(?:[\w\s]{{0,30}},\s)?(?:[Gg]ia đình\s|[Hh]ộ\s|[Vv]ợ chồng\s|[Cc]on\s|[Tt]rường hợp\s(?:của\s)?)?"
    rf"(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Ee]m|[Cc]ụ|[Bb]ác|[Cc]ô|[Cc]hú)\s{_NAME}"
)
#: "Thấp hơn Lam Giang 70.000 đồng": how far two places are apart is no amount of either.
_APART = re.compile(
    rf"(?<!\w)(?:cao|thấp|nhiều|ít|lớn|nhỏ|dài|ngắn) hơn (?:tỉnh |thành phố |xã |ở )?{_NAME} (?:tới |gần |hơn |khoảng |chừng )?\d"
)
_SAYS = re.compile(
    r"(?<!\w)(?:cho biết|khẳng định|nói|nêu rõ|thông tin|giải thích|nhấn mạnh|cho hay|xác nhận|trả lời|lưu ý|hướng dẫn)(?!\w)"
)
#: A named house or place that does something is spoken of for itself.
_OWN_DOING = re.compile(
    rf"^\W*(?:[Tt]ại |[Ởở] |[Rr]iêng )?(?:[Cc]ông ty|[Dd]oanh nghiệp|[Tt]rường(?: \w+){{0,4}}|[Bb]ệnh viện|[Nn]hà máy|"
    rf"[Hh]ợp tác xã|[Qq]uỹ|[Cc]ửa hàng|[Tt]rung tâm(?: \w+){{0,3}}|[Xx]ã|[Tt]hôn|[Bb]ản|[Hh]uyện|[Pp]hường|[Ss]iêu thị|[Kk]hách sạn|[Tt]rạm(?: \w+){{0,2}})\s{_NAME}"
)


#: What others do elsewhere is no reading of our texts; "lao động ở nước ngoài" is.
_ABROAD = re.compile(
    r"^\W*(?:[ỞởTt]ại|[Ởở]|[Ss]o với|[Tt]rên) (?:nước ngoài|các nước|nhiều nước|nước láng giềng|nước bạn|thế giới|châu Âu|châu Á|quốc tế)(?!\w)"
)
#: "Mỗi ngày Vĩnh Hồ thải ra 740 tấn rác": what comes about each day is counted, not ruled.
_COMES_ABOUT = re.compile(
    r"(?<!\w)[Mm]ỗi (?:ngày|tuần|tháng|quý|năm|giờ)[^,.;]{0,40}?(?<!\w)(?:thải ra|thải|phát sinh|tiêu thụ|sản xuất|xả|đón|tiếp nhận|khám)\s[^,.;]{0,20}?\d"
)


def is_local_fact(sentence: str) -> bool:
    """Whether a sentence counts, trades or tells of one house; asked only where it cites no text."""
    return bool(
        _COUNTED.search(sentence)
        or _BUILT.match(sentence)
        or _TRADED.search(sentence)
        or _OWN_DOING.match(sentence)
        or _ABROAD.match(sentence)
        or _COMES_ABOUT.search(sentence)
    )


def is_example(sentence: str) -> bool:
    """Whether a sentence works a rule out for a case: it is never held against the rule."""
    if _EXAMPLE.search(sentence) or _APART.search(sentence):
        return True
    return bool(_CASE.match(sentence)) and not _SAYS.search(sentence)
