"""What surrounds the text on a real paper's page: menus, boxes, comments, styles; the same every time."""

from __future__ import annotations

import random

SECTIONS = ("Thời sự", "Chính trị", "Kinh tế", "Xã hội", "Giáo dục", "Y tế", "Pháp luật", "Văn hóa", "Thể thao", "Du lịch", "Nông nghiệp", "Môi trường", "Bạn đọc", "Quốc tế", "Khoa học", "Đời sống", "Media", "Ảnh", "Podcast", "Chuyển đổi số")  # fmt: skip
_WHO = (
    "Nguyễn Tư",
    "Trần Mây",
    "Lê Hạc",
    "Phạm Bến",
    "Vũ Nương",
    "Hoàng Ghềnh",
    "Đỗ Lau",
    "Bùi Thềm",
)
_SAYS = (
    "Theo tôi mức này vẫn còn thấp, ít nhất phải 3 triệu đồng mới đủ chi tiêu.",
    "Xã tôi làm từ lâu rồi, bà con rất phấn khởi.",
    "Nghe nói sang năm còn tăng 20% nữa, không biết có đúng không?",
    "Mong báo viết thêm về đường liên thôn, mưa xuống là lầy lội.",
    "Cảm ơn tòa soạn, bài viết dễ hiểu.",
    "Nộp hồ sơ mà chờ cả tháng chưa thấy trả lời, quy định 10 ngày để làm gì?",
    "Con tôi học lớp 4, cô vẫn thu 500 nghìn đồng, mong ngành giáo dục xem lại.",
    "Đường cao tốc bao giờ xong để bà con bớt khổ?",
)
_BOXES = ("Giá lúa hôm nay tăng 200 đồng mỗi ký", "Lịch cúp điện tuần này ở 12 xã", "Mưa lớn từ đêm mai, nhiệt độ giảm 5 độ", "Đội trẻ thắng 2-0 ở vòng bảng", "Kết quả quay số may mắn ngày 12", "Ảnh: chợ phiên đông nghịt người", "Món ngon cuối tuần chỉ 45 nghìn đồng", "Tuyển sinh lớp nghề, 120 chỉ tiêu", "Khai mạc tuần sách, giảm giá 30%", "Chợ nổi đón 3.000 lượt khách", "Hội thi tiếng hát người cao tuổi", "Vườn quýt vào vụ, 25 nghìn đồng một cân")  # fmt: skip


def style_lines(seed: str, count: int) -> str:
    """Inline rules, as such pages carry by the hundred."""
    chance = random.Random(f"style {seed}")
    return "\n".join(
        f".{chance.choice('abcdefgh')}-{at}-{chance.randrange(999)}{{margin:{chance.randrange(40)}px {chance.randrange(40)}px;"
        f"padding:{chance.randrange(30)}px;color:#{chance.randrange(16**6):06x};font-size:{chance.randrange(10, 30)}px;line-height:1.{chance.randrange(9)}}}"
        for at in range(count)
    )


def script_lines(seed: str, count: int) -> str:
    """Inline script, never run by anyone here."""
    chance = random.Random(f"script {seed}")
    return "\n".join(
        f'window.__cfg{at}={{"slot":"adv-{chance.randrange(9999)}","w":{chance.randrange(90, 970)},"h":{chance.randrange(50, 600)},"lazy":{chance.choice(("true", "false"))}}};'
        for at in range(count)
    )


def menu(seed: str) -> list[tuple[str, list[str]]]:
    """Sections with what hangs below them."""
    chance = random.Random(f"menu {seed}")
    return [(name, chance.sample(SECTIONS, 6)) for name in SECTIONS]


def comments(seed: str) -> list[tuple[str, str, int]]:
    """Readers' comments: name, words, likes."""
    chance = random.Random(f"comments {seed}")
    return [(chance.choice(_WHO), words, chance.randrange(90)) for words in chance.sample(_SAYS, 5)]


def boxes(seed: str) -> list[str]:
    """Titles of the most-read box; they lead nowhere of ours."""
    return random.Random(f"boxes {seed}").sample(_BOXES, 10)
