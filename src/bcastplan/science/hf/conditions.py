"""Everything that is the same for all paths of a run, and the ionosphere above points chosen for them."""

import functools
from dataclasses import dataclass

import numpy as np

from bcastplan.science.arrays import FloatArray
from bcastplan.science.geodesy import latitude_longitude
from bcastplan.science.geomagnetic import geomagnetic_latitude_deg, magnetic_fields, modified_dip_rad
from bcastplan.science.hf import absorption
from bcastplan.science.hf.method import Method
from bcastplan.science.hf.pathhours import PathHours
from bcastplan.science.ionosphere import ELayer, F2Maps
from bcastplan.science.solar import SunTrack


@dataclass(frozen=True)
class Conditions:
    """Month, R12, hours and method of a run."""

    month: int
    ssn: float
    hours_utc: FloatArray
    method: Method

    @functools.cached_property
    def sun(self) -> SunTrack:
        """The Sun at the run's hours."""
        return SunTrack.at(self.month, self.hours_utc, self.day_shift)

    @property
    def day_shift(self) -> int:
        """Error of the day count in reference mode."""
        return int(self.method.quirks.june_one_day_late and self.month == 6)

    @functools.cached_property
    def maps(self) -> F2Maps:
        """F2 maps at the run's hours."""
        return F2Maps.at(self.month, self.ssn, self.hours_utc)

    @property
    def e_layer(self) -> ELayer:
        """The month's E layer."""
        return ELayer(self.month, self.ssn, self.method.quirks.polar_night_everywhere_south)


class Points:
    """N places on the Earth under given conditions; every quantity is computed when first asked for.

    Arrays of shape (N,) do not depend on the hour. Those of shape (K,) do: they hold for K combinations of a place and
    an instant, every place at every instant unless ``at`` names them.
    """

    def __init__(self, conditions: Conditions, position: FloatArray, at: PathHours | None = None) -> None:
        self.conditions = conditions
        self.position = position
        self.at = at or PathHours.grid(position.shape[1], conditions.hours_utc.size)
        self.latitude, self.longitude = latitude_longitude(position)
        self.field_100, self.field_300 = magnetic_fields(self.latitude, self.longitude, 100.0, 300.0)

    @functools.cached_property
    def _f2(self) -> tuple[FloatArray, FloatArray]:
        values = self.conditions.maps.evaluate(self.latitude, self.longitude, self.field_300.dip_rad)
        return values[0][self.at.path, self.at.hour], values[1][self.at.path, self.at.hour]

    @property
    def fof2(self) -> FloatArray:
        """Critical frequency of the F2 layer in MHz, (K,)."""
        return self._f2[0]

    @property
    def m3000(self) -> FloatArray:
        """M(3000)F2, (K,)."""
        return self._f2[1]

    @functools.cached_property
    def zenith_rad(self) -> FloatArray:
        """Zenith angle of the Sun, (K,)."""
        cosine = (self.position.T @ self.conditions.sun.vector)[self.at.path, self.at.hour]
        return np.arccos(np.clip(cosine, -1.0, 1.0))

    @functools.cached_property
    def foe(self) -> FloatArray:
        """Critical frequency of the E layer in MHz, (K,)."""
        sun, hour = self.conditions.sun, self.at.hour
        x, y, z = self.position[:, self.at.path]
        evening = y * sun.vector[0, hour] - x * sun.vector[1, hour] > 0.0
        result = self.conditions.e_layer.critical_frequency(
            z, self.zenith_rad, evening, np.sin(sun.declination_rad)[hour], np.cos(sun.declination_rad)[hour]
        )
        return np.asarray(result, float)

    @functools.cached_property
    def loss_gyrofrequency(self) -> FloatArray:
        """Longitudinal gyrofrequency at 100 km as the absorption needs it, (N,)."""
        return np.abs(self.field_100.gyrofrequency_mhz * np.sin(self.field_100.dip_rad))

    @functools.cached_property
    def geomagnetic_latitude(self) -> FloatArray:
        """Centred-dipole latitude in degrees, (N,)."""
        return geomagnetic_latitude_deg(self.latitude, self.longitude)

    @functools.cached_property
    def absorption_weight(self) -> FloatArray:
        """Absorption factor without its frequency part, (K,)."""
        place = self.at.path
        modified = np.degrees(modified_dip_rad(self.field_100.dip_rad, self.latitude))
        exponent = absorption.diurnal_exponent(self.latitude, modified, self.conditions.month)[place]
        noon = absorption.noon_weight(
            self.latitude[place],
            self.longitude[place],
            exponent,
            self.conditions.month,
            self.conditions.sun.equation_min[self.at.hour],
            self.conditions.day_shift,
        )
        return np.asarray(absorption.weight(noon, self.zenith_rad, exponent), float)
