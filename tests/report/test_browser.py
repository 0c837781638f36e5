"""The page in a real browser: Chromium, without a window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from multivector.report import palette

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium found: install the Debian package `chromium`"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any, page: Path) -> Iterator[Any]:
    """Opens the report; gives the page, what it asked for, and what it complained of."""
    contexts = []

    def opened(**options: Any) -> tuple[Any, list[str], list[str]]:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        shown = context.new_page()
        asked: list[str] = []
        complained: list[str] = []
        shown.on("request", lambda request: asked.append(request.url))
        shown.on("console", lambda message: complained.append(message.text))
        shown.on("pageerror", lambda error: complained.append(str(error)))
        shown.on("dialog", lambda dialog: complained.append(dialog.message))
        shown.goto(page.as_uri())
        return shown, asked, complained

    yield opened
    for context in contexts:
        context.close()


def test_nothing_is_asked_for_and_nothing_is_wrong(visit: Any, page: Path) -> None:
    shown, asked, complained = visit()
    shown.wait_for_timeout(200)
    assert asked == [page.as_uri()]
    assert complained == []
    assert shown.title() != "owned"


def test_no_script_runs_even_if_there_were_one(visit: Any) -> None:
    shown, _, _ = visit()
    ran = shown.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.head.append(s); return window.ran === 1; }"
    )
    assert ran is False


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_page_does_not_scroll_sideways(visit: Any, width: int) -> None:
    shown, _, _ = visit(viewport={"width": width, "height": 844})
    shown.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_every_drawing_that_is_shown_has_a_name(visit: Any) -> None:
    for width in (390, 1280):
        shown, _, _ = visit(viewport={"width": width, "height": 844})
        drawings = shown.evaluate(
            "[...document.querySelectorAll('svg,img')].filter(e => e.checkVisibility())"
            ".map(e => [e.getAttribute('role'), e.getAttribute('aria-label') || ''])"
        )
        assert len(drawings) >= 12
        assert all(role == "img" and name.strip() for role, name in drawings)


def test_a_telephone_gets_its_own_drawings_and_they_can_be_read(visit: Any) -> None:
    shown, _, _ = visit(viewport={"width": 390, "height": 844})
    smallest = shown.evaluate(
        "Math.min(...[...document.querySelectorAll('figure .narrow svg text')]"
        ".map(t => parseFloat(t.getAttribute('font-size')) * t.ownerSVGElement.getBoundingClientRect().width"
        " / t.ownerSVGElement.viewBox.baseVal.width))"
    )
    assert smallest >= 8
    assert shown.evaluate("[...document.querySelectorAll('figure .wide')].every(e => !e.checkVisibility())")


def test_light_and_dark_differ_and_both_have_content(visit: Any) -> None:
    light, dark = (visit(color_scheme=scheme)[0] for scheme in ("light", "dark"))
    assert light.screenshot() != dark.screenshot()
    for shown, mode in ((light, 0), (dark, 1)):
        paper, ink = (palette.HUES[name][mode] for name in ("paper", "ink"))
        wanted = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (paper, ink)]
        assert (
            shown.evaluate(
                "['backgroundColor', 'color'].map(k => getComputedStyle(document.body)[k].match(/\\d+/g).map(Number))"
            )
            == wanted
        )
        # a line of a fan takes the hue of the mode
        drawn = set(
            shown.evaluate(
                "[...document.querySelectorAll('#fig-street .wide svg path')].map(p => getComputedStyle(p).stroke)"
            )
        )
        blue = [int(palette.HUES["blue"][mode][i : i + 2], 16) for i in (1, 3, 5)]
        assert f"rgb({blue[0]}, {blue[1]}, {blue[2]})" in drawn


def test_it_prints(visit: Any) -> None:
    shown, _, _ = visit(color_scheme="dark")
    shown.emulate_media(media="print", color_scheme="dark")
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not shown.evaluate("document.querySelector('.toc').checkVisibility()")
    assert shown.pdf()[:5] == b"%PDF-"
