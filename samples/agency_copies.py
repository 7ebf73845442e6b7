"""Made-up stories, what newsrooms do to an agency's copy, and what only looks like a copy; the same every time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 9, 1, 7, tzinfo=UTC)
_WHO = ("Ủy ban nhân dân tỉnh Lâm Giang", "Sở Tài chính Hà Lam", "Ban quản lý cảng Vân Sa", "Hội Nông dân huyện đảo Cồn Bạc", "Trung tâm Kiểm soát bệnh tật Thạch Bàn", "Liên đoàn Lao động Bến Lau", "Sở Giáo dục và Đào tạo Phù Sa", "Công ty Cấp nước Sông Trăng", "Ngân hàng Hợp tác An Lạc", "Chi cục Thủy lợi Đồng Nương", "Bảo hiểm xã hội Hà Thạch", "Đoàn Thanh niên xã Mây Ngàn", "Hợp tác xã Chè Ghềnh", "Kho bạc khu vực Lũng Hạc", "Tổ công tác chuyển đổi số Cầu Lim", "Hội đồng nhân dân phường Bàu Sen")  # fmt: skip
_DOES = ("vừa công bố kế hoạch", "thống nhất chủ trương", "bắt đầu thực hiện đợt", "tổ chức lớp tập huấn về", "kiểm tra tiến độ", "tiếp nhận hồ sơ xin", "rà soát danh sách", "ký thỏa thuận phối hợp", "đưa vào vận hành hệ thống", "gia hạn thời gian", "điều chỉnh quy trình", "lấy ý kiến người dân về", "nghiệm thu giai đoạn đầu của", "phân bổ kinh phí cho", "khởi động chương trình", "đánh giá kết quả")  # fmt: skip
_WHAT = ("hỗ trợ học phí cho trẻ mầm non", "cải tạo tuyến kênh dẫn nước ngọt", "cấp thẻ khám bệnh cho người cao tuổi", "thay mới đèn đường bằng đèn tiết kiệm", "xóa nhà tạm ở vùng ven biển", "bồi thường giải phóng mặt bằng cầu vượt", "vay vốn trồng rừng gỗ lớn", "thu gom rác thải nhựa trên sông", "dạy nghề cho lao động trở về quê", "tiêm phòng cho đàn gia súc", "số hóa sổ đăng ký đất đai", "mở thêm luồng xe buýt về trung tâm", "nuôi tôm theo hướng tuần hoàn", "đào tạo nhân viên y tế thôn", "lắp trạm quan trắc độ mặn", "bảo tồn làng nghề dệt chiếu", "trợ giá giống lúa chịu hạn", "xây khu tái định cư cạnh hồ chứa")  # fmt: skip
_HOW = ("theo hình thức cuốn chiếu từng xã", "từ nguồn dự phòng của địa phương", "với sự tham gia của các hộ dân", "trên cơ sở khảo sát thực địa", "để kịp mùa mưa bão", "nhằm giảm thời gian đi lại của bà con", "qua cổng dịch vụ trực tuyến", "sau nhiều tháng chờ thủ tục", "dưới sự giám sát của mặt trận", "bằng vốn vay ưu đãi dài hạn", "mà không thu thêm khoản nào", "trước khi nước từ thượng nguồn đổ về", "theo đề nghị của trưởng thôn", "khi giá vật liệu đã hạ nhiệt")  # fmt: skip
_WHEN = ("trong quý này", "từ đầu tuần tới", "sáng qua", "vào cuối tháng", "ngay sau kỳ nghỉ lễ", "trước vụ đông xuân", "đến hết năm nay", "trong hai phiên họp liên tiếp", "kể từ ngày ký", "vào mỗi sáng thứ ba")  # fmt: skip
_LEADS = ("Đáng chú ý,", "Theo báo cáo,", "Ngoài ra,", "Trước mắt,", "Ở chiều ngược lại,", "Bên cạnh đó,", "Riêng khu vực miền núi,", "Cùng thời gian,", "Về lâu dài,", "Trên thực tế,", "Tại buổi làm việc,", "Qua ghi nhận,")  # fmt: skip
_UNITS = ("hộ", "triệu đồng", "tỷ đồng", "héc-ta", "người", "lượt hồ sơ", "km", "phần trăm", "tấn", "cơ sở")  # fmt: skip
_LOCAL = ("Tại {0}, {1} {2} cũng đã bắt đầu, dự kiến có {3} {4} tham gia {5}.",)
#: Passages that explainers of one policy all quote, word for word.
_LAW = (
    "Người lao động đóng bảo hiểm xã hội đủ {0} năm trở lên thì được hưởng trợ cấp một lần bằng {1} phần trăm mức bình quân tiền lương tháng làm căn cứ đóng, tính cho mỗi năm đóng cao hơn số năm tương ứng với tỷ lệ hưởng tối đa.",
    "Cơ quan tiếp nhận hồ sơ có trách nhiệm giải quyết trong thời hạn {0} ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ; trường hợp không giải quyết thì phải trả lời bằng văn bản và nêu rõ lý do cho người nộp trong {1} ngày.",
    "Hộ gia đình thuộc diện di dời được bố trí đất ở mới không quá {0} mét vuông, được hỗ trợ tiền thuê nhà trong {1} tháng và không phải nộp lệ phí cấp giấy chứng nhận lần đầu.",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One text on one outlet; pieces with the same `story` are one story."""

    story: str
    source: str
    title: str
    sentences: tuple[str, ...]
    published: datetime
    deed: str = ""  #: what was done to the copy, or what kind of look-alike it is

    @property
    def text(self) -> str:
        """The body, three sentences a paragraph."""
        rows = [self.sentences[at : at + 3] for at in range(0, len(self.sentences), 3)]
        return "\n".join(" ".join(row) for row in rows)


def story(number: int, *, length: int | None = None) -> Piece:
    """A story told in its own words."""
    chance = random.Random(f"story {number}")
    count = length or chance.randrange(6, 22)
    what = chance.sample(_WHAT, 3)
    return Piece(
        story=f"story-{number}",
        source=f"bao-{chance.randrange(300)}",
        title=f"{chance.choice(_WHO)} {chance.choice(_DOES)} {what[0]}",
        sentences=tuple(_sentence(chance, what) for _ in range(count)),
        published=BEGIN + timedelta(minutes=chance.randrange(60 * 24 * 60)),
    )


def copies(number: int) -> Iterator[Piece]:
    """One agency story as it was sent out, then as seven newsrooms printed it."""
    agency = story(number)
    yield agency
    chance = random.Random(f"copies {number}")
    for at, name in enumerate(chance.sample(sorted(EDITS), 7)):
        piece = agency
        # Newsrooms rarely do one thing only.
        for deed in (name, *chance.sample(sorted(EDITS), chance.randrange(2))):
            piece = EDITS[deed](piece, chance)
        yield replace(
            piece,
            source=f"bao-chep-{at}",
            published=agency.published + timedelta(hours=chance.randrange(50)),
            deed=name,
        )


def look_alikes(number: int) -> Iterator[Piece]:
    """Pieces that share topic, wording or passages with each other, each a story of its own."""
    yield from _same_topic(number)
    yield from _explainers(number)
    for kind in sorted(_SERIES):
        yield from _series(kind, number)


def _sentence(chance: random.Random, what: list[str]) -> str:
    who, does, how, when = map(chance.choice, (_WHO, _DOES, _HOW, _WHEN))
    parts = [f"{does} {chance.choice(what)} {how}", when]
    if chance.random() < 0.5:
        parts.append(f"với {_figure(chance)} {chance.choice(_UNITS)}")
    if chance.random() < 0.4:
        parts.append(f"và {chance.choice(_DOES)} {chance.choice(_WHAT)}")
    opening = (
        f"{chance.choice(_LEADS)} {who[:1].lower()}{who[1:]}" if chance.random() < 0.4 else who
    )
    return f"{opening} {' '.join(parts)}."


def _figure(chance: random.Random) -> str:
    whole = chance.randrange(3, 980)
    return chance.choice((f"{whole}", f"{whole},{chance.randrange(1, 9)}", f"{whole}.{chance.randrange(100, 999)}"))  # fmt: skip


def _headline(piece: Piece, chance: random.Random) -> Piece:
    return replace(piece, title=f"{chance.choice(_WHEN).capitalize()}: {chance.choice(_WHAT)}")


def _lead(piece: Piece, chance: random.Random) -> Piece:
    return replace(piece, sentences=(_sentence(chance, [piece.title]), *piece.sentences[1:]))


def _cut_tail(piece: Piece, chance: random.Random) -> Piece:
    left = max(3, int(len(piece.sentences) * chance.uniform(0.45, 0.85)))
    return replace(piece, sentences=piece.sentences[:left])


def _local_paragraph(piece: Piece, chance: random.Random) -> Piece:
    count = max(1, min(3, len(piece.sentences) // 3))
    added = tuple(
        _LOCAL[0].format(
            *map(chance.choice, (_WHO, _DOES, _WHAT)), _figure(chance), *map(chance.choice, (_UNITS, _HOW))
        )
        for _ in range(count)
    )  # fmt: skip
    at = chance.choice((1, len(piece.sentences)))
    return replace(piece, sentences=(*piece.sentences[:at], *added, *piece.sentences[at:]))


def _house_marks(piece: Piece, chance: random.Random) -> Piece:
    mark = chance.choice(("(LGO) - ", "(Báo Hà Lam) - ", "VSĐT - ", "(Lamgiang.example) – "))
    first = f"{mark}{piece.sentences[0]}"
    return replace(piece, sentences=(first, *piece.sentences[1:], "Theo hãng tin Song Trăng."))


def _new_tones(piece: Piece, _: random.Random) -> Piece:
    def swap(text: str) -> str:
        for old, new in (("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("ủy", "uỷ"), ("úy", "uý"), ("ủy", "uỷ"), ("Ủy", "Uỷ"), ("hóa", "hoá")):  # fmt: skip
            text = text.replace(old, new)
        return text

    return replace(piece, title=swap(piece.title), sentences=tuple(map(swap, piece.sentences)))


def _one_figure(piece: Piece, chance: random.Random) -> Piece:
    """A corrected or mistyped figure: still the same story, never the same sentence."""
    with_figures = [at for at, one in enumerate(piece.sentences) if any(map(str.isdigit, one))]
    if not with_figures:
        return piece
    at = chance.choice(with_figures)
    changed = "".join(str((int(c) + 3) % 10) if c.isdigit() else c for c in piece.sentences[at])
    return replace(piece, sentences=(*piece.sentences[:at], changed, *piece.sentences[at + 1 :]))


def _captions(piece: Piece, chance: random.Random) -> Piece:
    words = f"{chance.choice(_WHO)} tại buổi làm việc. Ảnh: Hạc Lau."
    return replace(piece, sentences=(piece.sentences[0], words, *piece.sentences[1:]))


def _marks_and_spaces(piece: Piece, _: random.Random) -> Piece:
    def other(text: str) -> str:
        return text.replace(" - ", " – ").replace(", ", " , ").replace(" ", "\u00a0", 3)

    return replace(piece, sentences=tuple(map(other, piece.sentences)))


def _shouted(piece: Piece, _: random.Random) -> Piece:
    return replace(piece, title=piece.title.upper(), sentences=(piece.sentences[0].upper(), *piece.sentences[1:]))  # fmt: skip


Edit = Callable[[Piece, random.Random], Piece]
EDITS: dict[str, Edit] = {
    "headline": _headline, "lead": _lead, "cut tail": _cut_tail, "local paragraph": _local_paragraph,
    "house marks": _house_marks, "new tones": _new_tones, "one figure": _one_figure, "captions": _captions,
    "marks and spaces": _marks_and_spaces, "shouted": _shouted,
}  # fmt: skip


def _same_topic(number: int) -> Iterator[Piece]:
    """Four reporters on one event: the same actors, subject and key figures, each in their words."""
    event = random.Random(f"event {number}")
    what, who, figure = event.sample(_WHAT, 2), event.choice(_WHO), _figure(event)
    for at in range(4):
        chance = random.Random(f"event {number} {at}")
        own = [_sentence(chance, what) for _ in range(chance.randrange(6, 16))]
        own[1] = (
            f"{who} cho biết tổng kinh phí {what[0]} là {figure} tỷ đồng, {chance.choice(_HOW)}."
        )
        yield Piece(
            story=f"event-{number}-{at}", source=f"bao-{at}", title=f"{who} {what[0]}",
            sentences=tuple(own), published=BEGIN + timedelta(days=number % 60, hours=at), deed="same topic",
        )  # fmt: skip


def _explainers(number: int) -> Iterator[Piece]:
    """Three explainers that quote one law word for word, a third of their text."""
    law = random.Random(f"law {number}")
    quoted = [one.format(law.randrange(5, 40), law.randrange(2, 30)) for one in _LAW]
    for at in range(3):
        chance = random.Random(f"law {number} {at}")
        own = [_sentence(chance, chance.sample(_WHAT, 2)) for _ in range(chance.randrange(9, 15))]
        yield Piece(
            story=f"law-{number}-{at}", source=f"bao-{at}", title=f"Hỏi đáp: {chance.choice(_WHAT)}",
            sentences=(*own[:4], *quoted, *own[4:]), published=BEGIN + timedelta(days=number % 60, hours=at),
            deed="same law quoted",
        )  # fmt: skip


_SERIES = {
    "weather": (1, "Dự báo thời tiết ngày {d}", ("Đài Khí tượng Lâm Giang cho biết ngày {d}, khu vực đồng bằng có mây, có mưa rào vài nơi, gió đông bắc cấp {n}.", "Nhiệt độ thấp nhất từ {n} đến {n} độ C, cao nhất từ {n} đến {n} độ C.", "Vùng núi phía tây nhiệt độ thấp nhất {n} độ C, độ ẩm trung bình {n} phần trăm.", "Vùng biển Vân Sa gió đông cấp {n}, sóng cao {n},{n} mét, tàu thuyền cần chú ý khi ra khơi.", "Bà con chủ động che chắn cây trồng, kiểm tra hệ thống thoát nước trước khi mưa lớn.")),
    "gold": (1, "Giá vàng hôm nay {d}", ("Sáng {d}, giá vàng miếng trong nước được niêm yết ở mức {n},{n} triệu đồng một lượng chiều mua vào và {n},{n} triệu đồng một lượng chiều bán ra.", "So với phiên trước, giá vàng nhẫn tròn trơn thay đổi {n} nghìn đồng ở cả hai chiều.", "Trên thị trường thế giới, giá vàng giao ngay ở mức {n}.{n} đô la một ao-xơ.", "Chênh lệch giữa giá trong nước và thế giới là {n},{n} triệu đồng một lượng.", "Giới phân tích cho rằng nhà đầu tư vẫn chờ tín hiệu lãi suất từ ngân hàng trung ương.")),
    "traffic": (7, "Tai nạn giao thông trong tuần đến ngày {d}", ("Phòng Cảnh sát giao thông tỉnh Hà Lam cho biết trong tuần đến ngày {d}, toàn tỉnh xảy ra {n} vụ tai nạn giao thông, làm chết {n} người, bị thương {n} người.", "Lực lượng chức năng đã xử lý {n} trường hợp vi phạm, trong đó có {n} trường hợp vi phạm nồng độ cồn.", "Tổng số tiền phạt là {n} triệu đồng, tước {n} giấy phép lái xe, tạm giữ {n} phương tiện.", "Trong tuần tới, lực lượng tiếp tục tuần tra khép kín trên các tuyến trọng điểm vào ban đêm.")),
    "disease": (7, "Tình hình dịch bệnh tuần đến ngày {d}", ("Trung tâm Kiểm soát bệnh tật Thạch Bàn ghi nhận {n} ca sốt xuất huyết trong tuần đến ngày {d}, tăng {n} ca so với tuần trước.", "Số ca tay chân miệng là {n} ca, không có trường hợp tử vong.", "Ngành y tế đã phun hóa chất tại {n} ổ dịch và giám sát {n} hộ dân.", "Người dân cần loại bỏ vật dụng chứa nước đọng, ngủ màn kể cả ban ngày.")),
}  # fmt: skip


def _series(kind: str, number: int) -> Iterator[Piece]:
    """The same report again: the same wording, other figures, a day or a week later."""
    step, title, lines = _SERIES[kind]
    for at in range(3):
        chance = random.Random(f"{kind} {number} {at}")
        published = BEGIN + timedelta(days=number % 60 + step * at)
        day = f"{published.day}/{published.month}"
        said = [_filled(line, day, chance) for line in lines]
        yield Piece(
            story=f"{kind}-{number}-{at}", source="bao-loat", title=title.format(d=day),
            sentences=tuple(said), published=published, deed=f"series: {kind}",
        )  # fmt: skip


def _filled(line: str, day: str, chance: random.Random) -> str:
    line = line.replace("{d}", day)
    while "{n}" in line:
        line = line.replace("{n}", str(chance.randrange(2, 60)), 1)
    return line
