"""Samples in batches are what one transmission alone gives: antenna, power, hour and month of each are its own."""

import numpy as np
import pytest

from bcastplan.coverage import predicted_samples
from bcastplan.coverage.circuit_ends import Emission, Receiver
from bcastplan.coverage.predicted_months import Slot
from bcastplan.coverage.predicted_samples import sample
from bcastplan.coverage.receiver_places import place_coordinates, point_indices
from bcastplan.coverage.samples import AskedMoments, CoverageCancelled, Listening, Means, Samples
from bcastplan.reference import target_points
from bcastplan.science import mediumwave
from bcastplan.science.antennas import gain_towards
from bcastplan.science.hf import Circuits, predict, ratio_reliability_pct
from bcastplan.tasks.processes import Processes

SLOTS = (Slot(2026, 4, 66.1, "predicted"), Slot(2026, 7, 63.7, "predicted"))
TINIAN, BIBLIS = (15.05, 145.6), (49.68, 8.48)


def emission(place=TINIAN, khz=9565.0, kw=250.0, antenna="AHR(S)4/4/0.5", azimuth=330.0, target="44NE", **more):
    values = {"slew_deg": 0.0, "design_frequency_mhz": None, "drm": False} | more
    return Emission(*place, khz, kw, antenna, azimuth, points=target_points(target), **values)


def asked_moments(emissions, hours):
    rows = [
        (number, slot, hour, number)
        for number in range(len(emissions))
        for slot in range(len(SLOTS))
        for hour in hours[number]
    ]
    columns = (np.array(column, dtype=np.intp) for column in zip(*rows, strict=True))
    return AskedMoments(*columns, [point_indices(one.points) for one in emissions])


def run(emissions, hours, listening=None, cancelled=lambda: False, progress=lambda *_: None, means=None):
    asked = asked_moments(emissions, hours)
    return asked.request(), sample(
        emissions, SLOTS, asked, listening or Listening(), means=means, progress=progress, cancelled=cancelled
    )


def expected_level(one, slot, hour, point):
    latitude, longitude = place_coordinates()

    def gain(path, frequency, azimuth, elevation):
        return np.array(
            [
                gain_towards(
                    one.antenna, azimuth_deg=one.azimuth_deg, slew_deg=one.slew_deg, frequency_mhz=float(mhz),
                    design_frequency_mhz=one.design_frequency_mhz, power_kw=one.power_kw, bearing_deg=bearing,
                    elevation_deg=up,
                )
                for mhz, bearing, up in zip(frequency, azimuth, elevation, strict=True)
            ]
        )  # fmt: skip

    ends = (one.latitude, one.longitude, latitude[point], longitude[point])
    return predict(
        Circuits(*(np.array([value]) for value in ends)), month=SLOTS[slot].month, ssn=SLOTS[slot].r12,
        hours_utc=[hour + 0.5], frequencies_mhz=[one.frequency_khz / 1000.0],
        power_dbkw=10 * np.log10(one.power_kw), tx_gain=gain, absorption="control_points",
    )  # fmt: skip


def test_every_sample_is_that_of_its_transmission_alone():
    emissions = [
        emission(),
        emission(khz=11700.0, kw=100.0, azimuth=300.0),
        emission(antenna="HQ1/0.3", azimuth=None, kw=50.0),  # the same site and frequency with another antenna
        emission(place=BIBLIS, khz=15120.0, target="52", azimuth=150.0, slew_deg=-15.0),
        emission(place=BIBLIS, khz=6040.0, target="28N", antenna=None, azimuth=None, kw=10.0),
    ]
    request, samples = run(emissions, [[0, 15, 16], [15], [15, 23], [5, 6], [12]])
    assert np.isfinite(samples.reliability).all()
    for number in range(0, request.emission.size, 7):
        one = emissions[request.emission[number]]
        alone = expected_level(one, request.slot[number], request.hour[number], request.point[number])
        assert samples.level_db[number] == pytest.approx(alone.received_power_dbw.item(), abs=0.01)
        assert samples.reliability[number] == pytest.approx(alone.reliability_pct.item() / 100.0, abs=0.002)
        assert samples.upper_day_db[number] == alone.du_day_db.item()
        assert samples.lower_day_db[number] == alone.dl_day_db.item()


def test_digital_reception_asks_for_its_own_ratio_in_its_own_bandwidth():
    listening = Listening(Receiver(required_snr_db=30.0), drm_snr_db=18.0)
    assert listening.required_db(False) == 30.0
    assert listening.required_db(True) == pytest.approx(18.0 + 10 * np.log10(10 / 9))
    _, analogue = run([emission()], [[15]], listening)
    request, digital = run([emission(drm=True)], [[15]], listening)
    alone = expected_level(emission(), 0, 15, request.point[0])
    expected = ratio_reliability_pct(alone.snr_db, listening.required_db(True), alone.du_snr_db, alone.dl_snr_db)
    assert digital.reliability[0] == pytest.approx(expected.item() / 100.0, abs=0.002)
    assert (digital.reliability >= analogue.reliability).all()


def test_medium_wave_is_ground_and_sky_wave_of_the_month():
    one = emission(place=(47.8, 107.2), khz=1350.0, kw=500.0, antenna=None, azimuth=None, target="44")
    request, samples = run([one], [[3, 15]])
    latitude, longitude = place_coordinates()
    for number in (0, 5, request.emission.size - 1):
        slot, hour, point = request.slot[number], request.hour[number], request.point[number]
        alone = mediumwave.field_strength(
            one.latitude, one.longitude, latitude[point], longitude[point], frequency_khz=1350, power_kw=500,
            hours_utc=hour + 0.5, year=2026, month=SLOTS[slot].month, ssn=SLOTS[slot].r12,
        )  # fmt: skip
        assert samples.level_db[number] == pytest.approx(alone.total_dbuv.item(), abs=1e-4)


def test_a_monopole_is_as_high_as_it_says_and_fires_all_around():
    mast = emission(khz=648.0, kw=500.0, antenna="VM120/100/120/3", azimuth=40.0, target="44NE", place=(37.0, 127.0))
    request, samples = run([mast], [[15]])
    latitude, longitude = place_coordinates()
    alone = mediumwave.field_strength(
        37.0, 127.0, latitude[request.point[0]], longitude[request.point[0]], frequency_khz=648, power_kw=500,
        hours_utc=15.5, year=2026, month=4, ssn=66.1, mast_wavelengths=120 * 648 / 299_792.458,
    )  # fmt: skip
    assert samples.level_db[0] == pytest.approx(alone.total_dbuv.item(), abs=1e-4)


def test_beyond_the_reach_of_medium_wave_nobody_hears():
    far = emission(place=(47.8, 107.2), khz=1350.0, kw=500.0, antenna=None, azimuth=None, target="14-16")
    _, samples = run([far], [[3]])
    unreached = np.isnan(samples.level_db)
    assert unreached.any()
    assert (samples.reliability[unreached] == 0.0).all()


def test_progress_reaches_the_end_and_a_caller_may_stop(monkeypatch):
    monkeypatch.setattr(predicted_samples, "SAMPLES_AT_ONCE", 1)  # each site and month by itself
    told = []
    request, _ = run([emission(), emission(place=BIBLIS)], [[0, 15], [3]], progress=lambda *seen: told.append(seen))
    assert told[0][1:] == (0, request.emission.size)
    assert told[-1][1:] == (request.emission.size, request.emission.size)
    answers = iter([False, False, True])
    with pytest.raises(CoverageCancelled):
        run([emission(), emission(place=BIBLIS)], [[0, 15], [3]], cancelled=lambda: next(answers))


class Kept(dict):
    """A store in memory that counts what it finds."""

    hits = 0

    def stored(self, keys):
        values = {key: self[key] for key in keys if key in self}
        self.hits += len(values)
        return values

    def keep(self, signals):
        self.update(signals)


MIXED = [
    emission(),
    emission(khz=11700.0, kw=100.0, azimuth=300.0),
    emission(place=BIBLIS, khz=15120.0, target="52", azimuth=150.0, drm=True),
    emission(place=(47.8, 107.2), khz=1350.0, kw=500.0, antenna=None, azimuth=None, target="14-16,44"),
    emission(place=(39.0, 125.7), khz=6045.0, kw=10.0, antenna=None, azimuth=None, ground_wave=True),
]
MIXED_HOURS = [[0, 15, 16], [15], [5, 6], [3, 15], [12]]


def assert_same(samples, expected):
    for name in Samples.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(samples, name), getattr(expected, name), err_msg=name)


def test_several_processes_predict_what_one_does(monkeypatch):
    monkeypatch.setattr(predicted_samples, "SAMPLES_AT_ONCE", 20)
    _, alone = run(MIXED, MIXED_HOURS)
    monkeypatch.setattr(predicted_samples, "WORTH_SAMPLES", 0)
    told = []
    request, together = run(MIXED, MIXED_HOURS, means=Means(Processes(2)), progress=lambda *seen: told.append(seen))
    assert_same(together, alone)
    assert told[-1][1:] == (request.emission.size, request.emission.size)


def test_moments_laid_out_as_samples():
    sets = [np.array([3, 5, 8]), np.array([2])]
    asked = AskedMoments(np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([7, 8, 9]), np.array([0, 1, 0]), sets)
    assert (asked.sizes.tolist(), asked.count) == ([3, 1, 3], 7)
    rows = [(0, 0, 7, 3), (0, 0, 7, 5), (0, 0, 7, 8), (0, 1, 8, 2), (1, 1, 9, 3), (1, 1, 9, 5), (1, 1, 9, 8)]
    for chosen, expected in ((None, rows), (np.array([1, 2]), rows[3:]), (np.array([], dtype=np.intp), [])):
        request = asked.request(chosen)
        columns = (request.emission, request.slot, request.hour, request.point)
        assert list(zip(*(column.tolist() for column in columns), strict=True)) == expected


@pytest.mark.parametrize("at_once", [1, 3, 1000])
def test_what_is_kept_is_not_predicted_again(monkeypatch, at_once):
    monkeypatch.setattr(predicted_samples, "_GROUPS_AT_ONCE", at_once)
    store = Kept()
    _, first = run(MIXED, MIXED_HOURS, means=Means(store=store))
    assert len(store) == len(MIXED) * len(SLOTS)
    monkeypatch.setattr(predicted_samples, "predict_batch", None)
    told = []
    request, again = run(MIXED, MIXED_HOURS, means=Means(store=store), progress=lambda *seen: told.append(seen))
    assert store.hits == len(store)
    assert_same(again, first)
    assert told[-1][1:] == (request.emission.size, request.emission.size)


@pytest.mark.parametrize(
    "change",
    [{"khz": 9570.0}, {"kw": 249.0}, {"azimuth": 331.0}, {"slew_deg": 15.0}, {"design_frequency_mhz": 11.7},
     {"antenna": "AHR(S)4/4/0.8"}, {"place": (15.0, 145.6)}, {"target": "44SE"}, {"ground_wave": True}],
)  # fmt: skip
def test_whatever_changes_is_predicted_anew(change):
    store = Kept()
    run([emission()], [[15]], means=Means(store=store))
    _, changed = run([emission(**change)], [[15]], means=Means(store=store))
    assert store.hits == 0
    _, expected = run([emission(**change)], [[15]])
    assert_same(changed, expected)


def test_another_ratio_needs_no_new_prediction_and_other_noise_does():
    store = Kept()
    run([emission()], [[15]], means=Means(store=store))
    for listening, hits in (
        (Listening(Receiver(required_snr_db=50.0)), len(SLOTS)),
        (Listening(Receiver(environment="city")), len(SLOTS)),
        (Listening(Receiver(bandwidth_hz=5000.0)), len(SLOTS)),
    ):
        _, kept = run([emission()], [[15]], listening, means=Means(store=store))
        _, anew = run([emission()], [[15]], listening)
        assert_same(kept, anew)
        assert store.hits == hits


def test_a_kept_value_of_another_size_is_passed_over():
    store = Kept()
    _, first = run([emission()], [[15]], means=Means(store=store))
    for key in store:
        store[key] = store[key][:-4]
    _, again = run([emission()], [[15]], means=Means(store=store))
    assert_same(again, first)


def test_a_site_with_many_places_is_worked_off_some_at_a_time(monkeypatch):
    several = [emission(target="43-45"), emission(khz=11570.0, target="43-45"), emission(khz=1188.0, target="44")]
    hours = [range(12, 18), range(14, 20), range(12, 14)]
    request, whole = run(several, hours)
    sizes = []
    original = predicted_samples.predict_batch
    monkeypatch.setattr(predicted_samples, "SAMPLES_AT_ONCE", 100)
    monkeypatch.setattr(
        predicted_samples, "predict_batch", lambda *task: (sizes.append(task[1].request), original(*task))[1]
    )
    _, cut = run(several, hours)
    np.testing.assert_allclose(cut.signals(), whole.signals(), rtol=1e-5, atol=1e-4)
    assert sum(batch.emission.size for batch in sizes) == request.emission.size
    assert len(sizes) > 4
    assert max(batch.emission.size for batch in sizes) <= 100 + 2 * 6  # the samples of one place stay together
