"""Figures of a list, hours, who is left out, who does it: what differs is told, and beside each what only looks so."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from classifier.checker import Checker
from classifier.compare import agree
from classifier.doers import doers
from classifier.left_out import members_left_out
from classifier.lexicon_words import lexicon
from classifier.list_parts import part_words
from classifier.model import load_model
from classifier.quantities import read_quantities
from classifier.words import abbreviated
from corpus.document import build_document
from doichieu.records import Article

NOON = datetime(2026, 9, 15, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
RULES = """Điều 1. Phạm vi
Nghị định này quy định về thuyền du lịch trên hồ; không áp dụng đối với thuyền của lực lượng cứu nạn, thuyền câu cá gia đình.
Điều 2. Phí và áo phao
1. Phí neo đậu là 45.000 đồng đối với thuyền chèo, thuyền buồm; 90.000 đồng đối với thuyền máy.
2. Chủ bến giữ lại 30% tiền vé, ban quản lý hồ 50%, quỹ cứu nạn 20%.
Hạng A: thuyền gỗ 6.000.000 đồng; thuyền sắt 8.000.000 đồng
Hạng B: thuyền gỗ 4.000.000 đồng; thuyền sắt 5.000.000 đồng
Điều 3. Giờ chạy và kiểm tra
1. Thuyền du lịch chỉ được chạy từ 6 giờ đến 18 giờ 30 phút; mỗi chuyến không quá 75 phút.
2. Động cơ thuyền phải được bảo dưỡng 06 tháng một lần; áo phao phải được thay mỗi năm một lần.
3. Nhật ký hành trình phải lưu ít nhất 90 ngày.
4. Tiền chậm nộp phí là 0,05%/ngày.
Điều 4. Trách nhiệm
1. Chủ tịch Ủy ban nhân dân cấp xã phê duyệt danh sách bến; Công an cấp xã cấp biển số thuyền.
2. Tiền bồi thường do Quỹ Cứu nạn hồ chi trả.
3. Chủ thuyền gửi báo cáo tai nạn cho Sở Xây dựng.
Điều 5. Điều kiện
1. Chủ thuyền phải đáp ứng các điều kiện sau:
a) Có phao cứu sinh cho từng khách;
b) Có bộ đàm liên lạc với bến.
2. Mức phí tối đa áp dụng cho mọi bến, trừ bến phục vụ lễ hội.
Điều 6. Hỗ trợ đóng thuyền
Hộ ở khu vực nông thôn được hỗ trợ tiền đóng thuyền.
Điều 7. Hiệu lực
Nghị định này có hiệu lực từ ngày 01 tháng 02 năm 2026 và thay thế Nghị định số 77/2020/NĐ-CP."""
HEAD = {
    "number": "306/2026/NĐ-CP",
    "title": "Quy định về thuyền du lịch trên hồ",
    "issuer": "Chính phủ",
    "issued": date(2026, 1, 5),
    "effective": date(2026, 2, 1),
}


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker([build_document(RULES, head=HEAD, origin="")], model=load_model())


def _kinds(checker: Checker, sentence: str) -> set[str]:
    text = f"Nghị định 306/2026/NĐ-CP quy định về thuyền du lịch.\n{sentence}"
    article = Article(url="", title="Tin hồ", text=text, published_at=NOON)
    verdicts = [one for one in checker.check(article) if one.flagged]
    return {each.kind for one in verdicts for each in one.differences}


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Phí neo đậu của thuyền máy là 45.000 đồng.", {"money"}),
        ("Phí neo đậu của thuyền máy là 90.000 đồng.", set()),
        ("Phí neo đậu của thuyền chèo là 45.000 đồng.", set()),
        ("Thuyền buồm nộp phí neo đậu 45 nghìn đồng, thuyền máy nộp 90 nghìn đồng.", set()),
        ("Ban quản lý hồ được giữ 20% tiền vé.", {"percent"}),
        ("Ban quản lý hồ được giữ một nửa tiền vé.", set()),
        ("Thuyền sắt hạng B nộp 8 triệu đồng.", {"money"}),
        ("Thuyền sắt hạng B nộp 5 triệu đồng.", set()),
        ("Thuyền gỗ hạng A nộp 6 triệu đồng.", set()),
        ("Thuyền du lịch được chạy đến 20 giờ 30.", {"time"}),
        ("Thuyền du lịch được chạy đến 18 giờ 30.", set()),
        ("Thuyền du lịch được chạy từ 6 giờ sáng.", set()),
        ("Mỗi chuyến thuyền không kéo dài quá một giờ mười lăm phút.", set()),
        ("Mỗi chuyến thuyền không kéo dài quá hai giờ mười lăm phút.", {"duration"}),
        ("Động cơ thuyền phải được bảo dưỡng mỗi năm một lần.", {"unit"}),
        ("Động cơ thuyền phải được bảo dưỡng một năm hai lần.", set()),
        ("Chủ thuyền phải lưu nhật ký hành trình ít nhất một tháng.", {"duration"}),
        ("Nhật ký hành trình phải lưu ít nhất ba tháng.", set()),
        ("Tiền chậm nộp phí là 0,05%/tháng.", {"unit"}),
        ("Tiền chậm nộp phí là 0,05% mỗi ngày.", set()),
    ],
)
def test_a_figure_belongs_to_its_own_part_hour_and_period(
    checker: Checker, sentence: str, kinds: set[str]
) -> None:
    assert _kinds(checker, sentence) == kinds


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Nghị định áp dụng cả với thuyền câu cá gia đình.", {"scope"}),
        ("Nghị định không áp dụng với thuyền câu cá gia đình.", set()),
        ("Nghị định áp dụng với thuyền du lịch trên hồ.", set()),
        ("Thuyền của lực lượng cứu nạn cũng thuộc diện áp dụng.", {"scope"}),
        ("Mức phí tối đa áp dụng cho mọi bến, kể cả bến phục vụ lễ hội.", {"scope"}),
        ("Mức phí tối đa áp dụng cho mọi bến, trừ bến phục vụ lễ hội.", set()),
        ("Hộ ở đô thị cũng được hỗ trợ tiền đóng thuyền.", {"scope"}),
        ("Hộ ở nông thôn cũng được hỗ trợ tiền đóng thuyền.", set()),
        ("Hộ ở đô thị đóng nhiều thuyền hơn trước.", set()),
        ("Nghị định này chỉ sửa đổi Nghị định số 77/2020/NĐ-CP.", {"status"}),
        ("Nghị định này thay thế Nghị định số 77/2020/NĐ-CP.", set()),
        ("Nghị định này không sửa đổi Nghị định số 77/2020/NĐ-CP.", set()),
        ("Chủ thuyền không bắt buộc phải có phao cứu sinh cho từng khách.", {"polarity"}),
        ("Chủ thuyền phải có phao cứu sinh cho từng khách.", set()),
        ("Chủ thuyền không bắt buộc phải có tài khoản ngân hàng.", set()),
    ],
)
def test_who_is_left_out_is_not_taken_in(checker: Checker, sentence: str, kinds: set[str]) -> None:
    assert _kinds(checker, sentence) == kinds


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Danh sách bến do Giám đốc Sở Xây dựng phê duyệt.", {"actor"}),
        ("Danh sách bến do Chủ tịch xã phê duyệt.", set()),
        ("Danh sách bến do địa phương phê duyệt.", set()),
        ("Tiền bồi thường do Kho bạc Nhà nước chi trả.", {"actor"}),
        ("Tiền bồi thường được Quỹ Cứu nạn hồ trả cho khách.", set()),
        ("Báo cáo tai nạn được gửi cho Bộ Công an.", {"actor"}),
        ("Báo cáo tai nạn được gửi cho Sở Xây dựng.", set()),
        ("Công an cấp xã kiểm tra giấy tờ của khách.", set()),
    ],
)
def test_another_body_is_told_whatever_the_verb(
    checker: Checker, sentence: str, kinds: set[str]
) -> None:
    assert _kinds(checker, sentence) == kinds


def test_a_list_gives_each_figure_the_words_that_are_its_own() -> None:
    text = "Mức thu đối với xe đạp, xe thồ là 15%; đối với xe kéo, xe trâu là 20%."
    quantities = read_quantities(text)
    first, second = (part_words(text, one, quantities) for one in quantities)
    assert {"đạp", "thồ"} <= first - second
    assert {"kéo", "trâu"} <= second - first
    assert "mức" not in first | second


def test_names_before_the_figures_part_a_list_as_well() -> None:
    text = "Ngân sách tỉnh chi 50%, hợp tác xã chi 30%, hộ dân chi 20%."
    quantities = read_quantities(text)
    parts = [part_words(text, one, quantities) for one in quantities]
    assert "hợp" in parts[1] and "dân" in parts[2]
    assert not parts[1] & {"dân", "tỉnh"}


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("từ 22 giờ đến 5 giờ", "time", [1320, 300]),
        ("từ 10 giờ đêm tới 6 giờ sáng", "time", [1320, 360]),
        ("trước 21 giờ 30 phút", "time", [1290]),
        ("lúc 7h30", "time", [450]),
        ("1 giờ trưa 15:45", "time", [945]),
        ("không quá 48 giờ", "duration", [48]),
        ("báo trước 24 giờ", "duration", [24]),
        ("dài 16 giờ", "duration", [16]),
        ("không quá một giờ mười lăm phút", "duration", [75]),
        ("kéo dài 2 giờ đến 3 giờ", "duration", [2, 3]),
    ],
)
def test_hours_of_the_day_are_told_from_hours_that_pass(
    text: str, kind: str, values: list[int]
) -> None:
    found = [one for one in read_quantities(text) if one.kind == kind]
    assert [int(value) for value in found[-1].values] == values


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("3 tháng", "90 ngày", True),
        ("1 tháng", "90 ngày", False),
        ("3 tháng", "91 ngày", None),
        ("dưới 3 tuổi", "dưới 36 tháng tuổi", True),
        ("3%/tháng", "3%/năm", None),
    ],
)
def test_a_length_is_the_same_by_any_calendar(
    ours: str, theirs: str, expected: bool | None
) -> None:
    (one,), (other,) = read_quantities(ours), read_quantities(theirs)
    assert agree(one, other) is expected


def test_bodies_are_found_by_deed_with_title_and_level() -> None:
    told = doers("Phòng Văn hóa cấp xã thẩm định, Chủ tịch Ủy ban nhân dân cấp xã phê duyệt.")
    assert {(one.deed, one.name) for one in told} >= {("approve", "chủ tịch ubnd cấp xã")}
    assert not [one for one in told if one.deed == "grant"]


def test_who_is_let_off_a_ban_is_not_left_out() -> None:
    assert not members_left_out("Không được dùng điện thoại, trừ trường hợp gọi cứu nạn.")
    assert len(members_left_out("Mức thu áp dụng cho mọi nhà, trừ nhà tranh và nhà tạm.")) == 2


def test_one_name_for_a_thing_never_moves_what_stands_behind_it() -> None:
    for long, short in lexicon("judge")["one_name"].items():
        assert len(short) <= len(long)
        text = f"Xưa nay {long} vẫn thế."
        assert len(abbreviated(text)) == len(text)
        assert short in abbreviated(text)
