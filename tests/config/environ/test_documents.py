"""Environments inside of JSON and YAML: containers, services, objects of Kubernetes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.environ.dump import parse_dump
from inspector.config.environ.written import Written

_INSPECTED = json.dumps(
    [
        {"Id": "0a1b2c3d4e5f6a7b", "Name": "/web", "Config": {"Env": ["A=1", "B=x=y"]}},
        {"Id": "ff", "Name": "/db", "Config": {"Env": None}},
    ]
)
_POD = """
apiVersion: v1
kind: Pod
metadata: {name: shop-1}
spec:
  initContainers:
  - name: migrate
  containers:
  - name: web
    envFrom:
    - configMapRef: {name: common}
    - secretRef: {name: keys}
    - other: 1
    env:
    - {name: A, value: "1"}
    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: keys, key: password}}}
    - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
    - {name: URL, value: "http://$(A):$(PASSWORD)@$(IP)/"}
    - {name: B, value: "$(A)-$(LATER)-$$(A)-$A-$"}
    - {name: LATER, value: "2"}
    - {name: EMPTY}
    - {name: A, value: "$(A)1"}
    - {name: NUMBER, value: 8080}
"""
_COMPOSE = """
x-common: &common {LEVEL: info, PORT: 1}
services:
  web:
    env_file: web.env
    extends: {service: base}
    environment:
      <<: *common
      PORT: 8080
      DEBUG: true
      RATIO: 1.10
      BIG: 1e3
      OCTAL: 010
      WORD: yes
      QUOTED: "8"
      EMPTY: ""
      PASSED:
      FILLED: "${TAG:-1}"
      PRICE: 5$$
  db:
    environment: [A=1, B=x=y, C, D=$E, F=a$]
  cache: {image: redis}
"""


def _read(text: str, part: str = "") -> Written:
    return parse_dump(text.encode(), "x", part)


def test_the_containers_of_docker_inspect() -> None:
    """One container is read as it is; of several, one is chosen by its name."""
    with pytest.raises(ValueError, match=r"several containers \(web, db\): write #NAME behind the file"):
        _read(_INSPECTED)
    with pytest.raises(ValueError, match="no container cache, only web, db"):
        _read(_INSPECTED, "cache")

    assert _read(_INSPECTED, "web") == Written((("A", "1"), ("B", "x=y")))
    assert _read(_INSPECTED, "db") == Written()
    assert _read(json.dumps(json.loads(_INSPECTED)[:1])) == Written((("A", "1"), ("B", "x=y")))
    assert _read(json.dumps(json.loads(_INSPECTED)[0])) == Written((("A", "1"), ("B", "x=y")))


def test_images_and_services_of_swarm() -> None:
    """They keep the list elsewhere, and have other names."""
    image = {"Id": "sha256:0123456789abcdef", "RepoTags": ["shop:1"], "Config": {"Env": ["A=1"]}}
    nameless = {"Id": "sha256:0123456789abcdef", "Config": {"Env": ["A=2"]}}
    service = {"Spec": {"Name": "web", "TaskTemplate": {"ContainerSpec": {"Env": ["A=3"]}}}}

    assert _read(json.dumps([image, nameless]), "shop:1").variables == (("A", "1"),)
    assert _read(json.dumps([image, nameless]), "0123456789ab").variables == (("A", "2"),)
    assert _read(json.dumps([service])).variables == (("A", "3"),)
    with pytest.raises(ValueError, match="Env of its container is no list of texts"):
        _read('[{"Name": "/x", "Config": {"Env": [1, []]}}]')


def test_the_containers_of_a_pod() -> None:
    """`$(NAME)` is filled in as the kubelet does; what cannot be known is left out and said."""
    assert _read(_POD, "shop-1/migrate") == Written()
    assert _read(_POD, "web") == Written(
        (("B", "1-$(LATER)-$(A)-$A-$"), ("LATER", "2"), ("EMPTY", ""), ("A", "11")),
        (
            "PASSWORD is left out: its value comes from a Secret (valueFrom).",
            "IP is left out: its value comes from the Pod itself (valueFrom).",
            "URL is left out: it holds the value of PASSWORD.",
            "NUMBER is left out: its value is no text, which Kubernetes refuses.",
            "What the ConfigMap common brings in (envFrom) is not known.",
            "What the Secret keys brings in (envFrom) is not known.",
            "What another object brings in (envFrom) is not known.",
        ),
    )
    with pytest.raises(ValueError, match=r"several containers \(shop-1/web, shop-1/migrate\)"):
        _read(_POD)


@pytest.mark.parametrize(
    "spec",
    [
        "{containers: [CONTAINER]}",
        "{template: {spec: {containers: [CONTAINER]}}}",
        "{jobTemplate: {spec: {template: {spec: {containers: [CONTAINER]}}}}}",
    ],
)
def test_whatever_makes_a_pod(spec: str) -> None:
    """Pods, Deployments and CronJobs keep their containers at different depths."""
    container = "{name: web, env: [{name: A, value: '1'}]}"
    text = f"apiVersion: v1\nkind: Any\nmetadata: {{name: x}}\nspec: {spec.replace('CONTAINER', container)}\n"

    assert _read(text) == Written((("A", "1"),))


def test_lists_of_objects() -> None:
    """`kubectl get pods -o json` prints one list; names say which Pod a container is in."""
    pods = [
        {
            "metadata": {"name": name},
            "spec": {"containers": [{"name": "web", "env": [{"name": "A", "value": name}]}]},
        }
        for name in ("one", "two")
    ]
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": [*pods, 5]})

    assert _read(text, "two/web") == Written((("A", "two"),))
    with pytest.raises(ValueError, match=r"several containers \(one/web, two/web\)"):
        _read(text, "web")


def test_config_maps_and_secrets() -> None:
    """They are environments of their own, texts of Secrets decoded; what no variable can hold is said."""
    text = """
apiVersion: v1
kind: ConfigMap
metadata: {name: common}
data: {A: "1", file.txt: "x\\ny"}
binaryData: {logo: AAAA}
---
apiVersion: v1
kind: Secret
metadata: {name: keys}
data: {PASSWORD: aHVudGVyMg==, BYTES: /w==, NUL: AA==, WRONG: "%", NUMBER: 5}
stringData: {PLAIN: text}
"""
    secret = _read(text, "keys")

    assert _read(text, "common") == Written(
        (("A", "1"), ("file.txt", "x\ny")),
        ("What stands in binaryData is left out: no variable can hold it.",),
    )
    assert secret.variables == (("PASSWORD", "hunter2"), ("BYTES", "\udcff"), ("PLAIN", "text"))
    assert [note.split(" ")[0] for note in secret.notes] == ["NUL", "WRONG", "NUMBER"]
    with pytest.raises(ValueError, match=r"several ConfigMap or Secrets \(common, keys\)"):
        _read(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("apiVersion: v1\nkind: Service\nspec: 5\n", "it has no ConfigMap or Secret"),
        ("apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, env: 5}]}\n", "is no list"),
        ("apiVersion: v1\nkind: Pod\nspec: {containers: [{env: [{value: a}]}]}\n", "has no name"),
        ("apiVersion: v1\nkind: ConfigMap\ndata: [1]\n", "data of . is no mapping"),
        ("services: {a: {environment: 5}}\n", "neither a list nor a mapping"),
        ("services: {a: {environment: [=1]}}\n", "entry 1 of its environment is not NAME=value"),
        ("services: {a: {environment: {A: {}}}}\n", "A in its environment is no single value"),
        ("services: {}\n", "it has no service"),
        ("A: 1\n", "it has no parts, so that #web names none"),
        ("- 5\n", "the YAML list must hold texts"),
        ("- [\n", "looks like YAML and is none"),
    ],
)
def test_wrong_objects_say_why(text: str, said: str) -> None:
    """Each is one part of a sentence."""
    with pytest.raises(ValueError, match=said):
        _read(text, "web" if "#web" in said else "")


def test_lists_of_names_and_values() -> None:
    """The list alone, as a JSONPath prints it, or below `env`."""
    assert _read('[{"name": "A", "value": "1"}]') == Written((("A", "1"),))
    assert _read("env:\n- {name: A, value: '1'}\n") == Written((("A", "1"),))


def test_the_services_of_a_compose_file() -> None:
    """Values are those that Compose hands on; what it fills in from elsewhere is left out and said."""
    web = _read(_COMPOSE, "web")

    assert dict(web.variables) == {
        "LEVEL": "info", "PORT": "8080", "DEBUG": "true", "RATIO": "1.1", "BIG": "1000", "OCTAL": "8",
        "WORD": "yes", "QUOTED": "8", "EMPTY": "", "PRICE": "5$",
    }  # fmt: skip
    assert web.notes == (
        "PASSED is left out: its value is that of the shell in which Compose runs.",
        "FILLED is left out: Compose fills in a value (docker compose config shows it).",
        "What env_file brings in is not known (docker compose config shows it).",
        "What extends brings in is not known (docker compose config shows it).",
    )
    assert _read(_COMPOSE, "db").variables == (("A", "1"), ("B", "x=y"), ("F", "a$"))
    with pytest.raises(ValueError, match=r"several services \(web, db\): write #NAME"):
        _read(_COMPOSE)
    assert _read("services: {web: {environment: {A: 1}}, db: {}}") == Written((("A", "1"),))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1.0", "1"), ("1.50", "1.5"), ("1e20", "100000000000000000000"), ("1e21", "1e+21"),
        ("1e-5", "1e-05"),
        ("0.0001", "0.0001"), ("0x1F", "31"), ("0o17", "15"), ("0b11", "3"), ("-010", "-8"), ("089", "89"),
        ("1_000", "1000"), ("1:30", "1:30"), ("2020-01-01", "2020-01-01"), ("TRUE", "true"), ("off", "off"),
        ("1e400", "+Inf"), ("-1e400", "-Inf"), ("!!str 010", "010"), ("9" * 500, "9" * 500),
        ("'null'", "null"),
    ],
)  # fmt: skip
def test_plain_scalars_are_printed_as_by_go(written: str, text: str) -> None:
    """Compose reads a number and hands on what Go prints for it."""
    assert _read(f"services:\n  web:\n    environment:\n      A: {written}\n").variables == (("A", text),)


def test_references_cannot_fill_the_memory() -> None:
    """Each value twice the one above it ends in a refusal."""
    env = [{"name": "A", "value": "x"}, *({"name": "A", "value": "$(A)$(A)"} for _ in range(60))]
    with pytest.raises(ValueError, match="grow beyond all bounds"):
        _read(json.dumps(env))


def test_merge_keys_cannot_fill_the_memory() -> None:
    """Merges that repeat each other are refused, aliases alone cost nothing."""
    lines = ["a0: &a0 {" + ", ".join(f"k{n}: 1" for n in range(1000)) + "}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 200)}]}}" for n in range(1, 10)]
    with pytest.raises(ValueError, match="repeat too much"):
        _read("\n".join(lines))
    laughs = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    with pytest.raises(ValueError, match="no single value"):
        _read("\n".join(laughs))


@given(
    st.dictionaries(
        st.from_regex(r"[A-Z_]{1,5}", fullmatch=True),
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
        min_size=1,
    )
)
def test_json_of_containers_is_exact(variables: dict[str, str]) -> None:
    """Any environment comes through `docker inspect`, and through a Pod where no reference is in it."""
    entries = [f"{name}={value}" for name, value in variables.items()]
    inspected = json.dumps([{"Name": "/x", "Config": {"Env": entries}}])
    env = [{"name": name, "value": value.replace("$", "$$")} for name, value in variables.items()]
    pod = {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "c", "env": env}]}}

    assert _read(inspected).variables == tuple(variables.items())
    assert _read(json.dumps(pod)).variables == tuple(variables.items())
