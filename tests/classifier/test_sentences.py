"""A news text becomes its sentences: each character once, whatever stops, quotes and lists it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.sentences import split

#: Texts whose sentences are one a line; joined by a blank they must come apart again.
RUNS = {
    "abbreviated titles": [
        "TS. Lê Văn Sơn và PGS.TS. Hoàng Thị Mai dự họp.",
        "Ông nói TP. Tân Kinh sẽ chi trả sớm.",
        "BS. Quý khám tại Q. 3, P. Bến Đò.",
    ],
    "v.v. inside and at the end": [
        "Hộ nghèo, hộ cận nghèo, v.v. được miễn lệ phí.",
        "Danh mục gồm gạo, muối, dầu v.v.",
        "Mức mới áp dụng từ tháng 7.",
    ],
    "decimals and thousands": [
        "Lương cơ sở là 2.340.000 đồng, tức 2,34 triệu đồng.",
        "Lãi suất 5.4 phần trăm là của năm trước.",
        "Tỷ lệ đạt 98,5%.",
        "Còn 1,5% chưa nộp.",
    ],
    "dates with stops": [
        "Nghị định có hiệu lực từ 1.7.2025.",
        "Ngày 15.8.2026 là hạn cuối.",
        "Họ nộp trước 17.00 ngày 3.11.",
        "Sau đó cổng đóng.",
    ],
    "quotes after a stop": [
        "Ông Khiêm nói: “Không thu thêm đồng nào.”",
        "Người dân vỗ tay.",
        '"Chúng tôi chờ đã lâu."',
        "Bà Mận ra về.",
    ],
    "ellipses": [
        "Gạo, muối, dầu... đều tăng giá…",
        "Chị thở dài...",
        "“Biết làm sao…”",
        "Rồi chị đi.",
    ],
    "questions and shouts": ["Ai chịu trách nhiệm?", "Không ai!", "Thật thế sao?!", "Chưa rõ."],
    "initials": ["Nhà báo Nguyễn V. A. Tuấn đưa tin.", "Anh T. khai nhận.", "Vụ án khép lại."],
    "articles and points": [
        "Hộ nghèo được miễn theo Điều 3.",
        "Điều 5. Người từ đủ 75 tuổi được trợ cấp.",
        "Điều 12a. Hồ sơ nộp ở xã.",
    ],
    "addresses of pages": [
        "Xem tại https://vidu.vn/tin.html?a=1.2 để biết thêm.",
        "Cổng lamgiang.gov.vn công khai danh sách.",
        "Thư gửi về bandoc@vidu.vn.",
        "Hạn là thứ Sáu.",
    ],
    "emoji": ["Đã nhận tiền 😊.", "😊 Mọi người đều vui.", "Hết."],
    "numbers of texts": [
        "Mức này có trong Nghị định 73/2024/NĐ-CP.",
        "Quyết định số 15/2026/QĐ-UBND thay thế văn bản cũ.",
    ],
    "a figure opens the next": ["Có hai nhóm.", "75 tuổi là mốc đầu.", "2 nhóm này đều được."],
}

#: Lines that are one sentence each, with all their stops.
WHOLE = [
    "1. Người từ đủ 75 tuổi được hưởng 550.000 đồng/tháng.",
    "a) Hộ nghèo;",
    "- Mức 2: phạt 4 triệu đồng đến 6 triệu đồng.",
    "– Thưa ông, bao giờ thì có tiền?",
    "• Vùng IV: 3,7 triệu đồng",
    "IV. Tổ chức thực hiện",
    "Điều 3. Đối tượng áp dụng",
    "TP. Hồ Chí Minh",
    "Giờ làm việc: 7h30 - 16h30",
    "T.Ư. Đoàn phát động",
    "Công ty TNHH MTV St. Paul",
]


@pytest.mark.parametrize("sentences", RUNS.values(), ids=RUNS.keys())
def test_a_run_of_sentences_comes_apart_where_it_was_joined(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split(text)] == sentences


@pytest.mark.parametrize("line", WHOLE)
def test_a_line_of_a_list_or_a_heading_is_one_sentence(line: str) -> None:
    assert split(line) == ((0, len(line)),)


def test_a_line_break_always_ends_a_sentence() -> None:
    text = "Tiêu đề không có dấu chấm\nMức mới là 2,53 triệu đồng,\náp dụng từ tháng 7"
    assert [text[start:end] for start, end in split(text)] == text.split("\n")


def test_blank_lines_and_edges_belong_to_no_sentence() -> None:
    text = "  Một câu.  \n\n \t\n  Hai câu.  "
    assert [text[start:end] for start, end in split(text)] == ["Một câu.", "Hai câu."]
    assert split(" \n\t\n") == ()


#: What a news text is made of, stops and breaks above all.
_TEXTS = st.text(
    alphabet=st.sampled_from(
        "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạẤỀỘƯĐABCTV0123456789 \n\t.,;:!?…“”\"'()[]-–%/@😊\u00a0"
    ),
    max_size=300,
) | st.text(max_size=120)


@given(_TEXTS)
def test_every_character_that_is_not_blank_is_in_exactly_one_sentence(text: str) -> None:
    covered = [0] * len(text)
    for start, end in split(text):
        for at in range(start, end):
            covered[at] += 1
    assert all(
        times == 1 if not mark.isspace() else times <= 1
        for times, mark in zip(covered, text, strict=True)
    )


@given(_TEXTS)
def test_sentences_are_in_order_not_empty_trimmed_and_of_one_line(text: str) -> None:
    last = 0
    for start, end in split(text):
        piece = text[start:end]
        assert last <= start < end
        assert piece == piece.strip()
        assert "\n" not in piece
        last = end


@given(
    st.lists(
        st.sampled_from(["Mức mới là 2,53 triệu đồng.", "Ai hưởng lợi?", "TP. Tân Kinh chi trả."]),
        min_size=1,
        max_size=8,
    )
)
def test_splitting_a_text_of_lines_gives_the_sentences_of_its_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert [text[start:end] for start, end in split(text)] == lines


class _Counting(str):
    """A text that counts the characters sliced from it."""

    sliced = 0

    def __getitem__(self, key: object) -> str:  # type: ignore[override]
        piece = str.__getitem__(self, key)  # type: ignore[index]
        _Counting.sliced += len(piece)
        return _Counting(piece)

    def split(self, *given: object, **named: object) -> list[str]:  # type: ignore[override]
        return [_Counting(piece) for piece in str.split(self, *given, **named)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "unit", ["Mức A. B. ", "x. ", "... ", "TP. ", "a.b.c ", "1. ", "Điều 3. ", "?! "]
)
def test_the_work_grows_as_the_text_does(unit: str) -> None:
    """Counted in characters looked at, not in seconds: ten times the text, about ten times the work."""

    def work(times: int) -> int:
        _Counting.sliced = 0
        split(_Counting(unit * times))
        return _Counting.sliced

    assert work(2_000) <= 15 * work(200)
