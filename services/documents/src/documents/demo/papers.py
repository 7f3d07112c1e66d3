"""What Camille keeps: a card on both sides, an invoice, a certificate that soon ends. Each says that it is a specimen."""

from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFilter, ImageFont

_FONT = ImageFont.truetype(BytesIO((files("font_lato") / "files" / "Lato-Regular.ttf").read_bytes()), 40)
_BOLD = ImageFont.truetype(BytesIO((files("font_lato") / "files" / "Lato-Bold.ttf").read_bytes()), 40)
INK, GREY, BLUE, PAPER = "#23303a", "#6b7680", "#2f5d8a", "#fdfcf8"


class Paper(NamedTuple):
    """`valid_for`: days until it ends; None: it does not."""

    type: str
    label: str
    valid_for: int | None
    files: tuple[tuple[str, bytes], ...]


def papers() -> tuple[Paper, ...]:
    card = (("carte-recto.jpg", _photographed(_front())), ("carte-verso.jpg", _photographed(_back())))
    return (
        Paper("identity_card", "Ma carte d’identité", 2300, card),
        Paper("proof_of_address", "Facture d’eau d’octobre", None, (("facture-eau.pdf", _printed(_invoice())),)),
        Paper("insurance", "Assurance scolaire de Jules", 24, (("attestation.pdf", _printed(_certificate())),)),
    )


def _write(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, *, ink: str = INK, bold: bool = False
) -> None:
    draw.text(at, text, font=(_BOLD if bold else _FONT).font_variant(size=size), fill=ink)


def _front() -> Image.Image:
    card = Image.new("RGB", (1280, 808), "#dbe8f0")
    draw = ImageDraw.Draw(card)
    for line in range(0, 808, 12):
        draw.line((0, line, 1280, line + 60), fill="#cfdfe9", width=2)
    _write(draw, (60, 44), "RÉPUBLIQUE FRANÇAISE", 40, ink=BLUE, bold=True)
    _write(draw, (60, 98), "CARTE NATIONALE D’IDENTITÉ — SPÉCIMEN", 34, ink=BLUE)
    draw.rounded_rectangle((70, 190, 430, 650), 18, fill="#b9c9d4")
    draw.ellipse((175, 260, 325, 430), fill="#8499a8")
    draw.pieslice((110, 440, 390, 800), 180, 360, fill="#8499a8")
    draw.rectangle((70, 651, 430, 808), fill="#dbe8f0")
    rows = (
        ("Nom", "ROUGON"),
        ("Prénoms", "Camille, Félicité"),
        ("Née le", "14 06 1991"),
        ("À", "PLASSANS"),
        ("N°", "X4RTBPFW4"),
    )
    for number, (name, value) in enumerate(rows):
        _write(draw, (490, 196 + number * 96), name, 26, ink=GREY)
        _write(draw, (490, 226 + number * 96), value, 44, bold=True)
    _write(draw, (70, 700), "IDFRAROUGON<<<<<<<<<<<<<<<<<<<<<", 40, ink=GREY)
    return card


def _back() -> Image.Image:
    card = Image.new("RGB", (1280, 808), "#e6eee6")
    draw = ImageDraw.Draw(card)
    for line in range(0, 808, 12):
        draw.line((0, line + 60, 1280, line), fill="#dae5da", width=2)
    rows = (("Adresse", "12 rue des Aires, 13100 PLASSANS"), ("Délivrée le", "03 02 2023"), ("Expire le", "02 02 2033"))
    for number, (name, value) in enumerate(rows):
        _write(draw, (70, 80 + number * 110), name, 26, ink=GREY)
        _write(draw, (70, 112 + number * 110), value, 44, bold=True)
    _write(draw, (70, 470), "SPÉCIMEN", 90, ink="#a9bca9", bold=True)
    _write(draw, (70, 690), "9106142F3302027FRA<<<<<<<<<<<6", 44, ink=GREY)
    return card


def _invoice() -> Image.Image:
    sheet, draw = _sheet("Régie des eaux de Plassans", "Facture n° 2026-10-04817 — SPÉCIMEN")
    _write(draw, (760, 330), "Camille ROUGON", 34, bold=True)
    _write(draw, (760, 376), "12 rue des Aires", 32)
    _write(draw, (760, 418), "13100 PLASSANS", 32)
    rows = (
        ("Abonnement", "14,20 €"),
        ("Eau potable, 21 m³", "42,63 €"),
        ("Assainissement, 21 m³", "38,85 €"),
        ("TVA", "5,26 €"),
    )
    for number, (name, value) in enumerate(rows):
        top = 640 + number * 84
        _write(draw, (120, top), name, 34)
        _write(draw, (940, top), value, 34)
        draw.line((120, top + 60, 1120, top + 60), fill="#d8dbd9", width=2)
    _write(draw, (120, 1010), "À payer avant le 15 novembre 2026", 34, bold=True)
    _write(draw, (920, 1006), "100,94 €", 42, bold=True)
    return sheet


def _certificate() -> Image.Image:
    sheet, draw = _sheet("Mutuelle des Écoles", "Attestation d’assurance scolaire — SPÉCIMEN")
    said = (
        "Nous certifions que l’enfant Jules ROUGON, né le 2 mai 2019,",
        "demeurant 12 rue des Aires à Plassans, est assuré :",
        "",
        "•  en responsabilité civile,",
        "•  en individuelle accident,",
        "",
        "pour les activités scolaires, périscolaires et les sorties,",
        "pendant l’année scolaire en cours.",
    )
    for number, line in enumerate(said):
        _write(draw, (120, 460 + number * 62), line, 36)
    _write(draw, (760, 1080), "Le directeur", 34, ink=GREY)
    return sheet


def _sheet(sender: str, title: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGB", (1240, 1754), PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, 1240, 24), fill=BLUE)
    _write(draw, (120, 110), sender, 46, ink=BLUE, bold=True)
    _write(draw, (120, 190), title, 34, ink=GREY)
    return sheet, draw


def _photographed(card: Image.Image) -> bytes:
    """On a table, a little askew, as people do it."""
    table = Image.new("RGB", (1600, 1200), "#9c8468")
    grain = ImageDraw.Draw(table)
    for line in range(0, 1200, 26):
        grain.line((0, line, 1600, line + (line * 7) % 40 - 20), fill="#91795e", width=5)
    table = table.filter(ImageFilter.GaussianBlur(3))
    turned = card.convert("RGBA").rotate(2.4, expand=True, resample=Image.Resampling.BICUBIC)
    table.paste(turned, ((1600 - turned.width) // 2, (1200 - turned.height) // 2), turned)
    into = BytesIO()
    table.save(into, "JPEG", quality=82)
    return into.getvalue()


def _printed(sheet: Image.Image) -> bytes:
    into = BytesIO()
    sheet.save(into, "PDF", resolution=150)
    return into.getvalue()
