import numpy as np
import pytest

from bcastplan.science.hf import radio_noise


# Component tests of the specification: median and deciles at 6.1 and 15.4 MHz.
@pytest.mark.parametrize(
    ("place", "month", "hour", "at_6_1", "at_15_4"),
    [
        ((39.0, 125.75), 1, 3.0, (24.5370, 8.5612, 7.2033), (32.6075, 7.4212, 5.4675)),
        ((-34.6, -58.4), 7, 20.0, (47.5734, 9.6386, 8.7228), (37.0826, 6.4437, 5.0504)),
        ((6.45, 3.4), 4, 12.0, (44.2996, 12.0900, 8.4107), (39.0041, 8.5108, 6.0849)),
    ],
)
def test_atmospheric_noise(
    place: tuple[float, float], month: int, hour: float, at_6_1: tuple[float, ...], at_15_4: tuple[float, ...]
) -> None:
    result = radio_noise.noise_at(*place, [6.1, 15.4], hour, month=month, place=radio_noise.environment("rural"))
    for column, expected in enumerate((at_6_1, at_15_4)):
        actual = (result.atmospheric, result.atmospheric_upper, result.atmospheric_lower)
        assert [values[0, 0, column] for values in actual] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("name", "expected"), [("city", 76.8 - 27.7), ("Quiet Rural", 53.6 - 28.6), ("quiet_rural", 53.6 - 28.6)]
)
def test_man_made_noise_at_10_mhz(name: str, expected: float) -> None:
    result = radio_noise.noise_at(0.0, 0.0, 10.0, 0.0, month=1, place=radio_noise.environment(name))
    assert result.man_made.item() == pytest.approx(expected)
    assert result.galactic.item() == pytest.approx(29.0)


def test_unknown_environment_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"suburban.*residential"):
        radio_noise.environment("suburban")


def test_whole_hour_zones_only_move_the_clock() -> None:
    place = radio_noise.environment("rural")
    exact = radio_noise.noise_at(40.0, 127.4, 9.7, 5.0, month=2, place=place)
    zoned = radio_noise.noise_at(40.0, 127.4, 9.7, 5.0, month=2, place=place, whole_hour_zones=True)
    moved = radio_noise.noise_at(40.0, 127.4, 9.7, 5.0 - 7.4 / 15.0, month=2, place=place)
    assert zoned.atmospheric.item() != pytest.approx(exact.atmospheric.item(), abs=1e-3)
    assert zoned.atmospheric.item() == pytest.approx(moved.atmospheric.item(), abs=1e-9)


def test_longitudes_may_be_turned_by_a_circle() -> None:
    place = radio_noise.environment("rural")
    one = radio_noise.noise_at(40.0, -127.4, 9.7, 5.0, month=2, place=place)
    other = radio_noise.noise_at(40.0, 232.6, 9.7, 5.0, month=2, place=place)
    assert one.atmospheric.item() == pytest.approx(other.atmospheric.item())


def test_frequencies_may_differ_between_receivers() -> None:
    place = radio_noise.environment("rural")
    both = radio_noise.noise_at(
        [40.0, -10.0], [0.0, 50.0], [[6.0, 9.0], [11.0, 15.0]], [3.0, 9.0], month=2, place=place
    )
    one = radio_noise.noise_at(-10.0, 50.0, [11.0, 15.0], [3.0, 9.0], month=2, place=place)
    np.testing.assert_allclose(both.atmospheric[1], one.atmospheric[0])


def test_total_noise_of_a_published_circuit() -> None:
    # Bern, July, 12 UT, 6.1 MHz rural: F_amT 45.8515, D_u 9.34948, D_l 4.31701 (ITU program, whole-hour zones).
    values = radio_noise.noise_at(
        46.95, 7.45, 6.1, 12.0, month=7, place=radio_noise.environment("rural"), whole_hour_zones=True
    )
    total, upper, lower = radio_noise.total_noise(values)
    assert total.item() == pytest.approx(45.8515, abs=2e-3)
    assert upper.item() == pytest.approx(9.34948, abs=2e-3)
    assert lower.item() == pytest.approx(4.31701, abs=2e-3)
