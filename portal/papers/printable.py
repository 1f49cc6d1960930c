"""What of a text can stand on paper. Nothing here knows Django."""

import unicodedata

UNPRINTABLE = frozenset({"Cc", "Cn", "Co", "Cs"})  # controls, letters that do not exist, private ones, halves


def printable(text: str) -> str:
    """Return the text in composed letters (NFC), without characters that have no place on paper; lines stay."""
    if text.isprintable():  # nearly always, and found out in no time
        return unicodedata.normalize("NFC", text)
    kept = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in UNPRINTABLE)
    return unicodedata.normalize("NFC", kept)
