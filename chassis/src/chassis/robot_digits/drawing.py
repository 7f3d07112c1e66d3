"""The six digits as a picture and as a sound. The voices beside this file are synthesised (`identity.tools.voices`)."""

from functools import cache
from io import BytesIO
from pathlib import Path

from captcha.audio import AudioCaptcha
from captcha.image import ImageCaptcha

LANGUAGES = ("fr", "en")
VOICES = Path(__file__).parent / "voices"
WIDTH, HEIGHT = 260, 90
# Dark on light, whatever chance would have chosen: it is people who have to read it.
PAPER, INK = (250, 249, 246), (20, 40, 50, 255)
DARKER = 2.4


def picture_of(digits: str) -> bytes:
    """A PNG. The library draws pale; what is not paper is made darker."""
    drawn = ImageCaptcha(width=WIDTH, height=HEIGHT, font_sizes=(58, 64, 70)).generate_image(
        digits, bg_color=PAPER, fg_color=INK
    )
    written = BytesIO()
    drawn.point([max(0, int(250 - (250 - level) * DARKER)) for level in range(256)] * 3).save(written, "PNG")
    return written.getvalue()


def sound_of(digits: str, language: str) -> bytes:
    """A WAV of about fifteen seconds: each digit apart, over a murmur that a machine would stumble upon."""
    return bytes(_voice(language if language in LANGUAGES else LANGUAGES[0]).generate(digits))


@cache
def _voice(language: str) -> AudioCaptcha:
    voice = AudioCaptcha(str(VOICES / language))
    voice.load()
    return voice
