"""HF prediction one number at a time: the formulas of P.533 in plain loops, for comparison only.

Written apart from the array engine, sharing nothing with it but the printed tables and the coefficients. Tests hold the
engine against it; the benchmark divides by its speed. Recommendation mode, isotropic antennas, short arc.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from bcastplan.science.geomagnetic import COEFFICIENTS
from bcastplan.science.hf import itu_tables
from bcastplan.science.ionosphere import load_tables

R0 = 6371.009
FIELD = {(n, m): (g, h) for n, m, g, h in COEFFICIENTS}
DAYS = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
LAYOUT = {"fof2": (11, 11, 8, 4, 1, 0, 0, 0, 0), "m3000": (6, 7, 5, 2, 1, 0, 0)}


@lru_cache(maxsize=4)
def month_map(name, month):
    return load_tables()[name][month - 1].astype(float).tolist()


def distance_km(lat1, lon1, lat2, lon2):
    p1, p2 = math.radians(lat1), math.radians(lat2)
    a = math.sin((p1 - p2) / 2) ** 2
    a += math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon1 - lon2) / 2) ** 2
    return 2 * R0 * math.asin(min(math.sqrt(a), 1.0))


def between(path, q):
    """Latitude and longitude at fraction q of the path."""
    lat1, lon1, lat2, lon2 = (math.radians(value) for value in path)
    sigma = distance_km(*path) / R0
    a, c = math.sin((1 - q) * sigma) / math.sin(sigma), math.sin(q * sigma) / math.sin(sigma)
    x = a * math.cos(lat1) * math.cos(lon1) + c * math.cos(lat2) * math.cos(lon2)
    y = a * math.cos(lat1) * math.sin(lon1) + c * math.cos(lat2) * math.sin(lon2)
    z = a * math.sin(lat1) + c * math.sin(lat2)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def field(lat, lon, height):
    """Dip in radians and gyrofrequency in MHz."""
    s, c = math.sin(math.radians(lat)), max(math.cos(math.radians(lat)), 1e-9)
    p, q = {(0, 0): 1.0}, {(0, 0): 0.0}
    x = y = z = 0.0
    for n in range(1, 7):
        rho = (R0 / (R0 + height)) ** (n + 2)
        for m in range(n + 1):
            if m == n:
                p[n, n] = c * p[n - 1, n - 1]
                q[n, n] = c * q[n - 1, n - 1] + s * p[n - 1, n - 1]
            else:
                k = ((n - 1) ** 2 - m * m) / ((2 * n - 1) * (2 * n - 3)) if n >= 2 else 0.0
                p[n, m] = s * p[n - 1, m] - k * p.get((n - 2, m), 0.0)
                q[n, m] = s * q[n - 1, m] - c * p[n - 1, m] - k * q.get((n - 2, m), 0.0)
            g, h = FIELD[n, m]
            cosine, sine = math.cos(m * math.radians(lon)), math.sin(m * math.radians(lon))
            x -= rho * q[n, m] * (g * cosine + h * sine)
            y += rho * m * p[n, m] * (g * sine - h * cosine) / c
            z += (n + 1) * rho * p[n, m] * (g * cosine + h * sine)
    return math.atan(z / math.hypot(x, y)), 2.8 * math.sqrt(x * x + y * y + z * z)


def modip(dip, lat):
    return math.atan(dip / math.sqrt(max(math.cos(math.radians(lat)), 1e-9)))


def map_value(name, lat, lon, month, r, ut):
    """FoF2 or M(3000)F2 by summing the series term by term."""
    x = math.sin(modip(field(lat, lon, 300.0)[0], lat))
    functions = [x**n for n in range(LAYOUT[name][0] + 1)]
    for m in range(1, len(LAYOUT[name])):
        c = math.cos(math.radians(lat)) ** m
        for n in range(LAYOUT[name][m] + 1):
            functions.append(x**n * c * math.cos(m * math.radians(lon)))
            functions.append(x**n * c * math.sin(m * math.radians(lon)))
    t = math.radians(15 * ut - 180)
    totals = []
    for coefficients in month_map(name, month):
        total = 0.0
        for function, row in zip(functions, coefficients, strict=True):
            series = row[0]
            for j in range(1, (len(row) + 1) // 2):
                series += row[2 * j - 1] * math.sin(j * t) + row[2 * j] * math.cos(j * t)
            total += function * series
        totals.append(total)
    r = min(r, 160.0)
    return ((100 - r) * totals[0] + r * totals[1]) / 100


def sun(month, ut):
    """Declination in radians and equation of time in minutes."""
    day = DAYS[month - 1] + 15 + ut / 24
    rate = 0.98565327
    anomaly = math.radians(rate * (day - 2))
    epsilon = rate * (day - 80)
    epsilon -= 360 if epsilon >= 270 else 180 if epsilon >= 90 else 0
    beta = math.degrees(math.atan(math.cos(math.radians(23.45)) * math.tan(math.radians(epsilon))))
    equation = 3.98891967 * (epsilon - beta - 1.915169 * math.sin(anomaly))
    longitude = anomaly + 0.016713 * math.sin(anomaly) - math.radians(78.746118)
    return math.asin(math.sin(math.radians(23.45)) * math.sin(longitude)), equation


def zenith(lat, lon, month, ut):
    delta, equation = sun(month, ut)
    eta = math.radians(15 * (ut - 12) + lon + equation / 4)
    cosine = math.sin(math.radians(lat)) * math.sin(delta)
    cosine += math.cos(math.radians(lat)) * math.cos(delta) * math.cos(eta)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def rise_and_set(lat, lon, month, ut):
    delta, equation = sun(month, ut)
    phi = math.radians(lat)
    cosine = math.cos(math.radians(90.833)) / (math.cos(phi) * math.cos(delta))
    cosine -= math.tan(phi) * math.tan(delta)
    if abs(cosine) > 1:
        return None
    half = math.degrees(math.acos(cosine))
    return tuple(((720 - 4 * lon + sign * 4 * half - equation) / 60) % 24 for sign in (-1, 1))


def foe(lat, lon, month, r, ut):
    r = min(r, 160.0)
    flux = 63.7 + 0.728 * r + 0.00089 * r * r
    delta, _ = sun(month, ut)
    cosine = math.cos(math.radians(lat))
    m = -1.93 + 1.92 * cosine if abs(lat) < 32 else 0.11 - 0.49 * cosine
    n = min(abs(math.radians(lat) - delta), math.radians(80))
    c = 23 + 116 * cosine if abs(lat) < 32 else 92 + 35 * cosine
    p = 1.31 if abs(lat) <= 12 else 1.20
    chi = zenith(lat, lon, month, ut)
    if chi <= 73:
        d = math.cos(math.radians(chi)) ** p
    elif chi < 90:
        d = math.cos(math.radians(chi - 6.27e-13 * (chi - 50) ** 8)) ** p
    else:
        hours = 0.0
        clock = rise_and_set(lat, lon, month, ut)
        if clock and (ut - clock[1]) % 24 < (clock[0] - clock[1]) % 24:
            hours = (ut - clock[1]) % 24
        d = 0.072**p * math.exp(25.2 - 0.28 * chi)
        polar = (lat > 72.5622 and month in (11, 12, 1)) or (lat < -72.5622 and month in (5, 6, 7))
        if not polar:
            d = max(d, 0.072**p * math.exp(-1.4 * hours))
    day = (1 + 0.0094 * (flux - 66)) * math.cos(n) ** m * c * d
    return max(day, 0.004 * (1 + 0.021 * flux) ** 2) ** 0.25


def elevation(hop, height):
    psi = hop / (2 * R0)
    return math.atan(1 / math.tan(psi) - R0 / (R0 + height) / math.sin(psi))


def incidence(delta, height):
    return math.asin(R0 * math.cos(delta) / (R0 + height))


def longest_hop(height):
    delta = math.radians(3)
    return min(2 * R0 * (math.pi / 2 - delta - incidence(delta, height)), 4000.0)


def mirror(m3000):
    return min(1490 / m3000 - 176, 500.0)


@dataclass
class Point:
    """Ionosphere at one place and time."""

    lat: float
    lon: float
    fof2: float
    m3000: float
    foe: float
    gyro: float

    @property
    def b(self):
        """Factor of the MUF formula."""
        x = max(self.fof2 / self.foe, 2.0)
        return self.m3000 - 0.124 + (self.m3000**2 - 4) * (0.0215 + 0.005 * math.sin(7.854 / x - 1.9635))

    @property
    def reach(self):
        """Longest hop, not capped."""
        x = max(self.fof2 / self.foe, 2.0)
        return 4780 + (12610 + 2140 / x**2 - 49720 / x**4 + 688900 / x**6) * (1 / self.b - 0.303)

    def muf(self, hop, reach):
        """Basic MUF of one hop."""

        def curve(d):
            z = 1 - 2 * d / reach
            return 0.74 - 0.591 * z - 0.424 * z**2 - 0.090 * z**3 + 0.088 * z**4 + 0.181 * z**5 + 0.096 * z**6

        share = curve(min(hop, reach)) / curve(3000)
        return (1 + (self.b - 1) * share) * self.fof2 + self.gyro / 2 * (1 - hop / reach)


def point(place, month, r, ut):
    fof2, m3000 = (map_value(name, *place, month, r, ut) for name in ("fof2", "m3000"))
    return Point(*place, fof2, m3000, foe(*place, month, r, ut), field(*place, 300.0)[1])


def penetration_factor(t):
    if t <= 1:
        u = (t - 0.475) / 0.475
        value = -0.093 * u**6 + 0.04 * u**5 + 0.127 * u**4 - 0.027 * u**3 + 0.044 * u**2 + 0.159 * u + 0.225
        return min(value, 0.53) / 0.34
    if t <= 2.2:
        u = (t - 1.65) / 0.55
        value = 0.043 * u**6 - 0.07 * u**5 - 0.027 * u**4 + 0.034 * u**3 + 0.054 * u**2 - 0.049 * u + 0.375
        return min(value, 0.53) / 0.34
    return (0.34 + 0.02 * (10 - t) / 7.8) / 0.34 if t <= 10 else 1.0


def exponent(lat, month, dip):
    mu = min(abs(math.degrees(modip(dip, lat))), 70.0)
    season = (month - 1 + (6 if lat < 0 else 0)) % 12
    split = float(itu_tables.EXPONENT_SPLIT_DEG[season])
    if mu <= split:
        row, u = itu_tables.EXPONENT_COEFFICIENTS[season, 0], -1 + 2 * mu / split
    else:
        row, u = itu_tables.EXPONENT_COEFFICIENTS[season, 1], -1 + 2 * (mu - split) / (70 - split)
    return sum(float(c) * u**j for j, c in enumerate(row))


def noon_absorption(lat, month):
    row = itu_tables.NOON_ABSORPTION[itu_tables.NOON_ABSORPTION_ROW[month - 1]]
    x = min(abs(lat), 69.99) / 2.5
    i = int(x)
    return float(row[i] + (row[i + 1] - row[i]) * (x - i))


def diurnal(angle, p):
    return max(math.cos(math.radians(angle)) ** p, 0.02) if angle < 90 else 0.02


def absorption_at(place, month, r, ut, vertical_mhz):
    """Absorption factor with its frequency part at one place."""
    lat, lon = place
    p = exponent(lat, month, field(lat, lon, 100.0)[0])
    noon = (12 - lon / 15 - sun(month, ut)[1] / 60) % 24
    noon_zenith = abs(lat - math.degrees(sun(month, noon)[0]))
    day = diurnal(0.881 * min(zenith(lat, lon, month, ut), 102.0), p) / diurnal(0.881 * noon_zenith, p)
    return noon_absorption(lat, month) * day * penetration_factor(vertical_mhz / foe(lat, lon, month, r, ut))


def auroral(places, hop, month, local):
    total = 0.0
    for lat, lon in places:
        phi = math.radians(lat)
        pole = math.radians(78.5)
        sine = math.sin(phi) * math.sin(pole)
        sine += math.cos(phi) * math.cos(pole) * math.cos(math.radians(lon + 68.2))
        magnetic = abs(math.degrees(math.asin(max(-1.0, min(1.0, sine)))))
        if magnetic < 42.5:
            continue
        season = (0, 0, 1, 1, 1, 2, 2, 2, 1, 1, 1, 0)[month - 1]
        season = season if lat >= 0 else 2 - season
        row = 0 if magnetic >= 77.5 else 7 - int((magnetic - 42.5) // 5)
        column = int(((local - 1) % 24) // 3)
        total += float(itu_tables.AURORAL_LOSS_DB[int(hop > 2500), season, row, column])
    return total / len(places)


def mirror_height(cp, hop, f, r):
    x = cp.fof2 / cp.foe
    y = max(x, 1.8)
    xr = f / cp.fof2
    h0 = 1490 / (cp.m3000 + 0.18 / (y - 1.4) + 0.096 * (min(r, 160.0) - 25) / 150) - 316
    if x > 3.33 and xr >= 1:
        e = -0.09707 * xr**3 + 0.6870 * xr**2 - 0.7506 * xr + 0.6
        big_f = 1.21 + 0.2 * xr
        if xr <= 1.71:
            big_f = -1.862 * xr**4 + 12.95 * xr**3 - 32.03 * xr**2 + 33.50 * xr - 10.91
        g = 19.25
        if xr <= 3.7:
            g = -2.102 * xr**4 + 19.50 * xr**3 - 63.15 * xr**2 + 90.47 * xr - 44.73
        a = (hop - 160 - (h0 + 43) * g) / (h0 + 140)
        a1 = 140 + (h0 - 47) * e
        b1 = 150 + (h0 - 17) * big_f - a1
        height = a1 + b1 * (2.4**-a if b1 >= 0 and a >= 0 else 1.0)
    elif x > 3.33:
        z = max(xr, 0.1)
        a2 = 151 + (h0 - 47) * (0.1906 * z * z + 0.00583 * z + 0.1936)
        b2 = 141 + (h0 - 24) * (0.645 * z * z + 0.883 * z + 0.162) - a2
        df = min(0.115 * hop / (z * (h0 + 140)), 0.65)
        b = -7.535 * df**4 + 15.75 * df**3 - 8.834 * df**2 - 0.378 * df + 1
        height = a2 + b2 * (b if b2 >= 0 else 1.0)
    else:
        j = -0.7126 * y**3 + 5.863 * y**2 - 16.13 * y + 16.07
        u = 8e-5 * (h0 - 80) * (1 + 11 * y**-2.2) + 1.2e-3 * h0 * y**-3.6
        height = 115 + h0 * j + u * hop
    return min(height, 800.0)


class Path:
    """One path at one month, R12 and hour, below 9,000 km."""

    def __init__(self, path, month, r, ut):
        self.path, self.month, self.r, self.ut = path, month, r, ut
        self.d = d = distance_km(*path)
        self.mid = point(between(path, 0.5), month, r, ut)
        self.ends = [point(between(path, q), month, r, ut) for q in (1000 / d, 1 - 1000 / d)] if d > 2000 else []
        hop = longest_hop(mirror(self.mid.m3000))
        self.n0 = next(n for n in range(1, 7) if d / n < hop)
        self.reach = min(self.mid.reach, 4000.0)
        self.far = d > self.reach
        share = 1 / (2 * self.n0)
        self.halves = [point(between(path, q), month, r, ut) for q in (share, 1 - share)] if self.far else []

    def f2_muf(self, n):
        """Basic MUF of an F2 mode, 0 below the lowest order."""
        if n < self.n0:
            return 0.0
        if not self.far:
            return self.mid.muf(self.d / n, self.reach)
        base = min(cp.muf(self.d / self.n0, self.reach) for cp in self.halves)
        if n == self.n0:
            return base
        return base * min(cp.muf(self.d / n, cp.reach) / cp.muf(self.d / self.n0, cp.reach) for cp in self.halves)

    def e_muf(self, n):
        """Basic MUF of an E mode, 0 if there is none."""
        if self.d >= 4000 or self.d / n >= longest_hop(110.0):
            return 0.0
        value = min(end.foe for end in self.ends) if self.ends else self.mid.foe
        return value / math.cos(incidence(elevation(self.d / n, 110.0), 110.0))

    def basic_muf(self):
        """Basic MUF of the path."""
        if self.d > 7000:
            return min(cp.muf(self.d / self.n0, min(cp.reach, 4000.0)) for cp in self.halves)
        return max([self.f2_muf(self.n0)] + [self.e_muf(n) for n in (1, 2, 3)])

    def screened(self, n, f):
        """Whether the E layer hides an F2 mode."""
        if self.d > 4000:
            return False
        points = [self.halves[0], self.mid, self.halves[1]] if self.far else [self.mid]
        height = sum(mirror_height(cp, self.d / n, f, self.r) for cp in points) / len(points)
        value = max(end.foe for end in self.ends) if self.ends else self.mid.foe
        return 1.05 * value / math.cos(incidence(elevation(self.d / n, height), 110.0)) >= f

    def loss_above_muf(self, f, muf, f2):
        """Loss above the basic MUF."""
        if f <= muf:
            return 0.0
        if not f2:
            return min(46 * math.sqrt(f / muf - 1) + 5, 58.0)
        if self.d <= 3000:
            return min(36 * math.sqrt(f / muf - 1) + 5, 60.0)
        return min(70 * (f / muf - 1) + 8, 80.0)

    def mode_field(self, n, f, f2):
        """Field of one mode for 1 kW."""
        height = 110.0
        if f2:
            chosen = min(self.halves, key=lambda cp: cp.fof2) if self.far else self.mid
            height = mirror(chosen.m3000)
        hop = self.d / n
        delta = elevation(hop, height)
        secant = 1 / math.cos(incidence(delta, 110.0))
        crossing = R0 * (math.pi / 2 - delta - incidence(delta, 90.0))
        total = 0.0
        for k in range(n):
            for at in (k * hop + crossing, (k + 1) * hop - crossing):
                place = between(self.path, at / self.d)
                total += absorption_at(place, self.month, self.r, self.ut, f / secant)
        points = [self.mid, *self.ends, *(self.halves if f2 else [])]
        fields = [field(cp.lat, cp.lon, 100.0) for cp in points]
        gyro = sum(abs(strength * math.sin(dip)) for dip, strength in fields) / len(fields)
        loss = n * (1 + 0.0067 * min(self.r, 160.0)) * total / (2 * n) / (f + gyro) ** 2 * secant
        muf = self.f2_muf(n) if f2 else self.e_muf(n)
        loss += self.loss_above_muf(f, muf, f2) + 2 * (n - 1) + 9.14
        local = (self.ut + self.mid.lon / 15) % 24
        loss += auroral([(cp.lat, cp.lon) for cp in points], hop, self.month, local)
        psi = hop / (2 * R0)
        slant = n * 2 * R0 * abs(math.sin(psi) / math.cos(delta + psi))
        loss += 32.45 + 20 * math.log10(f) + 20 * math.log10(slant)
        return 136.6 + 20 * math.log10(f) - loss

    def field_dbuv(self, f):
        """E of the short model for 1 kW."""
        total = 0.0
        for n in (1, 2, 3):
            if self.e_muf(n) > 0:
                total += 10 ** (self.mode_field(n, f, False) / 10)
        for n in range(self.n0, 7):
            if (n == self.n0 and self.d / n > self.reach) or self.screened(n, f):
                continue
            total += 10 ** (self.mode_field(n, f, True) / 10)
        return 10 * math.log10(total) if total > 0 else -307.0
