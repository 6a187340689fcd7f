"""ITU Regions by coordinates, against the Radio Regulations' own list of states and well-known places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.reference import itu_region, regions, sites

# Administrations of the site table by the Region their territory at home lies in (RR 5.2 to 5.9).
HOME = {
    1: """AFS AGL ALB ALG ARM ARS AUT AZE BDI BEL BEN BFA BHR BIH BLR BOT BUL CAF CME COD COG COM CTI CVA CYP CZE D DJI
        DNK E EGY ERI EST ETH F FIN G GAB GEO GHA GNE GRC GUI HNG HOL HRV I IRL IRQ ISL ISR JOR KAZ KEN KGZ KWT LBN LBR
        LBY LSO LTU LUX LVA MAU MCO MDA MDG MLI MLT MNG MOZ MRC MTN MWI NGR NIG NMB NOR OMA POL POR QAT ROU RRW RUS S
        SDN SEN SEY SOM SRB SRL STP SUI SVK SWZ SYR TCD TGO TJK TKM TUN TUR TZA UAE UGA UKR UZB YEM ZMB ZWE""",
    2: "ARG ATG B BOL CAN CHL CLM CTR CUB DOM EQA GTM HND HTI MEX NCG PRG PRU SLV SUR URG USA VEN",
    3: """AFG AUS BGD BRM BTN CBG CHN CLN IND INS IRN J KIR KOR KRE LAO MLA MRA NPL NZL PAK PHL PNG SLM SNG THA VTN
        VUT""",
}
# Sites of an administration that lie in another Region than its home.
ABROAD = {
    "GUF": 2,  # Montsinery, French Guiana
    "MAH": 3,  # Mahina, Tahiti
    "AIA": 2,  # Anguilla
    "VAL": 2,  # The Valley, Anguilla
    "BON": 2,  # Bonaire
    "DIL": 3,  # Dili, Timor, still listed under Portugal
    "AGT": 3,  # Guam
    "SDA": 3,  # Guam
    "TWR": 3,  # Guam
    "FBS": 3,  # Saipan
    "SAI": 3,  # Saipan
    "HBN": 3,  # Palau
}


def test_every_site_lies_in_the_region_of_its_administration_or_is_known_to_lie_abroad() -> None:
    home = {code: region for region, codes in HOME.items() for code in codes.split()}
    for site in sites().values():
        expected = ABROAD.get(site.code, home[site.administration])
        assert itu_region(site.latitude, site.longitude) == expected, site


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "region"),
    [
        ("Ussuriysk, Primorye", 43.54, 131.93, 1),
        ("Vladivostok", 43.12, 131.89, 1),
        ("Khasan", 42.43, 130.64, 1),
        ("Rason", 42.25, 130.30, 3),
        ("Blagoveshchensk", 50.29, 127.53, 1),
        ("Hailar", 49.21, 119.74, 3),
        ("Yuzhno-Sakhalinsk", 46.92, 142.90, 1),
        ("Wakkanai", 45.40, 141.70, 3),
        ("Yuzhno-Kurilsk, Kunashir", 44.03, 145.86, 1),
        ("Nemuro", 43.33, 145.58, 3),
        ("Petropavlovsk-Kamchatskiy", 52.97, 158.65, 1),
        ("Anadyr", 64.73, 177.50, 1),
        ("Provideniya, east of the date line", 64.42, -173.23, 1),
        ("Nome", 64.50, -165.40, 2),
        ("Attu, Aleutians", 52.90, 173.20, 2),
        ("Ulaanbaatar", 47.92, 106.92, 1),
        ("Urumqi", 43.80, 87.60, 3),
        ("Kashi", 39.35, 75.76, 3),
        ("Almaty", 43.25, 76.95, 1),
        ("Dushanbe", 38.54, 68.78, 1),
        ("Mazar-i-Sharif", 36.70, 67.11, 3),
        ("Tehran", 35.69, 51.39, 3),
        ("Tabriz, west of line A", 38.08, 46.29, 3),
        ("Ahwaz, west of line A", 31.32, 48.67, 3),
        ("Bandar Abbas", 27.18, 56.27, 3),
        ("Kish island", 26.54, 53.98, 3),
        ("Basra", 30.51, 47.78, 1),
        ("Kuwait", 29.37, 47.98, 1),
        ("Dubai", 25.20, 55.27, 1),
        ("Khasab, Musandam", 26.18, 56.25, 1),
        ("Muscat", 23.59, 58.41, 1),
        ("Masirah", 20.60, 58.89, 1),
        ("Karachi", 24.86, 67.01, 3),
        ("Van, Turkey", 38.49, 43.38, 1),
        ("Baku", 40.41, 49.87, 1),
        ("Mauritius", -20.2, 57.5, 1),
        ("Diego Garcia", -7.3, 72.4, 3),
        ("Maldives", 4.18, 73.51, 3),
        ("Reykjavik", 64.13, -21.90, 1),
        ("Nuuk", 64.18, -51.72, 2),
        ("Scoresbysund, east Greenland", 70.49, -21.97, 2),
        ("Azores", 37.74, -25.67, 1),
        ("Cape Verde", 14.92, -23.51, 1),
        ("Ascension", -7.9, -14.4, 1),
        ("Natal, Brazil", -5.8, -35.2, 2),
        ("Bermuda", 32.3, -64.8, 2),
        ("Honolulu", 21.31, -157.86, 2),
        ("Guam", 13.44, 144.79, 3),
        ("Tinian", 15.05, 145.60, 3),
        ("Tarawa", 1.33, 172.98, 3),
        ("Kiritimati", 1.87, -157.36, 3),
        ("Tahiti", -17.53, -149.57, 3),
        ("Pago Pago", -14.28, -170.70, 3),
        ("Easter Island", -27.15, -109.43, 2),
        ("Auckland", -36.85, 174.76, 3),
    ],
)
def test_places(place: str, latitude: float, longitude: float, region: int) -> None:
    assert itu_region(latitude, longitude) == region, place


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from([-720, -360, 360, 720]))
def test_a_turn_round_the_world_changes_nothing(latitude: float, longitude: float, turn: int) -> None:
    latitude, longitude = round(latitude, 3), round(longitude, 3)
    assert itu_region(latitude, longitude) in (1, 2, 3)
    assert itu_region(latitude, longitude + turn) == itu_region(latitude, (longitude + turn + 180) % 360 - 180)


@pytest.mark.parametrize("place", [(91, 0), (-90.5, 0), (float("nan"), 0), (0, float("nan")), (0, float("inf"))])
def test_what_is_no_place_is_refused(place: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="no place"):
        itu_region(*place)


def _inside_by_every_edge(latitude, longitude, outline):
    """Even-odd rule over all edges of an outline."""
    crossed = 0
    for (lat, lon), (next_lat, next_lon) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if min(lon, next_lon) <= longitude < max(lon, next_lon):
            crossed += latitude < lat + (longitude - lon) / (next_lon - lon) * (next_lat - lat)
    return crossed % 2 == 1


@given(
    st.floats(-90, 90) | st.integers(-90, 90).map(float),
    st.floats(-180, 180, exclude_max=True) | st.integers(-180, 179).map(float),
)
def test_a_place_lies_inside_as_all_edges_of_the_outlines_say(latitude, longitude):
    outlines = {1: regions._region_1(), 2: regions._region_2()}
    holding = [
        region
        for region, outline in outlines.items()
        if any(_inside_by_every_edge(latitude, turn, outline) for turn in (longitude, longitude + 360))
    ]
    assert itu_region(latitude, longitude) == (holding or [3])[0]
