"""Articles for made-up news sites: own words on fictitious communes, each unlike the others; number → Text."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

#: Every so many articles one tells the story of the one before it, on another site: agency copy.
COPIES = 40
#: Letters of an article: the bounds between which most of a newspaper's pieces lie.
SHORTEST, LONGEST = 3_000, 8_000
_FIRST_DAY = datetime(2026, 3, 9, 5, tzinfo=timezone(timedelta(hours=7)))

_FIRST = ["An", "Bàu", "Bình", "Cẩm", "Châu", "Đông", "Gia", "Hà", "Hòa", "Khe", "Kim", "Lạc", "Lâm", "Long", "Lương", "Mỹ", "Nam", "Ngọc", "Ninh", "Phong", "Phú", "Quế", "Sơn", "Suối", "Tân", "Thanh", "Thạch", "Trà", "Vĩnh", "Xuân"]  # fmt: skip
_LAST = ["Bắc", "Bồi", "Cừ", "Dương", "Điền", "Giang", "Hạ", "Hậu", "Khánh", "Kỳ", "Lãnh", "Liên", "Lộc", "Mạc", "Nghi", "Ngạn", "Nhơn", "Phiên", "Quý", "Sa", "Tảo", "Thọ", "Thượng", "Tiến", "Trạch", "Trung", "Tuyền", "Vạn", "Viên", "Yên"]  # fmt: skip
_NAMES = ["Anh", "Bách", "Chiểu", "Dậu", "Đượm", "Giáp", "Hiển", "Khuê", "Lựu", "Mận", "Nhẫn", "Oanh", "Phụng", "Quyên", "Sửu", "Thoa", "Tỵ", "Uyển", "Vinh", "Xoan"]  # fmt: skip
_FAMILIES = ["Âu", "Bạch", "Cao", "Chu", "Đinh", "Giả", "Khúc", "La", "Lưu", "Mai", "Nghiêm", "Ông", "Phó", "Quách", "Tạ", "Thái", "Tôn", "Ung", "Vi", "Viên"]  # fmt: skip
_PLACES = ("xã {}", "thôn {}", "phường {}", "bản {}", "khu phố {}", "hợp tác xã {}", "chợ {}", "trường tiểu học {}", "trạm y tế {}", "bến đò {}", "hồ chứa {}", "tuyến đường {}")  # fmt: skip
_WHO = ("ông {}", "bà {}", "anh {}", "chị {}", "kỹ sư {}", "bác sĩ {}", "cô giáo {}", "trưởng thôn {}", "chủ tịch xã {}", "nghệ nhân {}")  # fmt: skip
_WHAT = ("kênh tưới", "cầu treo", "nhà văn hóa", "vườn ươm", "máy sấy lúa", "đập ngăn mặn", "lớp học nghề", "đèn đường", "bờ kè", "trạm bơm", "kho lạnh", "giống quýt", "đàn trâu", "tủ sách", "quỹ khuyến học", "sân bóng", "bãi rác", "giếng khoan", "lò gạch", "đội tuần tra", "xe cứu thương", "vở chèo", "lưới điện", "ao cá", "mái ngói")  # fmt: skip
_WHICH = ("cũ", "mới", "phía tây", "phía đông", "đầu làng", "cuối xóm", "dọc đê", "ven suối", "trên đồi", "dưới chân núi", "lớn nhất vùng", "còn dang dở", "ai cũng biết", "nhỏ hẹp", "của họ Trần", "của tổ ba", "gần cửa biển", "sau đình", "trước miếu", "quen thuộc", "mượn tạm", "vừa sắm", "bỏ hoang", "lâu đời", "có mái che", "bằng tre", "lợp ngói đỏ", "sơn xanh", "chạy dầu", "do tỉnh cho", "ngoài bãi", "trong vườn", "bên kia sông", "giữa chợ", "dùng chung", "thuê theo vụ")  # fmt: skip
_WITH = ("bằng sức mình", "rất mau", "từng phần", "có giám sát", "theo bản vẽ", "không chờ vốn", "cùng thanh niên", "nhờ máy xúc", "lần thứ hai", "trong im lặng", "giữa nắng gắt", "đúng hẹn", "trễ một tuần", "có quay phim", "dưới mưa", "với nửa giá", "qua tổ hòa giải", "bằng xe trâu", "theo lối xưa", "thay cho năm ngoái")  # fmt: skip
_DOES = ("sửa xong", "đưa vào dùng", "khởi công", "kiểm kê", "bàn giao", "mở rộng", "dời đến nơi cao", "góp tiền làm", "chậm tiến độ", "tính lại giá", "giao khoán", "nạo vét", "chụp ảnh lưu lại", "đấu giá", "phục dựng", "lắp thêm", "quây rào", "trồng lại", "đo đạc", "thử tải")  # fmt: skip
_WHY = ("vì mùa mưa đến sớm", "sau hai vụ mất trắng", "để trẻ khỏi lội suối", "nhờ tiền bà con góp", "do thiếu cát xây", "trước ngày hội làng", "khi thương lái ép giá", "vì đường cũ đã sạt", "nhằm đón khách phương xa", "sau nhiều lần họp", "bởi nước giếng nhiễm phèn", "cho kịp vụ chiêm", "vì máy cũ hỏng luôn", "theo nguyện vọng người già", "do thợ lành nghề còn ít")  # fmt: skip
_WHEN = ("sáng sớm", "giữa trưa", "chiều muộn", "cuối tuần qua", "đầu tháng", "từ rằm", "suốt ba hôm", "ngay sau Tết", "hôm áp chợ", "trong đêm", "mấy bữa nay", "vào phiên họp")  # fmt: skip
_UNITS = ("mét", "hộ", "tấn", "héc-ta", "triệu đồng", "cây", "suất", "lượt khách", "ngày công", "bao", "lít", "chuyến xe")  # fmt: skip
_HOW = ("nhìn chung thuận lợi", "còn vướng mặt bằng", "ai nấy mừng", "chưa như mong đợi", "đúng lời đã hứa", "phải làm lại từ đầu", "nhanh hơn mọi năm", "tuy trời rét", "dù giá vật liệu lên", "ít tốn kém", "không ồn ào", "vượt điều đã bàn")  # fmt: skip
_SHAPES = (
    "{When}, {place} {does} {what} {why}, {how}, với {count} {unit}.",
    "{Who} kể rằng {what} ở {place} {does} {when} {why}; {other} thì cho là {how}.",
    "Tính đến ngày {day}, {place} có {count} {unit} {what}, trong khi {place2} mới {does2} {count2} {unit2}.",
    "“{Why2}, chúng tôi {does} {what} rồi mới lo {what2}”, {who} ở {place} nói.",
    "{Place} và {place2} cùng {does} {what} {when}: bên này {count} {unit}, bên kia {count2} {unit2}, {how}.",
    "Theo {who}, {count} {unit} dành cho {what} {does} {why}, phần còn lại để {does2} {what2} tại {place}.",
    "{How2}, nhưng {other} vẫn ra {place} {when} xem người ta {does} {what}.",
    "Năm trước {place} {does} {count} {unit}; {when} năm nay {what} {how}, {who} ghi sổ {count2} {unit2}.",
)
_TITLES = (
    "{Place} {does} {what} {why}",
    "{Who} và chuyện {what} ở {place}",
    "{Count} {unit} cho {what} tại {place}",
    "{When}, {place} {does} {what}",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """What a page says, whatever it looks like."""

    number: int
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    published_at: datetime

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything of the article but its title, in order."""
        return (self.lead, *self.paragraphs)


def text(number: int) -> Text:
    """The article of that number, the same every time; every `COPIES`-th has the words of the one before."""
    is_copy = number % COPIES == COPIES - 1
    chance = random.Random(f"text {number - is_copy}")
    wanted = chance.triangular(SHORTEST, LONGEST, 4_500)
    lead, held, paragraphs = f"{_sentence(chance)} {_sentence(chance)}", 0, []
    while held + len(lead) < wanted:
        said = " ".join(_sentence(chance) for _ in range(chance.choice((1, 1, 1, 1, 2))))
        paragraphs.append(said)
        held += len(said)
    return Text(
        number=number,
        title=_filled(chance.choice(_TITLES), chance),
        lead=lead,
        paragraphs=tuple(paragraphs),
        published_at=_FIRST_DAY + timedelta(minutes=2 * (number - is_copy)),
    )


def headline(seed: str) -> str:
    """The title of another article, which is on no page of ours."""
    chance = random.Random(f"headline {seed}")
    return _filled(chance.choice(_TITLES), chance)


def sentence(seed: str) -> str:
    """A sentence for a teaser or a comment."""
    return _sentence(random.Random(f"sentence {seed}"))


def _sentence(chance: random.Random) -> str:
    return _filled(chance.choice(_SHAPES), chance)


def _filled(shape: str, chance: random.Random) -> str:
    words = {
        "place": _place(chance), "place2": _place(chance), "who": _person(chance), "other": _person(chance),
        "what": _thing(chance), "what2": _thing(chance), "does": _deed(chance), "does2": _deed(chance),
        "why": _turn(chance, _WHY), "why2": _turn(chance, _WHY), "how": _turn(chance, _HOW), "how2": _turn(chance, _HOW),
        "when": chance.choice(_WHEN),
        "unit": chance.choice(_UNITS), "unit2": chance.choice(_UNITS), "day": f"{chance.randint(1, 28)}/{chance.randint(1, 12)}",
        "count": str(chance.randint(2, 990)), "count2": f"{chance.randint(1, 98)},{chance.randint(1, 9)}",
    }  # fmt: skip
    return shape.format(**words, **{key.capitalize(): _upper(said) for key, said in words.items()})


def _thing(chance: random.Random) -> str:
    return f"{chance.choice(_WHAT)} {chance.choice(_WHICH)}"


def _turn(chance: random.Random, phrases: tuple[str, ...]) -> str:
    """A phrase and a name behind it: a run of six words is seldom that of another article."""
    return f"{chance.choice(phrases)} {chance.choice(_FIRST)} {chance.choice(_LAST)}"


def _deed(chance: random.Random) -> str:
    return f"{chance.choice(_DOES)} {chance.choice(_WITH)}"


def _place(chance: random.Random) -> str:
    return chance.choice(_PLACES).format(f"{chance.choice(_FIRST)} {chance.choice(_LAST)}")


def _person(chance: random.Random) -> str:
    return chance.choice(_WHO).format(f"{chance.choice(_FAMILIES)} {chance.choice(_LAST)} {chance.choice(_NAMES)}")  # fmt: skip


def _upper(said: str) -> str:
    return said[:1].upper() + said[1:]
