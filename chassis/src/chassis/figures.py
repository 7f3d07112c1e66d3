"""Numbers inside sentences that code writes itself: « 100 000 caractères au plus »."""


def grouped(number: int) -> str:
    """By thousands, which a space parts in both languages (BIPM, Le Système international, 5.4.4); four figures stay together."""
    return f"{number:,}".replace(",", "\u00a0") if number >= 10_000 else str(number)
