"""EiBi's sites, countries and languages as tables, from the README beside every EiBi list.

Language codes of the HFCC list are ISO 639-3 codes with a capital; where HFCC broadcasters use the code of the
whole family (Zho for Mandarin, Ara for Arabic) those codes follow the exact one.

Usage: python builders/eibi_tables.py path/to/README.txt [--output FOLDER]
"""

import argparse
from pathlib import Path

import eibi_readme
from common import DEFAULT_OUTPUT, ship

from bcastplan.reference import languages

SOURCE = "EiBi README by Eike Bierwirth, www.eibispace.de"
LICENCE = "free to download, use, copy, distribute and use within other software (its README, section A)"
DATE = "A26"

# EiBi code: further HFCC codes met for the same broadcasts (families, variants, other spellings of ISO 639).
ALSO = {
    "A": "Ara",
    "AL": "Als Aln",
    "AY": "Aym",
    "AZ": "Aze",
    "BC": "Bgp Bcc",
    "C": "Zho Chn Cmn",
    "DI": "Din",
    "ES": "Est",
    "FS": "Fas",
    "FU": "Ful",
    "JG": "Kac",
    "KA": "Ksw Kjp Pwo",
    "KNK": "Kin Run",
    "KU": "Kur",
    "LA": "Lad",
    "LV": "Lav",
    "M": "Zho Chn",
    "ML": "Msa Mly",
    "MO": "Mon",
    "MSY": "Plt",
    "MUN": "Muw",
    "NE": "Nep",
    "NY": "Nya",
    "OR": "Ori",
    "PS": "Pus Pst Pbu",
    "PU": "Ful",
    "SLT": "Xst",
    "SWA": "Swa",
    "TAG": "Fil",
    "TM": "Tzm",
    "TSA": "Tsj",
    "TWI": "Twi",
    "UZ": "Uzb",
    "Vn": "Var Und",
}

# EiBi's name of a country: the English one, where the README has it in another language or by an old spelling.
ENGLISH = {
    "Bangla Desh": "Bangladesh",
    "Brasil": "Brazil",
    "Comores": "Comoros",
    "French Guyana": "French Guiana",
    "Iles Europe & Bassas da India": "Europa Island & Bassas da India",
    "Kazakstan / Kazakhstan": "Kazakhstan",
    "La Réunion": "Réunion",
    "Saint Pierre et Miquelon": "Saint Pierre and Miquelon",
    "Tchad": "Chad",
}


def build(readme: Path, output: Path) -> None:
    """Write eibi_sites.csv, eibi_countries.csv and eibi_languages.csv."""
    lines = eibi_readme.read(readme)
    common = {"source": SOURCE, "licence": LICENCE, "date": DATE, "script": "eibi_tables.py"}
    ship(
        output,
        "eibi_sites",
        ("country", "code", "name", "latitude", "longitude", "note"),
        sorted(eibi_readme.sites(lines)),
        **common,
        notes=["decimal degrees; empty where no position is given; a site without a code is its country's main site"],
    )
    countries = sorted((code, ENGLISH.get(name, name)) for code, name in eibi_readme.countries(lines))
    notes = ["every name in English, though the README writes some in French or Portuguese"]
    ship(output, "eibi_countries", ("code", "name"), countries, **common, notes=notes)
    rows = [(row.code, row.name, hfcc_codes(row)) for row in eibi_readme.languages(lines)]
    notes = ["hfcc: codes of the HFCC list for this language, the exact one first; empty: no language or none listed"]
    ship(output, "eibi_languages", ("code", "name", "hfcc"), sorted(rows), **common, notes=notes)


def hfcc_codes(row: eibi_readme.EibiLanguage) -> str:
    """Codes of the HFCC list, blank-separated."""
    exact = [code.capitalize() for code in row.iso_codes if code.capitalize() in languages()]
    also = ALSO.get(row.code, "").split()
    if unknown := set(also) - set(languages()):
        raise SystemExit(f"{row.code}: not in the HFCC list: {sorted(unknown)}")
    return " ".join(dict.fromkeys(exact + also))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readme", type=Path)
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT)
    arguments = parser.parse_args()
    build(arguments.readme, arguments.output)
