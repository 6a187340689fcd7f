"""How fast antenna patterns are made and looked up, and medium-wave path-hours, against plain loops in the same run.

OMP_NUM_THREADS=1 python benchmarks/bench_antennas.py
"""

import math
import time
from collections.abc import Callable

import numpy as np

from bcastplan.science.antennas import GainBank, exact_gain_dbi, gain_dbi, parse_definition, resolve
from bcastplan.science.antennas.gain import _mean_square
from bcastplan.science.antennas.pattern import _tabulate, pattern_for
from bcastplan.science.mediumwave import field_strength
from bcastplan.science.mediumwave.sections import _sections

DESIGNATIONS = (
    "AHR(S)4/4/0.5", "AHR(S)4/4/1.0", "AHR(S)2/2/0.5", "AHR(S)4/2/0.5", "AHR(S)8/4/1.0", "CHR(S)4/1/0.3",
    "EHR(S)4/4/1.0", "CH1/1/0.3", "LPH18/36.5/32.2/16.7/1.4/13.2/200", "RH155/68/40", "HQ1/0.3", "VM8/8/120/3",
)  # fmt: skip


def best_seconds(action: Callable[[], object], repeats: int = 3) -> float:
    """Shortest of several runs, the usual estimate on a machine others use too."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def make_patterns() -> None:
    """Every designation at ten frequencies, nothing cached."""
    _tabulate.cache_clear()
    _mean_square.cache_clear()
    for text in DESIGNATIONS:
        for step in range(10):
            pattern_for(parse_definition(text), 6.0 + step, 9.0)


def curtain_by_loop(azimuth: np.ndarray, elevation: np.ndarray) -> list[float]:
    """One curtain's field, direction by direction with the formulas written out: the baseline."""
    fields = []
    for phi, theta in zip(np.radians(azimuth).tolist(), np.radians(elevation).tolist(), strict=True):
        up, flat, side, ahead = math.sin(theta), math.cos(theta), math.sin(phi), math.cos(phi)
        root = complex(4.0 - flat * flat, -18000.0 * 0.01 / 9.6) ** 0.5
        horizontal = (up - root) / (up + root)
        direct = sum(complex(math.cos(h), math.sin(h)) for h in (2 * math.pi * up * (0.5 + i / 2) for i in range(4)))
        x = side * flat
        element = math.cos(math.pi / 2 * x) / max(1 - x * x, 1e-9)
        row = abs(sum(complex(math.cos(i * math.pi * x), math.sin(i * math.pi * x)) for i in range(4)))
        screen = math.sqrt(abs(1.7 - 1.67 * math.cos(math.pi * flat * ahead)))
        fields.append(element * row * screen * abs(direct + horizontal * direct.conjugate()))
    return fields


def run() -> list[tuple[str, str]]:
    """The figures as (label, figure)."""
    rng = np.random.default_rng(1)
    count = 200_000
    azimuth, elevation = rng.uniform(-180, 180, count), rng.uniform(0, 60, count)
    curtain = parse_definition("AHR(S)4/4/0.5")
    making = best_seconds(make_patterns) / (10 * len(DESIGNATIONS))
    looking = best_seconds(
        lambda: gain_dbi(curtain, frequency_mhz=9.6, off_boresight_deg=azimuth, elevation_deg=elevation)
    )
    exact = best_seconds(
        lambda: exact_gain_dbi(curtain, ratio=1.0, frequency_mhz=9.6, azimuth_deg=azimuth, elevation_deg=elevation)
    )
    few = slice(0, 2000)
    looping = best_seconds(lambda: curtain_by_loop(azimuth[few], elevation[few])) * count / 2000
    antennas = [resolve(text, frequency_mhz=9.6, azimuth_deg=30.0) for text in DESIGNATIONS]
    bank = GainBank([(antenna, 9.6) for antenna in antennas])
    index = rng.integers(0, len(antennas), count)
    banked = best_seconds(lambda: bank.gain_dbi(index, azimuth, elevation))
    north, east = rng.uniform(30, 50, 500), rng.uniform(110, 140, 500)
    hours = np.arange(24.0)

    def medium_wave() -> object:
        return field_strength(37.5, 126.9, north, east, frequency_khz=1188, power_kw=100, month=3, hours_utc=hours)

    def medium_wave_anew() -> object:
        _sections.cache_clear()
        return medium_wave()

    anew, known = best_seconds(medium_wave_anew), best_seconds(medium_wave)
    alone = best_seconds(
        lambda: [
            field_strength(
                37.5, 126.9, north[i], east[i], frequency_khz=1188, power_kw=100, month=3, hours_utc=[hours[i]]
            )
            for i in range(20)
        ]
    )
    return [
        ("antenna pattern made, mean of 12 families", f"{making * 1e3:.2f} ms"),
        ("gains looked up, one antenna", f"{count / looking / 1e6:.1f} million/s"),
        ("gains looked up, mixed antennas (bank)", f"{count / banked / 1e6:.1f} million/s"),
        ("gains from the formulas", f"{count / exact / 1e6:.1f} million/s"),
        ("gains by plain loop (baseline)", f"{count / looping / 1e6:.3f} million/s"),
        ("look-up against the loop", f"{looping / looking:.0f} times"),
        ("medium-wave path-hours, 500 paths by 24 hours", f"{500 * 24 / anew:,.0f}/s"),
        ("the same over coasts already cut", f"{500 * 24 / known:,.0f}/s"),
        ("medium-wave path-hours one by one (baseline)", f"{20 / alone:,.0f}/s"),
        ("together, coasts cut, against one by one", f"{500 * 24 / known / (20 / alone):.0f} times"),
    ]


if __name__ == "__main__":
    for label, figure in run():
        print(f"{label:50s} {figure}")
