"""What a transmission's circuit carries over the 24 hours of a month: its MUF, FOT and LUF, and how it is heard.

The middle of the listeners' places, or of the target's test points, stands for the far end of the circuit; what is
heard is the mean over all of the places.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from bcastplan.coverage.audiences import SERVED, Audience, Received, hearing
from bcastplan.coverage.circuit_ends import Emission, Receiver
from bcastplan.coverage.predicted_months import CoverageRequestError, Slot
from bcastplan.coverage.receiver_places import place_coordinates
from bcastplan.coverage.samples import PAST_THE_HOUR
from bcastplan.coverage.transmitter_gains import situation_of
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission
from bcastplan.reference import bands, smoothed_sunspot_number
from bcastplan.science.antennas import GainBank
from bcastplan.science.arrays import FloatArray, IntArray
from bcastplan.science.geodesy import great_circle_distance_km, middle_of
from bcastplan.science.hf import Circuits, Prediction, predict
from bcastplan.workspace.opening.open_plans import OpenPlan
from bcastplan.workspace.prediction.plan_facts import PlanFacts

HOURS = 24
STEP_MHZ = 0.5
"""How finely the lowest usable frequency is looked for."""
WORTH_NAMING = 0.5
"""Reliability below which no band is named as the one to use."""
_RANGE_MHZ = (2.0, 30.0)


@dataclass(frozen=True, eq=False)
class CircuitDay:
    """One month of a circuit; arrays are (24,), one value for each UTC hour, taken in its middle.

    Attributes:
        slot: the month, with its R12.
        distance_km: from the site to the middle of the places.
        muf_mhz: the median of the operational MUF (ITU-R P.1240).
        fot_mhz: the optimum working frequency: what the operational MUF exceeds on 90 % of the days (P.1240).
        luf_mhz: the lowest frequency heard with the reliability from which on a listener counts as served, at the
            transmission's power and antenna; NaN where there is none.
        heard: mean reliability (0 to 1) of the transmission's own frequency over all places; None outside 2 to 30 MHz.
        best_bands: the band that is heard best in each hour, empty where none is worth naming.
    """

    slot: Slot
    distance_km: float
    muf_mhz: FloatArray
    fot_mhz: FloatArray
    luf_mhz: FloatArray
    heard: FloatArray | None
    best_bands: tuple[str, ...]


class NoCircuit(ValueError):
    """A transmission lacks what a prediction needs, or is on no shortwave; the message says what."""


def months_of(window: Window) -> list[tuple[int, int]]:
    """The months that a schedule touches, as (year, month)."""
    first, last = window.first_day, window.last_day
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    from_zero = (divmod(first.year * 12 + first.month - 1 + number, 12) for number in range(count))
    return [(year, month + 1) for year, month in from_zero]


def slot_of(year: int, month: int) -> Slot:
    """A month with its sunspot number; raises CoverageRequestError where none is known."""
    number = smoothed_sunspot_number(year, month)
    if number is None:
        raise CoverageRequestError(f"no sunspot number is known for {year}-{month:02d}")
    return Slot(year, month, number.r12, number.status)


def nearest_month(months: list[tuple[int, int]], day: date) -> tuple[int, int]:
    """The month of a date, else the nearest one."""
    return min(months, key=lambda month: abs(month[0] * 12 + month[1] - day.year * 12 - day.month))


def circuit_day(opened: OpenPlan, transmission: Transmission, slot: Slot) -> CircuitDay:
    """Predict a transmission's circuit for a month; raises NoCircuit where something is missing."""
    facts = PlanFacts(opened).of(transmission)
    emission, audience = facts.emission, facts.audience
    if emission is None or audience is None:
        raise NoCircuit(f"the circuit cannot be predicted without {' and '.join(facts.missing) or 'more'}")
    latitudes, longitudes = (values[audience.places] for values in place_coordinates())
    middle = middle_of(latitudes, longitudes)
    # The middles of the bands are among the frequencies, so that finding the best band takes no second prediction.
    frequencies = np.unique(np.append(np.arange(_RANGE_MHZ[0], _RANGE_MHZ[1] + STEP_MHZ / 2, STEP_MHZ), _band_mhz()))
    answer = _predicted(emission, slot, frequencies, np.array([middle[0]]), np.array([middle[1]]))
    muf = answer.operational_muf_mhz[0]
    # The ratio of lower decile and median of the basic MUF is taken to hold for the operational MUF too.
    fot = muf * answer.muf90_mhz[0] / answer.basic_muf_mhz[0]
    reliability = np.nan_to_num(answer.reliability_pct[0]) / 100.0
    heard = _heard(emission, audience, slot, latitudes, longitudes)
    distance = float(great_circle_distance_km(emission.latitude, emission.longitude, *middle))
    return CircuitDay(
        slot, distance, muf, fot, _lowest(frequencies, reliability), heard, _best(frequencies, reliability)
    )


def _predicted(
    emission: Emission, slot: Slot, frequencies_mhz: FloatArray, latitudes: FloatArray, longitudes: FloatArray
) -> Prediction:
    """The prediction (P, 24, F) from the site of an emission to some places, with its antenna at every frequency."""
    receiver = Receiver()
    bank = None
    if emission.antenna is not None:
        # The gain has to be that of the antenna at each frequency, because its pattern changes over the range.
        bank = GainBank([situation_of(emission, float(mhz)) for mhz in frequencies_mhz])

    def gain(_path: IntArray, frequency: FloatArray, azimuth: FloatArray, elevation: FloatArray) -> FloatArray:
        assert bank is not None
        return bank.gain_dbi(np.searchsorted(frequencies_mhz, frequency), azimuth, elevation)

    size = latitudes.size
    circuits = Circuits(
        np.full(size, emission.latitude), np.full(size, emission.longitude), latitudes, longitudes
    )  # fmt: skip
    return predict(
        circuits,
        month=slot.month,
        ssn=slot.r12,
        hours_utc=np.arange(HOURS) + PAST_THE_HOUR,
        frequencies_mhz=frequencies_mhz,
        power_dbkw=10.0 * np.log10(emission.power_kw),
        tx_gain=gain if bank is not None else None,
        environment=receiver.environment,
        bandwidth_hz=receiver.bandwidth_hz,
        required_snr_db=receiver.required_snr_db,
        # As in coverage, so that both predict the same reliability.
        absorption="control_points",
    )


def _heard(
    emission: Emission, audience: Audience, slot: Slot, latitudes: FloatArray, longitudes: FloatArray
) -> FloatArray | None:
    own_mhz = emission.frequency_khz / 1000.0
    if not _RANGE_MHZ[0] <= own_mhz <= _RANGE_MHZ[1]:
        return None
    answer = _predicted(emission, slot, np.array([own_mhz]), latitudes, longitudes)
    by_place = np.nan_to_num(answer.reliability_pct[:, :, 0]) / 100.0
    return np.array([hearing([Received(audience, by_place[:, hour])], SERVED).share for hour in range(HOURS)])


def _lowest(frequencies_mhz: FloatArray, reliability: FloatArray) -> FloatArray:
    """The lowest frequency (24,) with the reliability of those who are served; NaN where none has it."""
    served = reliability >= SERVED
    # argmax finds the first of equal values, and the frequencies rise.
    lowest = frequencies_mhz[np.argmax(served, axis=1)]
    return np.where(served.any(axis=1), lowest, np.nan)


def _band_mhz() -> FloatArray:
    """The middle of the customary part of each shortwave band."""
    return np.array([mhz for _, mhz in _shortwave_bands()])


def _shortwave_bands() -> list[tuple[str, float]]:
    middles = [(band.name, (band.customary_from_khz + band.customary_until_khz) / 2000.0) for band in bands()]
    return [(name, mhz) for name, mhz in middles if _RANGE_MHZ[0] <= mhz <= _RANGE_MHZ[1]]


def _best(frequencies_mhz: FloatArray, reliability: FloatArray) -> tuple[str, ...]:
    names = _shortwave_bands()
    columns = np.searchsorted(frequencies_mhz, [mhz for _, mhz in names])
    of_bands = reliability[:, columns]
    best = of_bands.argmax(axis=1)
    return tuple(
        names[number][0] if of_bands[hour, number] >= WORTH_NAMING else "" for hour, number in enumerate(best.tolist())
    )
