"""Whether two presses in a row of any button that sends would leave twice, asked of a page without sending anything."""

from playwright.async_api import Page

# The window hears of a submission last: what nobody held back would leave now, and is held back here.
TWICE = """() => {
    let left = 0;
    const counted = (event) => {
        if (!event.defaultPrevented) left += 1;
        event.preventDefault();
    };
    // For good: signing out empties the device first, and leaves a moment later.
    window.addEventListener("submit", counted);
    HTMLFormElement.prototype.submit = () => {};
    const found = [];
    for (const form of document.querySelectorAll("form[method=post]")) {
        const button = form.querySelector("button:not([type=button]), input[type=submit]");
        if (button) delete button.dataset.missing;
        form.noValidate = true;
        left = 0;
        for (const _press of [1, 2]) form.requestSubmit(button ?? undefined);
        if (left > 1) found.push(new URL(form.action).pathname);
    }
    return found;
}"""


async def faults(page: Page) -> list[str]:
    """The forms of a page that a double click would send twice. The page is of no use afterwards."""
    return [f"sends twice: {action}" for action in await page.evaluate(TWICE)]
