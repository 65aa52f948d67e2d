"""Winners, losers and the sentences about them."""

from __future__ import annotations

from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.config.report import Report
from inspector.config.resolve import Setting, Status
from tests.config.workspace import report_of


def _setting(report: Report, key: str) -> Setting:
    setting = report.setting(key)
    assert setting is not None, [s.key for s in report.settings]
    return setting


def _fates(setting: Setting) -> list[tuple[str, object, Status, str]]:
    return [(c.layer, c.value, c.status, c.reason) for c in setting.candidates]


def test_candidates_are_ranked_and_explained(tmp_path: Path) -> None:
    """Every layer's value is there, low to high, with its fate."""
    files = {
        "config.schema.json": '{"properties": {"a": {"properties": {"size": {"default": 8}}}}}',
        "config.yaml": "a: {size: 16}\n",
        "config.production.yaml": "a: {size: 64}\n",
        ".env": "ML_A_SIZE=4\n",
        ".env.production": "ML_A_SIZE=32\n",
    }

    report = report_of(tmp_path, files, {"ML_A_SIZE": "64"}, what_if={"ML_A_SIZE": "128"})

    setting = _setting(report, "a.size")
    assert (setting.value, setting.type, setting.secret) == (128, "int", False)
    name = "ML_A_SIZE in what-if"
    assert _fates(setting) == [
        ("default:config.schema.json", 8, Status.OVERRIDDEN, f"overridden by {name}"),
        ("base:config.yaml", 16, Status.OVERRIDDEN, f"overridden by {name}"),
        ("environment:config.production.yaml", 64, Status.OVERRIDDEN, f"overridden by {name}"),
        ("dotenv:.env", 4, Status.OVERRIDDEN, "ML_A_SIZE is set in what-if before this file is loaded"),
        (
            "dotenv:.env.production",
            32,
            Status.OVERRIDDEN,
            "ML_A_SIZE is set in what-if before this file is loaded",
        ),
        ("variable", 64, Status.OVERRIDDEN, "what-if sets ML_A_SIZE in its place"),
        ("what-if", 128, Status.EFFECTIVE, "the highest layer that sets it"),
    ]
    assert setting.source is setting.candidates[-1]
    assert [c.layer for c in setting.overridden][:2] == ["variable", "dotenv:.env.production"]


def test_same_value_again_is_equal(tmp_path: Path) -> None:
    """Equal means the same type too."""
    files = {"config.yaml": "a: 1\nb: 1\nc: 1\n", "config.production.yaml": "a: 1\nb: 1.0\nc: true\n"}

    report = report_of(tmp_path, files)

    assert [_setting(report, key).candidates[0].status for key in "abc"] == [
        Status.EQUAL,
        Status.OVERRIDDEN,
        Status.OVERRIDDEN,
    ]
    assert _setting(report, "a").candidates[0].reason == "same value again in config.production.yaml"


def test_a_lone_value_says_so(tmp_path: Path) -> None:
    """A setting of one layer has one candidate."""
    setting = _setting(report_of(tmp_path, {"config.yaml": "a: 1\n"}), "a")

    assert _fates(setting) == [("base:config.yaml", 1, Status.EFFECTIVE, "no other layer sets it")]


def test_a_vanished_mapping_stays_visible(tmp_path: Path) -> None:
    """Null in place of a mapping wins, and shows what it took away."""
    files = {"config.yaml": "a: {x: 1, y: 2}\n", "config.production.yaml": "a:\n"}

    report = report_of(tmp_path, files)

    (setting,) = report.settings
    reason = "replaced as a whole: config.production.yaml sets a to null"
    assert _fates(setting) == [
        ("base:config.yaml", {"x": 1, "y": 2}, Status.OVERRIDDEN, reason),
        ("environment:config.production.yaml", None, Status.EFFECTIVE, "the highest layer that sets it"),
    ]


def test_a_mapping_that_comes_back_shows_all_before_it(tmp_path: Path) -> None:
    """Mapping, null, mapping: the settings show the older ones and the null between."""
    files = {
        "inspector.toml": "".join(
            f'[[layers]]\npath = "{name}.yaml"\nkind = "base"\n' for name in ("low", "middle", "high")
        ),
        "low.yaml": "a: {x: 1, y: 2}\n",
        "middle.yaml": "a:\n",
        "high.yaml": "a: {x: 3}\n",
    }

    report = report_of(tmp_path, files)

    (setting,) = report.settings
    assert setting.key == "a.x"
    assert _fates(setting) == [
        ("base:low.yaml", 1, Status.OVERRIDDEN, "replaced as a whole: middle.yaml sets a to null"),
        (
            "base:middle.yaml",
            None,
            Status.OVERRIDDEN,
            "sets a as a whole; high.yaml puts a mapping in its place",
        ),
        ("base:high.yaml", 3, Status.EFFECTIVE, "the highest layer that sets it"),
    ]


def test_order_of_the_environment_beats_the_rank(tmp_path: Path) -> None:
    """A `.env` value wins over the process when its other name comes later in the environment."""
    files = {"config.yaml": "a: {b: 1}\n", ".env": "ML_a_b=2\n"}

    setting = _setting(report_of(tmp_path, files, {"ML_A_B": "3"}), "a.b")

    assert setting.value == 2
    assert setting.source.layer == "dotenv:.env"
    assert setting.source.reason == (
        "comes later in the environment than ML_A_B in process environment, and there the order decides"
    )
    assert [c.layer for c in setting.candidates] == ["base:config.yaml", "dotenv:.env", "variable"]
    assert setting.candidates[-1].reason == "overridden by ML_a_b in .env"


def test_what_if_takes_the_spot_of_the_variable(tmp_path: Path) -> None:
    """A typed variable keeps the place of the one it replaces; a new one comes last of the process's."""
    files = {"config.yaml": "a: 1\n"}
    environ = {"ML_A": "2", "ML_a": "3"}

    replaced = report_of(tmp_path, files, environ, what_if={"ML_A": "9"})
    added = report_of(tmp_path, files, {"ML_A": "2"}, what_if={"ML_a": "9"})

    assert (_setting(replaced, "a").value, _setting(added, "a").value) == (3, 9)


def test_a_crashing_variable_leaves_the_rest(tmp_path: Path) -> None:
    """What the application would not survive is left out, everything else resolves."""
    files = {"config.yaml": "model: resnet\nb: 1\n"}

    report = report_of(tmp_path, files, {"ML_MODEL_X": "1", "ML_B": "2", "ML_B_C": "3"})

    assert {setting.key: setting.value for setting in report.settings} == {"model": "resnet", "b": 2}
    assert [str(stop) for stop in report.stops] == [
        "TypeError: 'str' object does not support item assignment",
        "TypeError: 'int' object does not support item assignment",
    ]
    assert report.stops[0].variable == "ML_MODEL_X"
    assert report.stops[0].at == ("model",)


def test_schema_defaults_get_in_no_variables_way(tmp_path: Path) -> None:
    """The loader does not see defaults: a variable below one does not crash."""
    files = {
        "config.schema.json": '{"properties": {"model": {"default": "resnet"}, "z": {"default": 1}}}',
        "config.yaml": "a: 1\n",
    }

    report = report_of(tmp_path, files, {"ML_MODEL_NAME": "x"})

    assert report.stops == ()
    assert [setting.key for setting in report.settings] == ["a", "model.name", "z"]
    assert _fates(_setting(report, "model.name"))[0] == (
        "default:config.schema.json",
        "resnet",
        Status.OVERRIDDEN,
        "sets model as a whole; ML_MODEL_NAME in process environment puts a mapping in its place",
    )


def test_defaults_stand_last_in_their_section(tmp_path: Path) -> None:
    """The order is that of the files, then of variables; what only defaults know comes behind, by section."""
    properties = '{"a": {"properties": {"only": {"default": 1}, "z": {"default": 1}}}, "s": {"default": 1}}'
    files = {
        "inspector.toml": 'layers = [{path = "d.json", kind = "default"}, {path = "b.yaml", kind = "base"},'
        ' {path = "e.yaml", kind = "environment"}]',
        "config.schema.json": f'{{"properties": {properties}}}',
        "d.json": '{"low": 1, "a": {"d": 1, "y": 1, "z": 1}, "b": 1, "list": {"x": 1}}',
        "b.yaml": "b: 1\na: {z: 1, y: 2}\n",
        "e.yaml": "c: 3\na: {x: 0, z: 2}\nb: 2\n",
    }

    report = report_of(tmp_path, files, {"ML_V": "1", "ML_A_V": "1", "ML_LOW": "2"})

    keys = ["b", "a.z", "a.y", "a.x", "a.v", "a.only", "a.d", "c", "low", "v", "s", "list.x"]
    assert sorted(setting.key for setting in report.settings) == sorted(keys)
    assert [setting.key for setting in report.settings] == keys
    assert list(report.values) == ["b", "a", "c", "low", "v", "s", "list"]


def test_reading_order_is_as_first_written(tmp_path: Path) -> None:
    """Keys stand where the lowest layer has them; new ones come behind."""
    files = {
        "config.yaml": "b: 1\na: {z: 1, y: 2}\n",
        "config.production.yaml": "c: 3\na: {x: 0, z: 2}\nb: 2\n",
    }

    report = report_of(tmp_path, files)

    assert [setting.key for setting in report.settings] == ["b", "a.z", "a.y", "a.x", "c"]


def test_keys_that_are_no_text_are_printed(tmp_path: Path) -> None:
    """Between brackets, as YAML spells them; a dot inside of text is quoted."""
    report = report_of(tmp_path, {"config.yaml": "on: a\n2: b\n~: c\nx.y: {1: d}\n"})

    assert [setting.key for setting in report.settings] == ["[true]", "[2]", "[null]", '"x.y"[1]']


def test_an_alias_changes_with_its_anchor(tmp_path: Path) -> None:
    """A variable changes the one mapping that two keys are."""
    report = report_of(tmp_path, {"config.yaml": "a: &x {k: 1}\nb: *x\n"}, {"ML_A_K": "9"})

    assert {setting.key: setting.value for setting in report.settings} == {"a.k": 9, "b.k": 9}


_TREES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text("xyz", max_size=2)),
    lambda below: st.one_of(
        st.lists(below, max_size=2), st.dictionaries(st.sampled_from("abc"), below, max_size=3)
    ),
    max_leaves=8,
)
_LAYERS = st.lists(st.dictionaries(st.sampled_from("abc"), _TREES, max_size=3), min_size=2, max_size=4)


def _merged(low: dict[str, object], high: dict[str, object]) -> dict[str, object]:
    result = dict(low)
    for key, value in high.items():
        old = result.get(key)
        result[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(trees=_LAYERS)
def test_any_layers_keep_their_candidates(trees: list[dict[str, object]], tmp_path: Path) -> None:
    """The values are those of the merge; the source is the winner; each layer has at most one candidate."""
    entries = "".join(f'[[layers]]\npath = "{index}.yaml"\nkind = "base"\n' for index in range(len(trees)))
    files = {f"{index}.yaml": yaml.safe_dump(tree) for index, tree in enumerate(trees)}

    report = report_of(tmp_path, {"inspector.toml": entries, **files})

    expected: dict[str, object] = {}
    for tree in trees:
        expected = _merged(expected, tree)
    assert report.values == expected
    ranks = [layer.id for layer in report.layers]
    for setting in report.settings:
        value: object = expected
        for part in setting.path:
            assert isinstance(value, dict)
            value = value[part]
        assert setting.value == value
        assert setting.source.value == value
        assert setting.source in setting.candidates
        assert [c.status for c in setting.candidates].count(Status.EFFECTIVE) == 1
        order = [ranks.index(c.layer) for c in setting.candidates]
        assert order == sorted(order)
        assert all(c.reason for c in setting.candidates)
