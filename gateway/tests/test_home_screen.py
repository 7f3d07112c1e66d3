"""The portal on a home screen: named and coloured as the town is."""

import struct
import zlib

import pytest
from doorstep.house import House


@pytest.mark.requirement("NT-05")
async def test_the_manifest_names_the_town_and_icons_that_exist(house: House):
    town = house.town(name="Ville de Plassans")
    visitor = house.visit(town)

    answer = await visitor.get("/manifest.webmanifest")
    home = await visitor.get("/")
    told = answer.json()

    assert answer.headers["content-type"].startswith("application/manifest+json")
    assert (told["name"], told["display"]) == ("Ville de Plassans", "standalone")
    assert 'rel="manifest"' in home.text
    assert "manifest-src 'self'" in home.headers["content-security-policy"]
    for icon in told["icons"]:
        drawn = await visitor.get(icon["src"])
        width, height = struct.unpack(">II", drawn.content[16:24])
        assert f"{width}x{height}" == icon["sizes"]
    assert (await visitor.get("/icones/7")).status_code == 404


@pytest.mark.requirement("NT-05")
async def test_an_icon_is_a_whole_png_in_the_towns_colour(house: House):
    drawn = (await house.visit(house.town(colour="#7a1f3d")).get("/icones/180")).content

    data = drawn[drawn.index(b"IDAT") + 4 : drawn.index(b"IEND") - 8]
    assert len(zlib.decompress(data)) == 180 * (1 + 23)
    assert bytes.fromhex("7a1f3d") in drawn


async def test_how_to_put_it_there_is_told_without_signing_in(house: House):
    page = await house.visit(house.town()).get("/mes-notifications/ecran-d-accueil")

    assert page.status_code == 200
    assert "Sur l’écran d’accueil" in page.text
