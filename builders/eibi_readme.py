"""Reading of the code sections of EiBi's README: languages, countries and transmitter sites.

The lists are free for any use by their author's own conditions (section A of the README); they are credited.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SECTION = re.compile(r"^   (I|II|III|IV)\) ")
LANGUAGE = re.compile(r"^   (\S{1,3}) +(\S.*?) *(?:\[([a-z]{3}(?:,[a-z]{3})*)\])?$")
COUNTRY = re.compile(r"^   ([A-Z0-9]{1,3}) +(\S.*?)(?: \*)?$")
SITE_COUNTRY = re.compile(r"^   ([A-Z0-9]{1,3}): *(.*)$")
SITE = re.compile(r"^        (\S{1,3}?)-(.*)$")
POSITION = re.compile(
    r"(\d{1,3})([NS]) ?(\d{1,2})(?:'(\d{1,2})[\"']*)?[NS]?\s*-?\s*(\d{1,3})([EW])(\d{1,2})(?:'(\d{1,2})[\"']*)?"
)


class EibiLanguage(NamedTuple):
    """An EiBi language code, its name and the ISO 639-3 codes the README gives for it."""

    code: str
    name: str
    iso_codes: list[str]


class EibiSite(NamedTuple):
    """A transmitter site: texts as the table has them, empty where the README gives no position."""

    country: str
    code: str
    name: str
    latitude: str
    longitude: str
    note: str


def read(file: Path) -> list[str]:
    """Lines of the README, whichever of its two encodings was met."""
    content = file.read_bytes()
    try:
        return content.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        return content.decode("iso-8859-1").splitlines()


def languages(lines: list[str]) -> Iterator[EibiLanguage]:
    """Section I: names lose the numbers of speakers and where the language is spoken."""
    for line in _section(lines, "I"):
        found = LANGUAGE.match(line)
        if found is None or line.startswith("   Numbers ") or found[1] in ("On", "For"):
            continue
        name = re.split(r":| \(\d| \([^)]*\d", found[2])[0].strip()
        yield EibiLanguage(found[1], name, found[3].split(",") if found[3] else [])


def countries(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Section II: code and name."""
    for line in _section(lines, "II"):
        found = COUNTRY.match(line)
        if found:
            yield found[1], found[2].strip()


def sites(lines: list[str]) -> Iterator[EibiSite]:
    """Section IV: one row a site; of several positions the first is taken and the note says so."""
    country = ""
    for line in _section(lines, "IV"):
        if heading := SITE_COUNTRY.match(line):
            country, rest = heading[1], heading[2]
            inner = re.match(r"(\S{1,3}?)-(.*)$", rest)
            code, text = (inner[1], inner[2]) if inner and not _plain(rest) else ("", rest)
        elif country and (item := SITE.match(line)):
            code, text = item[1], item[2]
        else:
            continue
        yield _site(country, code, text)


def _plain(rest: str) -> bool:
    """Whether a country's first entry is its unmarked main site and not a coded one."""
    return not re.match(r"[A-Za-z][A-Za-z0-9]{0,2}-", rest)


def _site(country: str, code: str, text: str) -> EibiSite:
    found = list(POSITION.finditer(text))
    if not found:
        return EibiSite(country, code, " ".join(text.split()), "", "", "")
    first = found[0]
    name = " ".join(text[: first.start()].split()).rstrip(" :,")
    latitude = _degrees(first[1], first[3], first[4], first[2])
    longitude = _degrees(first[5], first[7], first[8], first[6])
    note = f"first of {len(found)} positions" if len(found) > 1 else ""
    return EibiSite(country, code, name, latitude, longitude, note)


def _degrees(degrees: str, minutes: str, seconds: str | None, letter: str) -> str:
    value = int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600
    return f"{-value if letter in 'SW' else value:.4f}"


def _section(lines: list[str], roman: str) -> list[str]:
    starts = [index for index, line in enumerate(lines) if (found := SECTION.match(line)) and found[1] == roman]
    start = starts[-1] + 1
    end = next((index for index in range(start, len(lines)) if SECTION.match(lines[index])), len(lines))
    return lines[start:end]
