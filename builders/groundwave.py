"""Build the table of medium-wave and long-wave ground-wave field strength; the same bytes every time.

    python builders/groundwave.py

Needs the package proplib-lfmf 1.1.0 (the LFMF model of NTIA/ITS, a work of the United States government). Its native
library exists for few platforms, which is why the program ships this table and not the package.
"""

import argparse
from pathlib import Path

import numpy as np
from ITS.Propagation.LFMF import LFMF

DATA = Path(__file__).resolve().parents[1] / "src" / "bcastplan" / "science" / "data"

# Conductivity in S/m with the permittivity that usually goes with it, as in the curves of ITU-R P.368.
GROUNDS = ((5.0, 70), (0.03, 40), (0.01, 30), (0.003, 22), (0.001, 15), (0.0003, 7), (0.0001, 3))
FREQUENCIES_KHZ = np.geomspace(148.0, 1710.0, 24)
DISTANCES_KM = np.geomspace(1.0, 2500.0, 100)
POWER_W = 1000.0
REFRACTIVITY = 315.0  # N-units at the surface
VERTICAL = 1


def flattened_field(sigma: float, permittivity: float, frequency_khz: float, distance_km: float) -> float:
    """Field of 1 kW e.m.r.p. in dB(uV/m), with 20 log10 of the distance added so that it varies slowly."""
    result = LFMF(0.0, 0.0, frequency_khz / 1000.0, POWER_W, REFRACTIVITY, distance_km, permittivity, sigma, VERTICAL)
    return float(result.E__dBuVm + 20.0 * np.log10(distance_km))


def main() -> None:
    """Write groundwave.npz."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=DATA)
    arguments = parser.parse_args()
    table = [
        [[flattened_field(sigma, eps, f, d) for d in DISTANCES_KM] for f in FREQUENCIES_KHZ] for sigma, eps in GROUNDS
    ]
    target = arguments.output / "groundwave.npz"
    np.savez_compressed(
        target,
        flattened=np.array(table, dtype=np.float32),
        conductivity_s_m=np.array([sigma for sigma, _ in GROUNDS]),
        frequency_khz=FREQUENCIES_KHZ,
        distance_km=DISTANCES_KM,
    )
    print(f"{target.name}: {np.shape(table)}, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
