"""Pictures for the demonstration, drawn here: a sky, hills, and what the article is about."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

SIZE = (1280, 720)
Colour = tuple[int, int, int]
Pen = ImageDraw.ImageDraw


def drawn(sky: tuple[Colour, Colour], hills: tuple[Colour, Colour], subject: Callable[[Pen], None]) -> bytes:
    picture = Image.new("RGB", SIZE)
    pen = ImageDraw.Draw(picture)
    for y in range(SIZE[1]):
        share = y / SIZE[1]
        pen.line(
            [(0, y), (SIZE[0], y)], fill=tuple(round(a + (b - a) * share) for a, b in zip(sky[0], sky[1], strict=True))
        )
    pen.ellipse((-300, 430, 800, 1100), fill=hills[0])
    pen.ellipse((400, 480, 1700, 1200), fill=hills[1])
    subject(pen)
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def lanterns(pen: Pen) -> None:
    pen.arc((-100, -500, 1380, 260), 0, 180, fill=(60, 50, 60), width=5)
    for at, colour in enumerate(((255, 196, 61), (232, 92, 74), (94, 178, 150), (255, 228, 150), (211, 94, 140)) * 2):
        x = 70 + at * 126
        y = 250 - ((x - 640) / 640) ** 2 * 170
        pen.line((x, y, x, y + 30), fill=(60, 50, 60), width=4)
        pen.ellipse((x - 34, y + 28, x + 34, y + 110), fill=colour)


def roadworks(pen: Pen) -> None:
    pen.polygon([(420, 720), (600, 470), (690, 470), (980, 720)], fill=(92, 92, 96))
    for y, width in ((500, 5), (560, 9), (640, 14)):
        pen.rectangle((640 - width, y, 640 + width, y + 36), fill=(240, 238, 230))
    for x in (330, 520, 820, 1010):
        pen.polygon([(x, 650), (x + 30, 540), (x + 60, 650)], fill=(240, 112, 40))
        pen.rectangle((x + 14, 585, x + 46, 605), fill=(250, 250, 250))
        pen.rectangle((x - 12, 650, x + 72, 664), fill=(200, 86, 26))


def books(pen: Pen) -> None:
    pen.rectangle((180, 560, 1100, 590), fill=(126, 84, 52))
    colours = (
        (178, 60, 60),
        (52, 98, 140),
        (226, 180, 70),
        (70, 128, 96),
        (140, 90, 150),
        (220, 120, 80),
        (60, 70, 90),
    )
    for at in range(14):
        height = 220 + (at * 53) % 110
        pen.rectangle((230 + at * 58, 560 - height, 280 + at * 58, 560), fill=colours[at % 7])
        pen.rectangle((238 + at * 58, 590 - height, 272 + at * 58, 602 - height), fill=(250, 244, 230))


def school(pen: Pen) -> None:
    pen.rectangle((360, 360, 920, 620), fill=(242, 226, 200))
    pen.polygon([(320, 370), (640, 210), (960, 370)], fill=(170, 78, 60))
    for x in (410, 540, 740, 860):
        pen.rectangle((x - 35, 420, x + 35, 510), fill=(120, 170, 200))
    pen.rectangle((600, 480, 680, 620), fill=(110, 70, 50))
    pen.ellipse((608, 285, 672, 349), fill=(250, 246, 236), outline=(110, 70, 50), width=6)
