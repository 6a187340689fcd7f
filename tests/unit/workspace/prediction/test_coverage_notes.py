"""What stands beside figures of coverage: whose people count, and what share of the country they are."""

import pytest

from bcastplan.workspace.prediction.coverage_notes import ListenersInfo


@pytest.mark.parametrize(
    ("administrations", "listed"),
    [
        (("KRE",), "KRE"), (("KRE", "KOR"), "KRE and KOR"), (("KRE", "KOR", "J", "CHN"), "KRE, KOR, J and CHN"),
        (("KRE", "KOR", "J", "CHN", "MNG", "RUS"), "KRE, KOR, J, CHN and 2 more"),
    ],
)  # fmt: skip
def test_administrations_are_listed_as_far_as_one_reads_them(administrations, listed):
    info = ListenersInfo("x", administrations, 97, 1000, 4000)
    assert info.words == (
        f"Listeners x: 97 towns of {listed} with 1,000 people, 25 % of the 4,000 there; the others are not counted."
    )


def test_what_is_not_known_of_the_whole_is_not_made_up():
    assert ListenersInfo("x", (), 1, 20, None).words == "Listeners x: 1 place, 20 people."
    assert ListenersInfo("x", ("KRE",), 98, 20, None).words == (
        "Listeners x: 98 places, the towns of KRE among them, 20 people; people elsewhere are not counted."
    )
    assert "districts of large towns are listed as towns" in ListenersInfo("x", ("HKG",), 2, 20, 10).words
