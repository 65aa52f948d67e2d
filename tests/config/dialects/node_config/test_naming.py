"""Names of files from deployment, host and instance."""

from __future__ import annotations

import os

from inspector.config.dialects.node_config.naming import EXTENSIONS, Role, Selection, folders, stems
from inspector.config.layers import LayerKind


def test_the_usual_names() -> None:
    """Without host and instance there are four."""
    assert stems(Selection()) == {
        "default": Role.DEFAULT,
        "development": Role.DEPLOYMENT,
        "local": Role.LOCAL,
        "local-development": Role.LOCAL_DEPLOYMENT,
    }


def test_a_long_host_has_a_short_name_too() -> None:
    """The part before the first point comes first; a host without a point stands once."""
    long = stems(Selection(("p",), host="a.b.c"))

    assert [name for name, role in long.items() if role in (Role.HOST, Role.HOST_DEPLOYMENT)] == [
        "a",
        "a-p",
        "a.b.c",
        "a.b.c-p",
    ]
    assert list(stems(Selection(("p",), host="a"))) == ["default", "p", "a", "a-p", "local", "local-p"]


def test_a_name_that_comes_up_twice_keeps_its_last_rank() -> None:
    """With two deployments `local` stands between their local files."""
    assert list(stems(Selection(("p", "q"))))[-3:] == ["local-p", "local", "local-q"]
    assert list(stems(Selection(("local",)))) == ["default", "local", "local-local"]


def test_an_instance_doubles_every_name() -> None:
    """Its file is right above the plain one."""
    assert list(stems(Selection(("p",), instance="3")))[:4] == ["default", "default-3", "p", "p-3"]


def test_a_name_with_a_slash_is_no_file_of_the_folder() -> None:
    """node-config looks at names in the folder alone."""
    assert list(stems(Selection(("../p",)))) == ["default", "local"]


def test_paths_are_ranked_by_ending_then_by_folder() -> None:
    """Programs are lowest, XML is highest."""
    paths = Selection(folders=("one", "two")).paths("default")

    assert paths[:2] == ("one/default.js", "two/default.js")
    assert paths[-1] == "two/default.xml"
    assert len(paths) == 2 * len(EXTENSIONS)


def test_folders_are_separated_as_in_path() -> None:
    """An empty setting means the usual folder; a folder that comes up twice counts where it stands last."""
    assert folders("", "config") == ("config",)
    assert folders(os.pathsep.join(["./a", "b", "", "a"]), "config") == ("b", "a")
    assert folders(os.pathsep, "config") == ()


def test_kinds_of_layers() -> None:
    """What depends on the deployment is an environment's file."""
    assert Role.LOCAL.kind is LayerKind.BASE
    assert Role.LOCAL_DEPLOYMENT.kind is LayerKind.ENVIRONMENT
