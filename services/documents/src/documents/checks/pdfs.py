"""PDFs, written anew without what acts or reaches outside: scripts, actions, attachments, rich media, files elsewhere."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, PdfError, Stream

from documents.checks.signatures import malware_in
from documents.checks.verdict import TOO_LONG, UNREADABLE, Infected, Unscannable
from documents.domain.media import LARGEST_PICTURE

MOST_PAGES = 200
MOST_OBJECTS = 100_000
LARGEST_STREAM = 64_000_000
LARGEST_CONTENT = 256_000_000
"""Bytes after inflation, of one stream and of all. A page of plain text is a thousandth of the first."""

ACTING_KEYS = frozenset(
    {
        "/OpenAction",
        "/AA",
        "/JS",
        "/JavaScript",
        "/EmbeddedFiles",
        "/EF",
        "/AF",
        "/XFA",
        "/RichMediaContent",
        "/Collection",
        # What an action may stand under besides, and what names a place elsewhere that a reader might fetch.
        "/PA",
        "/URI",
        "/Ref",
        "/OPI",
        "/Renditions",
        "/Requirements",
        "/PS",
    }
)
ELSEWHERE_KEYS = frozenset({"/F", "/UF", "/FS", "/FFilter", "/FDecodeParms"})
"""In a stream: its content lies in another file. In a file specification: where that is."""
HARMLESS_ACTIONS = frozenset({"/GoTo", "/Named"})
ACTING_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
PICTURE_FILTERS = frozenset({"/DCTDecode", "/DCT", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode", "/CCF"})


def prepare() -> None:
    """Have qpdf give up where we would, rather than where memory ends."""
    _ = pikepdf.settings.set_qpdf_limits(
        flate_max_memory=LARGEST_STREAM,
        run_length_max_memory=LARGEST_STREAM,
        png_max_memory=LARGEST_STREAM,
        tiff_max_memory=LARGEST_STREAM,
        dct_max_memory=LARGEST_STREAM,
        max_stream_filters=4,
        parser_max_nesting=100,
        doc_max_warnings=1000,
    )


def cleaned(content: bytes) -> bytes:
    """The document without what acts. Raises `Unscannable` or `Infected`."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            _must_be_affordable(pdf)
            _must_hold_no_malware(pdf)
            for thing in list(pdf.objects):
                _disarm(thing)
            # What no key leads to (the catalogue of a damaged document, say) is not an action either.
            for thing in list(pdf.objects):
                if _is_action(thing):
                    del thing[Name.S]
            into = BytesIO()
            pdf.save(into, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            _must_open(into)
            return into.getvalue()
    except pikepdf.PasswordError as error:
        raise Unscannable("Ce PDF est protégé par un mot de passe : enlevez la protection et recommencez.") from error
    except (PdfError, ValueError, KeyError, TypeError, IndexError, RuntimeError, RecursionError) as error:
        raise Unscannable(UNREADABLE) from error


def _must_be_affordable(pdf: Pdf) -> None:
    if pdf.is_encrypted:
        raise Unscannable("Ce PDF est protégé : enlevez la protection et recommencez.")
    if len(pdf.pages) > MOST_PAGES:
        raise Unscannable(f"Ce PDF compte plus de {MOST_PAGES} pages.")
    if len(pdf.pages) == 0:
        raise Unscannable("Ce PDF n’a aucune page.")
    if len(pdf.objects) > MOST_OBJECTS:
        raise Unscannable(TOO_LONG)


def _must_open(written: BytesIO) -> None:
    """A damaged document can be mended enough to be read, and still be written as one that nobody opens."""
    with pikepdf.open(written) as again:
        if len(again.pages) == 0:
            raise Unscannable(UNREADABLE)


def _must_hold_no_malware(pdf: Pdf) -> None:
    """Looks into every stream as a reader of the document would see it, and into each page's streams joined."""
    seen = 0
    for thing in pdf.objects:
        if isinstance(thing, Stream):
            content = _inflated(thing)
            seen += len(content)
            if seen > LARGEST_CONTENT:
                raise Unscannable(TOO_LONG)
            _must_be_free(content)
    for page in pdf.pages:
        contents = page.obj.get(Name.Contents)
        if isinstance(contents, Array):
            parts = [_inflated(part) for part in _items(contents) if isinstance(part, Stream)]
            if sum(map(len, parts)) > LARGEST_CONTENT:
                raise Unscannable(TOO_LONG)
            _must_be_free(b"".join(parts))


def _must_be_free(content: bytes) -> None:
    found = malware_in(content)
    if found:
        raise Infected(found)


def _inflated(stream: Stream) -> bytes:
    if stream.get(Name.Subtype) == Name.Image and _pixels(stream) > LARGEST_PICTURE:
        raise Unscannable("Ce PDF contient une image trop grande : 40 millions de points au plus.")
    if PICTURE_FILTERS & set(map(str, _filters(stream))):
        return stream.read_raw_bytes()
    try:
        return stream.read_bytes()
    except (PdfError, MemoryError, RuntimeError) as error:
        raise Unscannable(TOO_LONG if "memory" in str(error).lower() else UNREADABLE) from error


def _pixels(stream: Stream) -> int:
    return int(stream.get(Name.Width, 0)) * int(stream.get(Name.Height, 0))


def _filters(stream: Stream) -> list[Any]:
    said = stream.get(Name.Filter)
    if said is None:
        return []
    return list(_items(said)) if isinstance(said, Array) else [said]


def _disarm(thing: Any) -> None:
    """Take out of one object, and of what stands inside it, everything that acts. Objects it points to come by
    themselves."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Array):
            for index in reversed(range(len(one))):
                if _is_acting_annotation(one[index]) or _is_action(one[index]):
                    del one[index]
            waiting += [item for item in _items(one) if _is_inside(item)]
        elif isinstance(one, Dictionary | Stream):
            _write_out_programs(one)
            acting = ACTING_KEYS | ELSEWHERE_KEYS if _lies_elsewhere(one) else ACTING_KEYS
            for key in list(one.keys()):
                if key in acting or _is_action(one[key]):
                    del one[key]
                elif _is_inside(one[key]):
                    waiting.append(one[key])


def _write_out_programs(thing: Any) -> None:
    """PostScript that a printer would run becomes an empty stream."""
    if isinstance(thing, Stream) and Name.PS in (thing.get(Name.Subtype), thing.get(Name.Subtype2)):
        thing.write(b"")


def _lies_elsewhere(thing: Any) -> bool:
    return isinstance(thing, Stream) or thing.get(Name.Type) == Name.Filespec or Name.FS in thing


def _items(array: Array) -> Iterable[Any]:
    return (array[index] for index in range(len(array)))


def _is_inside(thing: Any) -> bool:
    return isinstance(thing, Array | Dictionary) and not thing.is_indirect


def _is_action(thing: Any) -> bool:
    kind = thing.get(Name.S) if isinstance(thing, Dictionary) else None
    return (
        isinstance(kind, Name) and str(kind) not in HARMLESS_ACTIONS and (_says_action(thing) or str(kind) in _ACTIONS)
    )


def _says_action(thing: Dictionary) -> bool:
    return thing.get(Name.Type) == Name.Action


_ACTIONS = frozenset(
    f"/{kind}"
    for kind in [
        "JavaScript",
        "Launch",
        "URI",
        "SubmitForm",
        "ResetForm",
        "ImportData",
        "GoToR",
        "GoToE",
        "GoTo3DView",
        "Thread",
        "Sound",
        "Movie",
        "Hide",
        "Rendition",
        "Trans",
        "SetOCGState",
        "RichMediaExecute",
    ]
)


def _is_acting_annotation(thing: Any) -> bool:
    return isinstance(thing, Dictionary) and str(thing.get(Name.Subtype)) in ACTING_ANNOTATIONS
