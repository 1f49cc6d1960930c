"""Vietnamese text: cleaning, searching without diacritics, and the order of the alphabet.

Nothing here knows Django. PostgreSQL folds by `VI_FOLD_SQL` exactly as `fold` does, so that a column folded by the
database and a query folded here meet.
"""

import re
import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# ngang, huyền, hỏi, ngã, sắc, nặng: the order of the dictionaries.
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
OTHER_MARK = 6
LETTER_MARKS = frozenset("\u0306\u0302\u031b")
# Letters that do not fall apart into a base and a mark, as PostgreSQL's unaccent spells them.
WHOLE_LETTERS = str.maketrans(
    {"Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "ı": "i", "ß": "ss"}
    | {"Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Þ": "TH", "þ": "th"}
    | {"\u2018": "'", "\u2019": "'", "\u201c": "'", "\u201d": "'", "…": "...", "«": "<", "»": ">", "×": "*"}
    | {dash: "-" for dash in "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015"}
)
ASCII_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
GAPS = re.compile("[\x01-/:-`{-\xa0]+")

VI_FOLD_SQL = r"""
create or replace function vi_fold(text) returns text language sql immutable parallel safe strict as
$$ select btrim(regexp_replace(
     lower(public.unaccent('public.unaccent'::regdictionary, normalize($1, NFC)) collate "C"),
     '[\u0001-\u002f\u003a-\u0060\u007b-\u00a0]+', ' ', 'g')) $$;
create or replace function vi_search_text(text) returns text language sql immutable parallel safe strict as
$$ select ' ' || public.vi_fold($1) || ' ' $$;
"""
VI_FOLD_SQL_REVERSE = "drop function if exists vi_search_text(text); drop function if exists vi_fold(text);"


def nfc(text: str, *, keep_lines: bool = False) -> str:
    """Clean what someone typed: NFC, single spaces, no control, bidi or other invisible characters."""
    if keep_lines:
        return "\n".join(nfc(line) for line in text.splitlines()).strip()
    spaced = "".join(" " if char.isspace() else char for char in text)
    seen = "".join(char for char in spaced if not unicodedata.category(char).startswith("C"))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def fold(text: str) -> str:
    """Fold for search: lower case, no diacritics, đ as d, every gap or punctuation as one space."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).translate(WHOLE_LETTERS))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return GAPS.sub(" ", unicodedata.normalize("NFC", plain).translate(ASCII_LOWER)).strip(" ")


# A sort key has three fields, letters, tones and case, joined by a space, which is lower than anything inside a field:
# comparing two keys byte by byte ("C" collation) compares letters first, then tones, then case. Letters are written as
# A..Z a..g in the order of the alphabet, gaps as "!", numbers as their length and their digits.
GAP_WEIGHT = "!"
MAX_KEY = 600  # the column's width; no real name comes near it
LETTER_WEIGHTS = {letter: chr(ord("A") + i if i < 26 else ord("a") + i - 26) for i, letter in enumerate(ALPHABET)}
PIECES = re.compile("(?P<number>[0-9]+)|(?P<letter>[^\\W_])(?P<marks>[\u0300-\u036f]*)|(?P<gap>.)", re.DOTALL)


def sort_key(text: str) -> str:
    """Give a string whose byte order is the Vietnamese alphabetical order of `text`, numbers by their value."""
    letters, tones, cases = "", "", ""
    for piece in PIECES.finditer(unicodedata.normalize("NFD", text)):
        letter, tone, case = _weigh(piece)
        letters = letters.rstrip(letter) + letter if letter == GAP_WEIGHT else letters + letter
        tones, cases = tones + tone, cases + case
    return f"{letters.strip(GAP_WEIGHT)} {tones.rstrip('0')} {cases.rstrip('0')}"[:MAX_KEY]


def name_sort_key(full_name: str) -> str:
    """Order people by their given name, which stands last, then by family and middle names."""
    *others, given = full_name.split() or [""]
    return f"{sort_key(given)} {sort_key(' '.join(others))}"[:MAX_KEY]


def _weigh(piece: re.Match[str]) -> tuple[str, str, str]:
    if piece["gap"]:
        return GAP_WEIGHT, "", ""
    if not piece["number"]:
        return *_letter_weight(piece["letter"], piece["marks"]), "1" if piece["letter"].isupper() else "0"
    value = piece["number"].lstrip("0") or "0"
    length = str(len(value)) if len(value) < 9 else f"9{len(value):04d}"
    return length + value, str(min(len(piece["number"]) - len(value), 9)), "0"


def _letter_weight(letter: str, marks: str) -> tuple[str, str]:
    """Give the place of a letter in the alphabet and the rank of its tone."""
    base = {"Ð": "đ", "ð": "đ"}.get(letter, letter.lower())
    tone = next((TONES[mark] for mark in marks if mark in TONES), 0)
    shape = "".join(mark for mark in marks if mark in LETTER_MARKS)
    whole = unicodedata.normalize("NFC", base + shape)
    if whole in LETTER_WEIGHTS:
        strange = any(mark not in TONES and mark not in LETTER_MARKS for mark in marks)
        return LETTER_WEIGHTS[whole], str(tone or OTHER_MARK * strange)
    plain = "".join(LETTER_WEIGHTS.get(char, char) for char in fold(base))
    return plain or base, str(OTHER_MARK)


# What people write short, folded, and what it stands for; [va] may be left out.
ABBREVIATIONS = (
    (("thcs",), ("trung hoc co so",)),
    (("thpt",), ("trung hoc pho thong",)),
    (("th",), ("tieu hoc",)),
    (("mn",), ("mam non",)),
    (("mg",), ("mau giao",)),
    (("ub",), ("uy ban",)),
    (("ubnd",), ("uy ban nhan dan",)),
    (("hdnd",), ("hoi dong nhan dan",)),
    (("mttq",), ("mat tran to quoc",)),
    (("tt",), ("thi tran", "trung tam")),
    (("tx",), ("thi xa",)),
    (("tp",), ("thanh pho",)),
    (("p",), ("phong", "phuong")),
    (("x",), ("xa",)),
    (("h",), ("huyen",)),
    (("vp",), ("van phong",)),
    (("gd",), ("giao duc",)),
    (("pgd", "phong gd"), ("phong giao duc",)),
    (("gddt", "gd dt"), ("giao duc [va] dao tao",)),
    (("pgddt", "pgd dt", "phong gd dt", "phong gddt"), ("phong giao duc [va] dao tao",)),
    (("tckh",), ("tai chinh [va] ke hoach",)),
    (("tnmt",), ("tai nguyen [va] moi truong",)),
    (("ldtbxh",), ("lao dong thuong binh [va] xa hoi",)),
    (("vhtt",), ("van hoa [va] thong tin",)),
    (("qldt",), ("quan ly do thi",)),
    (("bql",), ("ban quan ly",)),
    (("bqlda",), ("ban quan ly du an",)),
    (("tdkt",), ("thi dua [va] khen thuong",)),
    (("hdtdkt",), ("hoi dong thi dua [va] khen thuong",)),
    (("qtux",), ("quy tac ung xu",)),
)
I_OR_Y = re.compile("(h|k|l|m|s|t|v|qu)[iy]")
LETTERS_THEN_DIGITS = re.compile("([^0-9 ]+)([0-9]+)")


def _both_ways() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Give short form → long forms, and long form → short forms and the long form's other spelling."""
    longs_of: dict[str, list[str]] = {}
    others_of: dict[str, list[str]] = {}
    for shorts, longs in ABBREVIATIONS:
        for long in longs:
            spellings = list(dict.fromkeys([long.replace("[va] ", "va "), long.replace("[va] ", "")]))
            for short in shorts:
                longs_of.setdefault(short, []).extend(spellings)
            for spelling in spellings:
                others_of.setdefault(spelling, []).extend([*(f"{short} " for short in shorts), *spellings])
    return longs_of, others_of


LONGS_OF, OTHERS_OF = _both_ways()
LONGEST_PHRASE = max(len(phrase.split()) for phrase in (*LONGS_OF, *OTHERS_OF))


def search_alternatives(query: str) -> list[list[str]]:
    """Give, for each word or known phrase of `query`, the folded spellings of which a text must contain one.

    They begin with a space, and abbreviations end with one, so that "th" does not find every "thanh": look them up by
    plain `contains` in `search_text(...)`, in SQL `vi_search_text(name)`.
    """
    words = [word for word in fold(query).split(" ") if word]
    groups: list[list[str]] = []
    while words:
        taken, spellings = _first_phrase(words)
        groups.append([f" {spelling}" for spelling in dict.fromkeys(spellings)])
        words = words[taken:]
    return [group for group in groups if group != [" va"]] or groups


def _first_phrase(words: list[str]) -> tuple[int, list[str]]:
    """Give how many words the longest known phrase at the beginning takes, and its spellings."""
    for size in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        phrase = " ".join(words[:size])
        if phrase in LONGS_OF:
            return size, [f"{phrase} ", *LONGS_OF[phrase], *(o for long in LONGS_OF[phrase] for o in OTHERS_OF[long])]
        begun = [long for long in OTHERS_OF if long == phrase or (size > 1 and long.startswith(phrase))]
        if begun:
            return size, [phrase, *(other for long in begun for other in OTHERS_OF[long])]
    return 1, _word_spellings(words[0])


def _word_spellings(word: str) -> list[str]:
    """Mĩ is Mỹ, and TH10018 is TH-10018."""
    if I_OR_Y.fullmatch(word):
        return [word, word[:-1] + ("y" if word.endswith("i") else "i")]
    return [word, LETTERS_THEN_DIGITS.sub(r"\1 \2", word)]


def search_text(*parts: str) -> str:
    """Fold what can be searched for into the text in which `search_alternatives` are looked up."""
    return f" {fold(' '.join(parts))} "


def matches(query: str, *parts: str) -> bool:
    """Tell whether a text answers a query as the lists of the portal do."""
    text = search_text(*parts)
    return all(any(spelling in text for spelling in group) for group in search_alternatives(query))
