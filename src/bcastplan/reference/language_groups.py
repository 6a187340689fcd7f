"""Codes of the HFCC list that name one language, so that a filter for one of them finds rows that bear another.

The list has a code for a language as a whole and codes for its forms. Where a form is what everybody means by the
whole (Standard Arabic), the two are one language; where there are several forms (Central and Northern Kurdish), each
is the language as a whole, but none is another. Source: ISO 639-3, table of macrolanguages, and the names of the list.
"""

from __future__ import annotations

from functools import cache

_SAME = (
    "Ara Arb", "Aze Azj", "Aym Ayr", "Doi Dgo", "Fas Pes", "Grn Gug", "Kok Knn", "Kon Kng", "Mlg Plt", "Mon Khk Mvf",
    "Msa Mly", "Ron Mol", "Swa Swh Swc", "Tgl Fil", "Uzb Uzn", "Yid Ydd", "Zho Cmn Chn",
)  # fmt: skip
"""Codes that mean the same; the first one stands for all."""

_FORMS = (
    "Aka Twi Fat", "Aze Azb", "Bal Bcc Bgn Bgp", "Din Dib Dik Dip Diw Dks", "Ful Fub Fuc Fuh Fuq", "Iku Ike Ikt",
    "Kau Kby Knc", "Kur Ckb Kmr Sdh", "Nor Nno Nob", "Orm Gax Gaz Hae Orc", "Pan Pnb", "Pus Pbt Pbu Pst",
    "Que Qug Qvi", "Sqi Aln Als", "Tmh Taq Ttq", "Uzb Uzs",
)  # fmt: skip
"""A language as a whole, then its forms, which differ from each other."""


@cache
def _first_codes() -> dict[str, str]:
    return {code: codes.split()[0] for codes in _SAME for code in codes.split()}


@cache
def _wholes() -> dict[str, str]:
    return {form: codes.split()[0] for codes in _FORMS for form in codes.split()[1:]}


def language_as_whole(code: str) -> str:
    """The code that stands for all codes of the same language: ``Ara`` for ``Arb``; forms that differ stay apart."""
    return _first_codes().get(code, code)


def is_same_language(left: str, right: str) -> bool:
    """Whether two HFCC codes, whatever their case, name one language, or a language and one of its forms."""
    a, b = (language_as_whole(code.strip().capitalize()) for code in (left, right))
    return a == b or _wholes().get(a) == b or _wholes().get(b) == a
