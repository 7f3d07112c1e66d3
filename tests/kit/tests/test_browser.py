"""A machine without a browser says so in one sentence, and CI does not pass without one."""

import pytest

from kit import browser


@pytest.fixture(autouse=True)
def no_chromium(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PARVIS_CHROMIUM", "/nowhere/chromium")
    browser.chromium.cache_clear()
    yield
    browser.chromium.cache_clear()


def test_a_browser_named_but_absent_is_told():
    with pytest.raises(browser.NoChromium, match="PARVIS_CHROMIUM names /nowhere/chromium"):
        browser.chromium()


def test_a_machine_without_browser_skips(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="does not start"):
        browser.chromium_or_skip()


def test_ci_without_browser_fails(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="does not start"):
        browser.chromium_or_skip()
