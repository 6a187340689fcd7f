import numpy as np
import pytest

from bcastplan.science.hf.screening import ReflectingLayer, is_screened


def height(frequency: float, fof2: float, foe: float, term_missing: bool = False) -> float:
    layer = ReflectingLayer.of(np.array([fof2]), np.array([foe]), np.array([3.1]), 60.0)
    return float(layer.height_km(np.array([2000.0]), np.array([frequency]), term_missing)[0])


# Component tests of the specification: hop of 2,000 km, R12 60, M(3000)F2 3.1; one for every case.
@pytest.mark.parametrize(
    ("frequency", "fof2", "foe", "expected", "without_term"),
    [(10.0, 8.0, 3.0, 320.4049, 320.4049), (6.0, 8.0, 2.0, 182.9355, 182.9355), (9.0, 8.0, 2.0, 192.3387, 190.5572)],
)
def test_mirror_height(frequency: float, fof2: float, foe: float, expected: float, without_term: float) -> None:
    assert height(frequency, fof2, foe) == pytest.approx(expected, abs=1e-4)
    assert height(frequency, fof2, foe, term_missing=True) == pytest.approx(without_term, abs=1e-4)


def test_height_is_continuous_where_the_thick_layer_formula_ends() -> None:
    below, above = height(8.0 * 3.6999, 8.0, 2.0), height(8.0 * 3.7001, 8.0, 2.0)
    # The curve meets its constant 19.25 at 19.27.
    assert below == pytest.approx(above, abs=0.5)


def test_cases_do_not_mix() -> None:
    layer = ReflectingLayer.of(np.array([8.0] * 3), np.array([3.0, 2.0, 2.0]), np.array([3.1] * 3), 60.0)
    together = layer.height_km(np.full(3, 2000.0), np.array([10.0, 6.0, 9.0]))
    assert together.tolist() == pytest.approx([320.4049, 182.9355, 192.3387], abs=1e-4)


@pytest.mark.parametrize(("frequency", "expected"), [(12.6, True), (12.8, False)])
def test_screening_frequency_of_a_published_mode(frequency: float, expected: bool) -> None:
    # Kuwait to Kabul, January, R12 60, 09 UT: f_s of the 1F2 mode is 12.699 MHz at 9.7 MHz.
    foe, hop = np.array([3.2003]), np.array([2097.67])
    layer = ReflectingLayer.of(np.array([8.6580]), foe, np.array([3.1622]), 60.0)
    mirror = layer.height_km(hop, np.array([9.7]))
    assert bool(is_screened(foe, hop, mirror, np.array([frequency]))[0]) is expected
