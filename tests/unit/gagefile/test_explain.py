"""Of the departures from a schema those that are told: each once, and none that another explains."""

from __future__ import annotations

import pytest

from gage.gagefile.explain import Departure, _root_causes

UNKNOWN = Departure("unknown-key", ("exce",), suggestion="exec")
MISSING = Departure("missing-key", (), names=("exec",))
OTHER = Departure("missing-key", (), names=("url",))


@pytest.mark.parametrize(
    ("departures", "told"),
    [
        ([OTHER, OTHER], [OTHER]),
        ([MISSING, OTHER], [MISSING, OTHER]),
        ([UNKNOWN, MISSING], [UNKNOWN]),
        ([MISSING, UNKNOWN, OTHER, UNKNOWN], [UNKNOWN, OTHER]),
    ],
)
def test_a_key_that_is_misspelt_is_not_missing_too(departures: list[Departure], told: list[Departure]) -> None:
    assert sorted(_root_causes(departures), key=repr) == sorted(told, key=repr)
