"""People and account in a real browser: inviting, coming in, ending; nothing axe or a narrow window complains of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

pytestmark = pytest.mark.browser
PAGES = ("/people", "/account", "/exports/khong-co")
SCRIPT = Path(axe_playwright_python.__file__).with_name("axe.min.js")
FOUND = "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})).violations.map(v => [v.id, v.nodes.map(n => n.html)])"


def _in(site: Any, chromium: Any, name: str, role: str, **settings: Any) -> Any:
    context = chromium.new_context(base_url=site.address, **settings)
    page = context.new_page()
    page.goto(f"/sign-in/{site.secret(name, role)}")
    page.click("main button")
    return page


def test_somebody_is_asked_in_comes_in_and_is_let_go_with_clicks_alone(site: Any, chromium: Any) -> None:  # fmt: skip
    admin = _in(site, chromium, "minh", "admin", java_script_enabled=False)
    admin.click("nav >> text=Người dùng")
    admin.fill("form[action='/people/invite'] input[name=name]", "hoa")
    admin.select_option("form[action='/people/invite'] select", "reader")
    admin.click("text=Tạo liên kết mời")
    link = admin.inner_text(".notice code")
    context = chromium.new_context()
    guest = context.new_page()
    guest.goto(link)
    guest.click("main button")
    assert guest.locator("nav >> text=Người dùng").count() == 0
    guest.click("footer >> text=hoa")
    assert guest.locator("table.stack tbody tr").count() == 1
    admin.click("tr:has-text('hoa') >> text=Thôi quyền")
    guest.reload()
    guest.wait_for_url(re.compile("/sign-in"))
    for one in (admin, guest):
        one.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    site: Any, chromium: Any, scheme: str, width: int, language: str
) -> None:
    site.secret("hoa" * 20, "reader")
    window = {"width": width, "height": 800}
    page = _in(site, chromium, "minh", "admin", bypass_csp=True, color_scheme=scheme, viewport=window)  # fmt: skip
    page.context.add_cookies(
        [{"name": "doichieu_language", "value": language, "url": site.address}]
    )
    for path in PAGES:
        page.goto(path)
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
        assert page.evaluate(FOUND) == [], path
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
    page.context.close()
