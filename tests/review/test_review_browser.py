"""The desk in a real browser: keys, marks, narrow windows, dark and light, nothing complained of."""

from __future__ import annotations

from typing import Any

import pytest

from review.views import OUTCOMES

pytestmark = pytest.mark.browser
PAGES = ("/", "/flags/1", "/articles/1", "/search?q=luong", "/documents", "/documents/41/2026/NĐ-CP", "/tasks", "/articles/1/changes", "/?kind=money", "/sources", "/sources/bao-mau", "/articles/1/archived", "/runs", "/log", "/stats", "/digest", "/alerts", "/exports", "/api", "/help")  # fmt: skip
#: WCAG AA for text of ordinary size.
LEAST_CONTRAST = 4.5
#: Contrast of every piece of text against the nearest background behind it, in the page itself.
CONTRASTS = """() => {
  const light = (c) => { const [r, g, b] = c.map(v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const read = (s) => { const n = s.match(/[\\d.]+/g).map(Number); return n.length === 4 && n[3] < 1 ? null : n.slice(0, 3); };
  const behind = (e) => { for (; e; e = e.parentElement) { const c = read(getComputedStyle(e).backgroundColor); if (c) return c; } return [255, 255, 255]; };
  const out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || e.closest("svg, dialog:not([open])") || !e.checkVisibility()) continue;
    const [a, b] = [light(read(getComputedStyle(e).color) || [0, 0, 0]), light(behind(e))].sort((x, y) => y - x);
    out.push([(a + .05) / (b + .05), e.tagName + "." + e.className + ": " + walk.currentNode.data.trim().slice(0, 30)]);
  }
  return out;
}"""


def _three(site: Any) -> None:
    site.add_document()
    for at, sentence in enumerate(("Lương", "Mức lương", "Lương cơ sở mới")):
        site.add_flag(
            path=f"/{at}", sentence=f"{sentence} là 2.350.000 đồng/tháng.", title=f"Bài {at}"
        )


def test_j_and_k_move_and_enter_opens(site: Any, reader: Any) -> None:
    _three(site)
    page = reader.page
    page.goto("/")
    for key, expected in (("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        here = page.eval_on_selector_all(
            ".row", "rows => rows.findIndex(row => row.classList.contains('here'))"
        )
        assert here == expected
    chosen = page.get_attribute(".row.here", "data-flag")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/flags/{chosen}")
    assert not reader.complaints


@pytest.mark.parametrize(("key", "outcome"), [(str(at + 1), one[0]) for at, one in enumerate(OUTCOMES)])  # fmt: skip
def test_a_figure_rules_and_u_takes_it_back(site: Any, reader: Any, key: str, outcome: str) -> None:
    flag_id = site.add_flag()
    page = reader.page
    page.goto(f"/flags/{flag_id}")
    page.keyboard.press(key)
    page.wait_for_selector(".done")
    answer = page.request.get(f"/api/v1/flags/{flag_id}").json()
    assert [one["outcome"] for one in answer["decisions"]] == [outcome]
    page.wait_for_load_state("load")  # the keys are heard once the script has run
    page.keyboard.press("u")
    page.wait_for_selector("#decide")
    assert page.request.get(f"/api/v1/flags/{flag_id}").json()["status"] == "open"
    assert not reader.complaints


def test_a_figure_typed_into_the_note_rules_nothing(site: Any, reader: Any) -> None:
    flag_id = site.add_flag()
    page = reader.page
    page.goto(f"/flags/{flag_id}")
    page.fill("textarea", "")
    page.focus("textarea")
    page.keyboard.type("1 2 j ?")
    assert page.input_value("textarea") == "1 2 j ?"
    assert page.request.get(f"/api/v1/flags/{flag_id}").json()["status"] == "open"


def test_slash_goes_to_the_search_question_mark_to_help_and_g_home(site: Any, reader: Any) -> None:
    _three(site)
    page = reader.page
    page.goto("/stats")
    page.keyboard.press("?")
    assert page.is_visible("dialog#keys")
    page.keyboard.press("Escape")
    assert not page.is_visible("dialog#keys")
    page.keyboard.press("/")
    page.keyboard.type("luong moi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=luong+moi")
    assert page.locator(".queue .row").count() == 1
    page.keyboard.press("g")
    page.wait_for_selector("form.filters")
    assert not reader.complaints


def test_both_differing_spans_are_marked_side_by_side_and_stacked_when_narrow(
    site: Any, reader: Any
) -> None:
    flag_id = site.add_flag()
    page = reader.page
    page.goto(f"/flags/{flag_id}")
    for side in (".side.theirs mark", ".side.ours mark"):
        assert page.locator(side).count() == 1
        assert page.is_visible(side)
    where = "e => { const r = e.getBoundingClientRect(); return [r.left, r.top]; }"
    left, right = (page.eval_on_selector(f".side.{one}", where) for one in ("theirs", "ours"))
    assert left[1] == right[1]
    assert left[0] < right[0]
    page.set_viewport_size({"width": 360, "height": 780})
    above, below = (page.eval_on_selector(f".side.{one}", where) for one in ("theirs", "ours"))
    assert above[0] == below[0]
    assert above[1] < below[1]


@pytest.mark.parametrize("width", [320, 768, 1920, 3840])
def test_no_page_is_wider_than_its_window(site: Any, reader: Any, width: int) -> None:
    _three(site)
    site.add_flag(path="/dai", sentence=f"{'a' * 300} là 2.350.000 đồng/tháng.", title="b" * 300)
    reader.page.set_viewport_size({"width": width, "height": 800})
    for path in (*PAGES, "/flags/4", "/articles/4"):
        reader.page.goto(path)
        assert reader.overflow() <= 0, path
    assert not reader.complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_light_and_in_dark(site: Any, reader: Any, scheme: str) -> None:
    _three(site)
    reader.page.emulate_media(color_scheme=scheme)
    for path in PAGES:
        reader.page.goto(path)
        faint = [one for one in reader.page.evaluate(CONTRASTS) if one[0] < LEAST_CONTRAST]
        assert not faint, (path, faint)


def test_the_theme_button_wins_over_the_system(site: Any, reader: Any) -> None:
    page = reader.page
    page.emulate_media(color_scheme="light")
    page.goto("/help")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.click("text=Giao diện tối")
    page.wait_for_selector("html[data-theme=dark]")
    assert page.url.endswith("/help")
    assert page.evaluate(paper) != light


def test_crawled_script_does_not_run(site: Any, reader: Any) -> None:
    script = '"><script>window.ran = 1</script><img src=x onerror="window.ran = 1">'
    site.add_document(title=f"Nghị định {script}")
    site.add_flag(title=f"Tin {script}", sentence=f"Lương {script} là 2.350.000 đồng/tháng.")
    for path in PAGES:
        reader.page.goto(path)
        assert reader.page.evaluate("window.ran") is None, path
    assert not reader.complaints


def test_everything_works_without_script(site: Any, chromium: Any) -> None:
    flag_id = site.add_flag()
    context = chromium.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/sign-in/{site.secret()}")
    page.click("main button")
    page.click(".queue a.open")
    page.fill("textarea", "ghi chú")
    page.click("button[value=differs]")
    page.click(".done button")
    page.wait_for_selector("#decide")
    assert page.url.endswith(f"/flags/{flag_id}")
    context.close()


def test_a_first_visit_weighs_little_and_asks_nobody_else(site: Any, reader: Any) -> None:
    _three(site)
    page, asked, sizes = reader.page, [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("response", lambda one: sizes.append(len(one.body())))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert all(one.startswith((site.address, "data:")) for one in asked), asked
    assert sum(sizes) <= 150_000


def test_on_a_phone_the_rows_come_before_the_filters_unless_some_are_in_use(
    site: Any, reader: Any
) -> None:
    _three(site)
    page = reader.page
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/")
    assert not page.is_visible("form.filters")
    page.click("details.narrow summary")
    assert page.is_visible("form.filters")
    page.goto("/?q=luong")
    assert page.is_visible("form.filters")
    page.set_viewport_size({"width": 1280, "height": 860})
    page.goto("/")
    assert page.is_visible("form.filters")
