"""A corpus of hostile files, and mutilated ones: whatever comes, the checks answer, and what they pass is inert."""

import os
import random
import struct
import time
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pillow_heif
import pytest
from inert import must_be_inert
from pikepdf import Array, Dictionary, Name
from PIL import Image
from samples import (
    _a_document,
    _saved,
    a_heic,
    a_jpeg,
    a_looping_pdf,
    a_pdf,
    a_png,
    a_png_that_says,
    a_webp,
    an_acting_pdf,
    an_inflating_pdf,
)

from documents.checks import images, pdfs
from documents.checks.signatures import EICAR
from documents.checks.verdict import Outcome
from documents.checks.work import done
from documents.domain.media import declared_pixels

pytestmark = pytest.mark.requirement("DV-04")
ROUNDS = int(os.environ.get("PARVIS_FUZZ_ROUNDS", "120"))


@pytest.fixture(autouse=True, scope="module")
def prepared() -> None:
    pdfs.prepare()
    images.prepare()


def a_png_bomb() -> bytes:
    """20 000 × 20 000 pixels of one bit, in some kilobytes: decoded it would be 50 MB, drawn in colours a gigabyte."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    squeezer = zlib.compressobj(9)
    rows = b"".join(squeezer.compress(bytes(2501) * 100) for _ in range(200)) + squeezer.flush()
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def a_text_bomb() -> bytes:
    """A PNG whose comment inflates to 100 MB."""
    into = BytesIO()
    Image.new("RGB", (8, 8)).save(into, "PNG")
    body = b"Comment\0\0" + zlib.compress(bytes(100_000_000), 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    made = into.getvalue()
    return made[:33] + chunk + made[33:]


def a_pdf_holding(**facts: object) -> bytes:
    pdf = _a_document()
    for name, value in facts.items():
        pdf.Root[f"/{name}"] = value
    return _saved(pdf)


def a_zip() -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("a.pdf", a_pdf())
    return into.getvalue()


def a_chain_of_actions() -> bytes:
    """Harmless by its first action, hostile by what follows it."""
    script = Dictionary(Type=Name.Action, S=Name.JavaScript, JS="app.alert('hostile')")
    link = Dictionary(S=Name.GoTo, D=Array([0]), Next=Array([script]))
    pdf = _a_document()
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=link)])
    return _saved(pdf)


def a_link(**facts: object) -> bytes:
    pdf = _a_document()
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], **facts)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
    return _saved(pdf)


def a_page_drawing(content: bytes = b"", **facts: object) -> bytes:
    """A page that draws an object of these facts."""
    pdf = _a_document()
    drawn = pdf.make_stream(content, Type=Name.XObject, **facts)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=drawn))
    return _saved(pdf)


def several(format: str) -> bytes:
    """One picture after the other, in one file."""
    into, (first, *more) = BytesIO(), [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue", "green")]
    first.save(into, format, save_all=True, append_images=more)
    return into.getvalue()


def a_burst() -> bytes:
    into, (first, *more) = BytesIO(), [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue", "green")]
    burst = pillow_heif.from_pillow(first)
    for one in more:
        burst.add_from_pillow(one)
    burst.save(into, quality=60)
    return into.getvalue()


ELSEWHERE = Dictionary(Type=Name.Filespec, FS=Name.URL, F="http://hostile")
CORPUS = {
    "a program": b"MZ\x90\x00" + bytes(400),
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "an archive": a_zip(),
    "GIF and PDF": b"GIF89a" + a_pdf(),
    "PDF behind a line": b"\n" + a_pdf(),
    "a drawing after its prologue": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
    "a TIFF": b"II*\0\x08\0\0\0" + bytes(100),
    "an AVIF": b"\0\0\0\x1cftypavif" + bytes(200),
    "a film": b"\0\0\0\x1cftypisom" + bytes(200),
    "a sound called WEBP": b"RIFF\x24\0\0\0WAVE" + bytes(200),
    "nothing": b"",
    "a header alone": b"%PDF-1.7",
    "a PNG of 400 Mpx": a_png_bomb(),
    "a PNG that lies": a_png_that_says(45_000, 45_000),
    "a PDF of a loop": a_looping_pdf(),
    "a PDF that inflates": an_inflating_pdf(),
    "a HEIC cut": a_heic()[:300],
    "a WebP cut": a_webp()[:60],
}
CLEANED = {
    "acting": an_acting_pdf(),
    "a chain of actions": a_chain_of_actions(),
    "a page behind a picture": a_jpeg() + b"<html><script>alert(1)</script>",
    "an archive behind a picture": a_png() + a_zip(),
    "a form of XFA": a_pdf_holding(AcroForm=Dictionary(XFA=Array([]), Fields=Array([]))),
    "a collection": a_pdf_holding(Collection=Dictionary(), Names=Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))),
    "a link to a program": a_link(A=Dictionary(S=Name.Launch, F="hostile.exe")),
    "a link of old to a site": a_link(PA=Dictionary(S=Name.URI, URI="http://hostile")),
    "a place for all links": a_pdf_holding(URI=Dictionary(Base="http://hostile")),
    "a form that is sent elsewhere": a_pdf_holding(
        AcroForm=Dictionary(Fields=Array([Dictionary(FT=Name.Btn, A=Dictionary(S=Name.SubmitForm, F=ELSEWHERE))]))
    ),
    "a film that lies elsewhere": a_pdf_holding(
        Names=Dictionary(Renditions=Dictionary(Names=Array(["x", Dictionary(S=Name.MR, C=Dictionary(D=ELSEWHERE))])))
    ),
    "a handler of requirements": a_pdf_holding(
        Requirements=Array([Dictionary(S=Name.EnableJavaScripts, RH=Array([Dictionary(S=Name.JS, Script="hostile")]))])
    ),
    "a page of another file": a_page_drawing(
        Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Ref=Dictionary(F=ELSEWHERE, Page=0)
    ),
    "content that lies elsewhere": a_page_drawing(Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), F=ELSEWHERE),
    "a program for printers": a_page_drawing(b"(hostile) print", Subtype=Name.PS),
    "a catalogue that is an action": a_pdf_holding(S=Name.JavaScript, JS="hostile()"),
    "an archive behind a document": a_pdf() + a_zip(),
    "a page inside a document": a_pdf().replace(b"\n", b"\n%<html><script>hostile()</script>\n", 1),
}
SHOWN_ONCE = {"moving WebP": several("WEBP"), "moving PNG": several("PNG"), "HEIC burst": a_burst()}


@pytest.mark.parametrize("name", CORPUS)
def test_hostile_files_are_refused_in_little_time(name: str):
    begun = time.process_time()

    verdict, made = done(CORPUS[name], "check")

    assert (verdict.outcome, made) == (Outcome.UNSCANNABLE, b"")
    assert verdict.cause
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("name", CLEANED)
def test_what_can_be_cleaned_keeps_its_face_and_loses_its_teeth(name: str):
    verdict, made = done(CLEANED[name], "check")

    assert verdict.outcome is Outcome.CLEAN
    must_be_inert(made[verdict.thumbnail :], b"hostile")


@pytest.mark.parametrize("name", SHOWN_ONCE)
def test_what_holds_several_pictures_becomes_its_first(name: str):
    verdict, made = done(SHOWN_ONCE[name], "check")

    assert verdict.outcome is Outcome.CLEAN
    picture: Any = Image.open(BytesIO(made[verdict.thumbnail :]))
    assert getattr(picture, "n_frames", 1) == 1
    red, green, blue = picture.convert("RGB").getpixel((5, 5))
    assert red > 200
    assert max(green, blue) < 60


def test_a_picture_cut_on_its_way_is_not_shown_half():
    for whole in (a_jpeg(size=(800, 600)), a_png(size=(400, 300)), a_webp(size=(400, 300)), a_heic(size=(400, 300))):
        for kept in (60, 97):
            verdict, made = done(whole[: len(whole) * kept // 100], "check")
            assert (verdict.outcome, made) == (Outcome.UNSCANNABLE, b"")
            assert "abîmé" in (verdict.cause or "")


@pytest.mark.parametrize("way", [{}, {"progressive": True}, {"subsampling": 0}, {"restart_marker_rows": 1}])
@pytest.mark.parametrize("side", [(64, 48), (801, 603)])
def test_a_photo_that_lost_only_its_end_mark_is_whole(side: tuple[int, int], way: dict[str, Any]):
    into = BytesIO()
    noise = Image.effect_noise(side, 90).convert("RGB")
    noise.save(into, "JPEG", **way)
    whole = into.getvalue()

    taken = [done(whole[:-lost], "check")[0].outcome for lost in (1, 2)]
    refused = [done(whole[:-lost], "check")[0].outcome for lost in (6, 20, 300, len(whole) // 3)]

    assert set(taken) == {Outcome.CLEAN}
    assert set(refused) == {Outcome.UNSCANNABLE}


def test_a_comment_that_inflates_does_not_fill_the_memory():
    verdict, made = done(a_text_bomb(), "check")

    assert verdict.outcome in (Outcome.CLEAN, Outcome.UNSCANNABLE)
    assert len(made) < 100_000


def test_malware_is_found_in_each_kind():
    for content in (a_pdf() + EICAR, a_jpeg() + EICAR, a_png() + EICAR, a_webp() + EICAR, a_heic() + EICAR):
        assert done(content, "check")[0].outcome is Outcome.INFECTED


SEEDS = [a_pdf(pages=2), an_acting_pdf(), a_jpeg(size=(40, 30), where="ici"), a_png(), a_webp(), a_heic()]


def test_mutilated_files_get_an_answer_and_never_pass_with_teeth():
    """A short run each time; `PARVIS_FUZZ_ROUNDS=20000` makes it a long one."""
    chance = random.Random(20261128)
    passed = 0
    for round in range(ROUNDS):
        content = mutilated(SEEDS[round % len(SEEDS)], chance)
        _ = declared_pixels(content[:65_536])
        verdict, made = done(content, "check")
        assert verdict.outcome in (Outcome.CLEAN, Outcome.UNSCANNABLE)
        if verdict.outcome is Outcome.CLEAN:
            passed += 1
            must_be_inert(made[verdict.thumbnail :])
    assert 0 < passed < ROUNDS


def mutilated(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(made))
        match chance.randrange(4):
            case 0:
                made[at] ^= 1 << chance.randrange(8)
            case 1:
                del made[at : at + chance.randrange(1, 20)]
            case 2:
                made[at:at] = chance.randbytes(chance.randrange(1, 20))
            case _:
                piece = made[at : at + chance.randrange(1, 60)]
                made[at:at] = piece
        if not made:
            return b"x"
    return bytes(made)
