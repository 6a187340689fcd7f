"""How much is tried: in `make test` a share of the examples and of the long tests, in `make test-thorough` all of it.

The environment variable HYPOTHESIS_PROFILE names the profile: `quick` (the default), `thorough`, or `many` for a hunt.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

SHARE = 4  # of the examples, one in so many is tried by default
EVERY_PROPERTY = 60  # examples of a property that does not say how many it takes

_PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "quick")
THOROUGH = _PROFILE != "quick"
"""Whether everything is tried."""


def load_profile() -> None:
    """Register the profiles and load the one that the environment names."""
    settings.register_profile(
        "thorough", deadline=None, max_examples=EVERY_PROPERTY, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.register_profile("quick", settings.get_profile("thorough"), max_examples=EVERY_PROPERTY // SHARE)
    settings.register_profile("many", settings.get_profile("thorough"), max_examples=1500)
    settings.load_profile(_PROFILE)


def tries(thorough: int) -> int:
    """How often something is tried that ``make test-thorough`` tries so many times."""
    return thorough if THOROUGH else max(thorough // SHARE, 1)


def examples(thorough: int) -> settings:
    """Decorate a property that takes another number of examples than most; ``thorough`` is all of them."""
    return settings(max_examples=tries(thorough))


def thorough(*values: object, id: str | None = None) -> object:  # noqa: A002 - as pytest names it
    """A case of a test that only ``make test-thorough`` tries, beside cases that ``make test`` tries too."""
    return pytest.param(*values, id=id, marks=pytest.mark.thorough)
