"""A curtain's field is computed before it and mirrored behind it: the same as direction by direction."""

import numpy as np
import pytest

from bcastplan.science.antennas.angles import Angles
from bcastplan.science.antennas.definition import parse_definition
from bcastplan.science.antennas.gain import field, grid_field
from bcastplan.science.antennas.ground import AVERAGE_GROUND

ELEVATIONS = np.linspace(0.0, 90.0, 46)


@pytest.mark.parametrize(
    "text", ["AHR(S)4/4/0.5", "CHR(S)4/2/0.3", "EHR(S)4/4/1", "CH2/2/0.5", "CT2/2/0.5", "AHR(S)8/8/1"]
)
@pytest.mark.parametrize("slew", [0.0, 15.0, -8.0])
@pytest.mark.parametrize("step", [1.0, 2.0])
def test_a_grid_holds_what_each_direction_has(text, slew, step):
    definition = parse_definition(text)
    azimuth = np.arange(-180.0 if slew else 0.0, 180.0 + step, step)
    settings = {"ratio": 1.1, "frequency_mhz": 9.6, "slew_deg": slew}
    for ground in (None, AVERAGE_GROUND):
        grid = grid_field(definition, ELEVATIONS, azimuth, ground=ground, **settings)
        each = field(definition, Angles.grid(ELEVATIONS, azimuth), ground=ground, **settings)
        np.testing.assert_allclose(grid, each, rtol=1e-9, atol=1e-9 * each.max())
    assert grid[10, azimuth == 180.0] < 0.9 * grid[10, azimuth == 0.0] or definition.family in ("CH", "CT")


def test_other_antennas_are_not_mirrored():
    definition = parse_definition("RH155/68/40")
    azimuth = np.arange(0.0, 181.0)
    grid = grid_field(definition, ELEVATIONS, azimuth, ratio=1.0, frequency_mhz=9.6, slew_deg=0.0)
    each = field(definition, Angles.grid(ELEVATIONS, azimuth), ratio=1.0, frequency_mhz=9.6)
    np.testing.assert_array_equal(grid, each)
