"""Validators in code that is never run."""

from __future__ import annotations

import pytest

from inspector.config.dialects.dynaconf import Check, Combined
from inspector.config.discover.dynaconf_code import find_calls
from inspector.config.discover.dynaconf_validators import FoundValidators, with_defaults

_IMPORT = "from dynaconf import Dynaconf, Validator\n"


def _found(validators: str, before: str = "") -> FoundValidators:
    (call,) = find_calls(f"{_IMPORT}{before}s = Dynaconf(validators={validators})\n", "app.py")
    return call.validators


def _check(arguments: str) -> Check:
    found = _found(f"[Validator({arguments})]")
    (check,) = found.checks
    assert isinstance(check, Check)
    assert found.untold == ()
    return check


def test_names_defaults_and_conditions() -> None:
    """Types by their text, other conditions with what they compare with."""
    check = _check(
        "'A', 'B.c', default=1, gte=0, is_type_of=int | None, is_in=(1, 2), cast=int, required=True"
    )

    assert [name for name, _ in check.names] == ["A", "B.c"]
    assert check.default is not None
    assert check.default.value == 1
    assert {one.name: one.node.value for one in check.operations} == {
        "gte": 0,
        "is_type_of": "int | None",
        "is_in": (1, 2),
    }
    assert (check.cast, check.must_exist) == ("int", True)


def test_the_rest_of_what_a_validator_takes() -> None:
    """Environments, messages, null, and a condition on another key."""
    check = _check(
        "'A', env=['production', 'testing'], apply_default_on_none=True, description='x', cast=None, "
        "messages={'operations': 'no {name}', 'other': 1}, when=Validator('B', eq=1) | Validator('C')"
    )

    assert check.environments == ("production", "testing")
    assert check.on_null
    assert check.messages == {"operations": "no {name}"}
    assert isinstance(check.when, Combined)
    assert check.when.any_of


@pytest.mark.parametrize(
    ("validators", "told", "count"),
    [
        ("[Validator('A', when=x)]", ["when of A"], 0),
        ("[Validator('A', when=Validator('B', condition=f))]", ["when of A"], 0),
        ("[Validator('A', env=ENV)]", ["env of A"], 0),
        ("[Validator('A', **more)]", ["** of A"], 0),
        ("[Validator('A', default=f)]", ["default of A"], 1),
        ("[Validator('A', cast=Path)]", ["cast of A"], 1),
        ("[Validator('A', 'B', condition=f)]", ["condition of A, B"], 1),
        ("[Validator('A', items_validators=[Validator('B')])]", ["items_validators of A"], 1),
        ("[Validator('A', is_type_of=Path)]", ["is_type_of of A"], 1),
        ("[Validator('A', gte=f())]", ["gte of A"], 1),
        ("[Validator('A', regex='x')]", ["regex of A"], 1),
        ("[Validator(NAME)]", ["the name of a validator"], 1),
        ("[5, Validator('A')]", ["a validator"], 1),
        ("[*others]", ["a validator"], 0),
        ("[Validator('A') | other]", ["a validator"], 0),
        ("others", ["validators"], 0),
    ],
)
def test_what_is_not_known_is_named(validators: str, told: list[str], count: int) -> None:
    """What is known still counts, unless whether it counts at all is not known."""
    found = _found(validators)

    assert [f"{one.what} of {one.names}" if one.names else one.what for one in found.untold] == told
    assert len(found.checks) == count
    assert all(one.place.line == 2 for one in found.untold)


def test_lists_and_validators_with_names() -> None:
    """Constants of the file are followed."""
    found = _found("ALL", "ONE = Validator('A')\nALL = [ONE, ONE & Validator('B')]\n")

    assert [type(check) for check in found.checks] == [Check, Combined]
    assert found.untold == ()


def test_validators_that_are_registered_later() -> None:
    """They are told, because nobody knows when they run."""
    (call,) = find_calls(f"{_IMPORT}s = Dynaconf()\ns.validators.register(Validator('A'))\n", "app.py")

    assert [(one.what, one.place.line) for one in call.validators.untold] == [
        ("validators that are registered later", 3)
    ]


def test_defaults_inside_of_other_validators() -> None:
    """A condition and the parts of a combined one set their defaults, too."""
    found = _found(
        "[Validator('A', when=Validator('B', default=1)), Validator('C', default=2) | Validator('D')]"
    )

    assert [check.names[0][0] for check in with_defaults(found.checks)] == ["B", "C"]
