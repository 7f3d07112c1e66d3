import asyncio
from kit.browser import launched
from test_documents_pages import *  # noqa
from urllib.parse import urlsplit

async def test_shots(portal):
    town = portal.house.town(name="Ville de Plassans", colour="#1d5c63")
    person = portal.house.citizen_of(town)
    b = portal.house.visit(town, person, at=portal.address)
    port = urlsplit(portal.address).port
    async with launched() as chrome:
        for width in (1280, 390):
            ctx = await chrome.new_context(viewport={"width": width, "height": 900})
            base = f"http://{town['slug']}.localhost:{port}"
            await ctx.add_cookies([{"name": "parvis_guichet_session", "value": portal.house.identity.open_session(person), "url": base}])
            page = await ctx.new_page()
            faults = []
            page.on("console", lambda m: faults.append(m.text))
            await page.goto(base + "/mes-pieces")
            await page.screenshot(path=f"/tmp/shots/list{width}-{'b' if width == 390 else 'a'}.png", full_page=True)
            await page.goto(base + "/mes-pieces/nouvelle")
            await page.set_input_files("input[type=file]", files=[{"name": "recto.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}, {"name": "virus.pdf", "mimeType": "application/pdf", "buffer": EICAR}])
            await page.wait_for_timeout(2500)
            await page.screenshot(path=f"/tmp/shots/new{width}.png", full_page=True)
            await page.select_option("select", "identity_card")
            await page.get_by_role("button", name="Ranger").click()
            await page.wait_for_timeout(1500)
            await page.screenshot(path=f"/tmp/shots/added{width}.png", full_page=True)
            await portal.check_everything()
            await page.locator("article.document a").first.click()
            await page.wait_for_timeout(800)
            await page.screenshot(path=f"/tmp/shots/piece{width}.png", full_page=True)
            await page.get_by_role("link", name="Voir").first.click()
            await page.wait_for_timeout(800)
            await page.screenshot(path=f"/tmp/shots/view{width}.png")
            await page.goto(base + "/mes-pieces/journal")
            await page.screenshot(path=f"/tmp/shots/journal{width}.png", full_page=True)
            print(faults)
            await ctx.close()
