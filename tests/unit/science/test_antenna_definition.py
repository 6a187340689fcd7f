import pytest

from bcastplan.science.antennas import can_slew, design_range_mhz, is_directional, parse_definition


@pytest.mark.parametrize(
    ("text", "family", "parameters", "slewable"),
    [
        ("AHR4/4/0.5", "AHR", (4, 4, 0.5), False),
        ("AHR(S)4/4/0.5", "AHR", (4, 4, 0.5), True),
        ("ahr (s) 4/4/.5", "AHR", (4, 4, 0.5), True),
        ("HR4/4/0.5", "AHR", (4, 4, 0.5), False),
        ("HRS4/4/0.5", "AHR", (4, 4, 0.5), True),
        ("EHR(S)2/3/0.5", "EHR", (2, 3, 0.5), True),
        ("CH1/1/0.3", "CH", (1, 1, 0.3), False),
        ("T2/2/0.3", "CT", (2, 2, 0.3), False),
        ("RH155/68/40", "RH", (155, 68, 40), False),
        ("HQ1/0.3", "HQ", (1, 0.3), False),
        ("HX0.3", "HX", (0.3,), False),
        ("VM12.5/12.5/120/3", "VM", (12.5, 12.5, 120, 3), False),
        ("LPH18/36.5/32.2/16.7/1.4/13.2/200", "LPH", (18, 36.5, 32.2, 16.7, 1.4, 13.2, 200), False),
    ],
)
def test_designations_are_read_whatever_their_spelling(text, family, parameters, slewable):
    definition = parse_definition(text)
    assert (definition.family, definition.parameters, definition.slewable) == (family, parameters, slewable)
    assert parse_definition(definition.text) == definition


def test_a_rhombic_with_angle_and_leg_exchanged_is_put_right():
    assert parse_definition("RH67/88/17").named == {"leg_m": 88.0, "half_angle_deg": 67.0, "height_m": 17.0}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "not an antenna designation"),
        ("to be defined", "not an antenna designation"),
        ("AHR4/4/-0.5", "not an antenna designation"),
        ("AHR4//0.5", "not an antenna designation"),
        ("XYZ4/4/0.5", "unknown antenna family 'XYZ'"),
        ("AHR4/4", "takes 3 numbers"),
        ("AHR4.5/4/0.5", "whole number"),
        ("AHR0/4/0.5", "between 1 and 16"),
        ("AHR4/99/0.5", "between 1 and 16"),
        ("AHR4/4/0", "height_wavelengths"),
        ("RH(S)155/68/40", "cannot be slewed"),
        ("RH155/20/40", "half_angle_deg"),
        ("LPH1/35/30/30/3/26/89", "at least 2 elements"),
        ("LPH18/35/30/30/26/3/89", "shorter than the longest"),
        ("LPH18/5/10/30/3/26/89", "differ by more"),
    ],
)
def test_what_cannot_be_read_says_why(text, complaint):
    with pytest.raises(ValueError, match=complaint):
        parse_definition(text)


@pytest.mark.parametrize(
    ("text", "directional", "slews"),
    [
        ("AHR(S)4/4/0.5", True, True),
        ("AHR4/4/0.5", True, False),
        ("AHR(S)1/4/0.5", True, False),
        ("EHR(S)2/4/0.5", True, False),
        ("EHR(S)4/4/0.5", True, True),
        ("CH1/1/0.3", True, False),
        ("RH155/68/40", True, False),
        ("HQ1/0.3", False, False),
        ("HX0.3", False, False),
        ("VM8/8/120/3", False, False),
    ],
)
def test_direction_and_slew(text, directional, slews):
    assert is_directional(text) is directional
    assert can_slew(text) is slews


def test_design_range_depends_on_the_reflector():
    assert design_range_mhz("AHR4/4/0.5", 10.0) == (6.0, 16.0)
    assert design_range_mhz("CHR4/4/0.5", 10.0) == (8.0, 12.5)
    assert design_range_mhz("RH155/68/40", 10.0) == (0.0, float("inf"))
