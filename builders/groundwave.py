"""Build the tables of ground-wave field strength, up to 1710 kHz and from there to 30 MHz; the same bytes every time.

    python builders/groundwave.py

Needs the package proplib-lfmf 1.1.0 (the LFMF model of NTIA/ITS, a work of the United States government). Its native
library exists for few platforms, which is why the program ships these tables and not the package.
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
SHORTWAVE_KHZ = np.geomspace(1710.0, 30_000.0, 40)
# Over land the ground takes 20 dB and more within the first kilometre, where whole towns hear a jammer.
SHORTWAVE_KM = np.concatenate((np.geomspace(0.05, 1.0, 13)[:-1], DISTANCES_KM))
STEPS_PER_DB = 64  # the shortwave table is kept in whole steps, which pack to a fifth of what floats take
POWER_W = 1000.0
REFRACTIVITY = 315.0  # N-units at the surface
VERTICAL = 1


def flattened_field(sigma: float, permittivity: float, frequency_khz: float, distance_km: float) -> float:
    """Field of 1 kW e.m.r.p. in dB(uV/m), with 20 log10 of the distance added so that it varies slowly."""
    result = LFMF(0.0, 0.0, frequency_khz / 1000.0, POWER_W, REFRACTIVITY, distance_km, permittivity, sigma, VERTICAL)
    return float(result.E__dBuVm + 20.0 * np.log10(distance_km))


def flattened_table(frequencies_khz: np.ndarray, distances_km: np.ndarray) -> np.ndarray:
    """Shape (ground, frequency, distance)."""
    return np.array(
        [[[flattened_field(sigma, eps, f, d) for d in distances_km] for f in frequencies_khz] for sigma, eps in GROUNDS]
    )


def main() -> None:
    """Write groundwave.npz and groundwave_hf.npz."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=DATA)
    arguments = parser.parse_args()
    conductivity_s_m = np.array([sigma for sigma, _ in GROUNDS])
    np.savez_compressed(
        arguments.output / "groundwave.npz",
        flattened=flattened_table(FREQUENCIES_KHZ, DISTANCES_KM).astype(np.float32),
        conductivity_s_m=conductivity_s_m,
        frequency_khz=FREQUENCIES_KHZ,
        distance_km=DISTANCES_KM,
    )
    steps = np.rint(flattened_table(SHORTWAVE_KHZ, SHORTWAVE_KM) * STEPS_PER_DB).astype(np.int64)
    np.savez_compressed(
        arguments.output / "groundwave_hf.npz",
        steps=np.diff(steps, axis=2, prepend=0).astype(np.int16),
        steps_per_db=STEPS_PER_DB,
        conductivity_s_m=conductivity_s_m,
        frequency_khz=SHORTWAVE_KHZ,
        distance_km=SHORTWAVE_KM,
    )
    for name in ("groundwave.npz", "groundwave_hf.npz"):
        print(f"{name}: {(arguments.output / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
