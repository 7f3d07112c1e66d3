# pyright: basic
"""Makes the spoken digits of the robot check anew: `python -m identity.tools.voices FOLDER`.

Needs espeak-ng (the library and its data, `pip install espeakng-loader`), which nothing at run time does. What comes
out is a synthesis of vowels and noises by formula: nobody's recorded voice, nobody's rights.
"""

import audioop  # pyright: ignore[reportMissingImports, reportDeprecated]
import ctypes
import sys
import wave
from pathlib import Path

import espeakng_loader  # pyright: ignore[reportMissingImports]

WORDS = {
    "fr": ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
VOICES = {"fr": ("fr", "fr+f2", "fr+m3"), "en": ("en", "en-us+f2", "en+m3")}
RATE, SYNCHRONOUS, UTF8 = 8000, 2, 1
HEARD: list[bytes] = []
CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


@CALLBACK
def hear(samples, number, _):
    if samples and number > 0:
        HEARD.append(ctypes.string_at(samples, number * 2))
    return 0


def spoken(speech: ctypes.CDLL, sampled_at: int, word: str, voice: str) -> bytes:
    """8 bits, 8,000 a second, without the silence around it."""
    HEARD.clear()
    assert speech.espeak_SetVoiceByName(voice.encode()) == 0, voice
    text = word.encode()
    speech.espeak_Synth(text, len(text) + 1, 0, 0, 0, UTF8, None, None)
    speech.espeak_Synchronize()
    wide, _ = audioop.ratecv(b"".join(HEARD), 2, 1, sampled_at, RATE, None)
    loud = audioop.mul(wide, 2, 26_000 / (audioop.max(wide, 2) or 1))
    narrow = audioop.bias(audioop.lin2lin(loud, 2, 1), 1, 128)
    aloud = [at for at, sample in enumerate(narrow) if abs(sample - 128) > 3]
    return narrow[aloud[0] : aloud[-1] + 1]


def main(target: Path) -> None:
    speech = ctypes.CDLL(espeakng_loader.get_library_path())
    sampled_at = speech.espeak_Initialize(SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    speech.espeak_SetSynthCallback(hear)
    for language, words in WORDS.items():
        for digit, word in enumerate(words):
            for voice in VOICES[language]:
                folder = target / language / str(digit)
                folder.mkdir(parents=True, exist_ok=True)
                with wave.open(str(folder / f"{voice.replace('+', '-')}.wav"), "wb") as file:
                    file.setnchannels(1)
                    file.setsampwidth(1)
                    file.setframerate(RATE)
                    file.writeframes(spoken(speech, sampled_at, word, voice))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
