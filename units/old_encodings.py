"""Recognises Vietnamese text that is not Unicode: TCVN3 (ABC), VNI, VISCII, and UTF-8 that was read as something else.

Such text is made of Western letters and signs ("KÕ ho¹ch", "Keá hoaïch"). A word gives itself away when it is no
Vietnamese syllable as it stands and becomes one when it is read by the table of an old encoding.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from django.utils.text import Truncator
from django.utils.translation import gettext as _

ONSETS: Final = "tr|th|t|s|r|qu|ph|p|nh|ngh|ng|n|m|l|kh|k|h|gi|gh|g|đ|d|ch|c|b|v|x"
RIMES: Final = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op
    ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh uêt uêu ui um un ung uôc uôi
    uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyn uyp uyt uyu ư ưa ưc ưi ưm ưng ươc ươi ươm ươn ương ươp ươt
    ươu ưt ưu y yêm yên yêng yêt yêu ych yn ynh yt
"""
SYLLABLE: Final = re.compile(f"(?:{ONSETS})?(?:{'|'.join(RIMES.split())})")
TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
WORD: Final = re.compile(r"[^\s!-/:-@\[-`{-~0-9]+")
WESTERN: Final = re.compile("[\x00-\xff]+")
UTF8_SEEN_AS_WESTERN: Final = re.compile("áº|á»|Ä‘|Ä\x91|Æ°|Æ¡|\ufffd")
ENOUGH: Final = 0.6  # of the words that are no Vietnamese as they stand
LONG_ENOUGH: Final = 3  # letters: m² and °C would be syllables of VISCII


def old_encoding(text: str) -> str:
    """Return the name of the old encoding in which a text is written, "" for one in Unicode."""
    odd = [word for word in WORD.findall(text) if not word.isascii() and not _is_vietnamese(word)]
    if max(map(len, odd), default=0) < LONG_ENOUGH:
        return ""
    if UTF8_SEEN_AS_WESTERN.search(text) or _was_utf8(text):
        return "UTF-8"
    found = {name: sum(_becomes_vietnamese(word, read) for word in odd) for name, read in READERS.items()}
    best = max(found, key=lambda name: found[name])
    return best if found[best] and found[best] >= ENOUGH * len(odd) else ""


def encoding_complaint(text: str) -> str:
    """Return what is wrong with a text in an old encoding and how to put it right, "" for one in Unicode."""
    encoding = old_encoding(text)
    if not encoding:
        return ""
    facts = {"text": Truncator(text).chars(60), "encoding": encoding}
    if encoding == "UTF-8":
        sentence = _("“%(text)s” was UTF-8 and was opened as something else. Open the original again as UTF-8 (65001).")
    else:
        sentence = _(
            "“%(text)s” is in the old encoding %(encoding)s. "
            "Convert it to Unicode (UniKey: Ctrl+Shift+F6) and paste it again."
        )
    return sentence % facts


def _is_vietnamese(word: str) -> bool:
    letters = unicodedata.normalize("NFD", word.lower().replace("ð", "đ"))
    toneless = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in TONES))
    return SYLLABLE.fullmatch(toneless) is not None


def _becomes_vietnamese(word: str, read: Callable[[str], str]) -> bool:
    """Whether a word of Western letters is a syllable with Vietnamese marks when it is read by an old table."""
    if not WESTERN.fullmatch(word):
        return False
    decoded = read(word)
    return decoded != word and not decoded.isascii() and _is_vietnamese(decoded)


def _was_utf8(text: str) -> bool:
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False


# --- the tables ------------------------------------------------------------------------------------------------------

# What stands at the places 0xA1 to 0xFF; a full stop where there is nothing that people write.
TCVN3 = str.maketrans(
    {
        chr(place): letter
        for place, letter in enumerate(
            "ĂÂÊÔƠƯĐăâêôơưđẰ.....àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
            start=0xA1,
        )
        if letter != "."
    }
)
VISCII = str.maketrans(
    {
        chr(place): letter
        for place, letter in enumerate(
            "ắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
            start=0xA1,
        )
    }
)
# VNI writes a letter and after it a sign for what stands on it.
GRAVE, HOOK, TILDE, ACUTE, DOT, CIRCUMFLEX, BREVE, HORN = "\u0300\u0309\u0303\u0301\u0323\u0302\u0306\u031b"
VNI_SIGNS: Mapping[str, str] = {
    **{"ø": GRAVE, "û": HOOK, "õ": TILDE, "ù": ACUTE, "ï": DOT},
    **{"â": CIRCUMFLEX, "à": CIRCUMFLEX + GRAVE, "å": CIRCUMFLEX + HOOK, "ã": CIRCUMFLEX + TILDE},
    **{"á": CIRCUMFLEX + ACUTE, "ä": CIRCUMFLEX + DOT},
    **{"ê": BREVE, "è": BREVE + GRAVE, "ú": BREVE + HOOK, "ü": BREVE + TILDE, "é": BREVE + ACUTE, "ë": BREVE + DOT},
}
VNI_LETTERS: Mapping[str, str] = {
    **{"ñ": "đ", "ô": "o" + HORN, "ö": "u" + HORN},
    **{"ì": "i" + GRAVE, "æ": "i" + HOOK, "ó": "i" + TILDE, "í": "i" + ACUTE, "ò": "i" + DOT, "î": "y" + DOT},
}
VNI = re.compile(f"([aeouyôö])([{''.join(VNI_SIGNS)}])|([{''.join(VNI_LETTERS)}])")


def _read_vni(word: str) -> str:
    def letter(found: re.Match[str]) -> str:
        if found[3]:
            return VNI_LETTERS[found[3]]
        return VNI_LETTERS.get(found[1], found[1]) + VNI_SIGNS[found[2]]

    return unicodedata.normalize("NFC", VNI.sub(letter, word.lower()))


READERS: Mapping[str, Callable[[str], str]] = {
    "TCVN3": lambda word: word.translate(TCVN3),
    "VNI": _read_vni,
    "VISCII": lambda word: word.translate(VISCII),
}
