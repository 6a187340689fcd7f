"""Every text can be read: contrast by WCAG 2.2, 4.5 to 1 at least, on screens light and dark and on paper."""

import re

import pytest

from bcastplan.reports.page.service_colours import HUES as HUES_OF_SERVICES
from bcastplan.reports.page_templates import template_text

TEXTS = ("ink", "quiet", "accent", "error", "warning", "info")
HUES = tuple(f"s{number}" for number in range(HUES_OF_SERVICES))


def schemes():
    """Name of the scheme -> its colours; the style sheet has light, dark and paper in this order."""
    found = re.findall(r":root \{(.*?)\}", template_text("bcastplan.reports.page", "page.css"), re.DOTALL)
    light, dark, paper = (dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", block)) for block in found)
    return {"light": light, "dark": light | dark, "paper": light | paper}


def rgb(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    return tuple(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))


def mixed(one, other, share):
    return tuple(share * a + (1 - share) * b for a, b in zip(one, other, strict=True))


def contrast(one, other):
    """(L1 + 0.05) / (L2 + 0.05) of relative luminances, WCAG 2.2, section "contrast ratio"."""

    def luminance(colour):
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself():
    assert contrast(rgb("#000"), rgb("#ffffff")) == pytest.approx(21)
    assert contrast(rgb("#777777"), rgb("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["light", "dark", "paper"])
def test_texts_stand_out_from_the_page(name):
    colours = {key: rgb(value) for key, value in schemes()[name].items()}
    for text in TEXTS:
        assert contrast(colours[text], colours["paper"]) >= 4.5, text
    for hue in HUES:
        assert contrast(colours["on-hue"], colours[hue]) >= 4.5, hue
        assert contrast(colours[hue], colours["paper"]) >= 3, hue


@pytest.mark.parametrize("name", ["light", "dark", "paper"])
def test_figures_stand_out_from_the_shade_behind_them(name):
    colours = {key: rgb(value) for key, value in schemes()[name].items()}
    shades = dict(
        re.findall(
            r"\.q(\d) \{ background: color-mix\(in srgb, var\(--accent\) (\d+)%",
            template_text("bcastplan.reports.page", "page.css"),
        )
    )
    assert set(shades) == {"1", "2", "3", "4"}
    for level, percent in shades.items():
        behind = mixed(colours["accent"], colours["paper"], int(percent) / 100)
        text = colours["on-hue"] if int(level) >= 4 else colours["ink"]
        assert contrast(text, behind) >= 4.5, level
    assert contrast(colours["ink"], colours["faint"]) >= 4.5
    assert contrast(colours["on-hue"], colours["accent"]) >= 4.5
