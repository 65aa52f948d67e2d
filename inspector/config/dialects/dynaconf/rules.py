"""The rules of the dialect `dynaconf`, with the options of a workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inspector.base.places import Place
from inspector.config.dialects.dynaconf.environ import View, compose, dotenv_layers, names_in, read_text
from inspector.config.dialects.dynaconf.files import (
    Wanted,
    as_list,
    read_files,
    section_names,
    with_sections,
    with_upper_keys,
)
from inspector.config.dialects.dynaconf.loading import Inputs, Loading
from inspector.config.dialects.dynaconf.names import Naming, prefixes, text_for
from inspector.config.dialects.dynaconf.options import Options
from inspector.config.dialects.dynaconf.telling import told
from inspector.config.dialects.spec import (
    DialectSpec,
    LayerInputs,
    NamePart,
    Stacked,
    StackInputs,
    VariableName,
)
from inspector.config.layers import Layer
from inspector.config.shadow import Environ, Variable, VariableSources
from inspector.config.values import KeyPath, Value


@dataclass(frozen=True, slots=True)
class DynaconfRules:
    """What dynaconf 3.3.5 does with files, sections and variables, given the options of an application."""

    options: Options = field(default_factory=Options)

    def layers(self, spec: DialectSpec, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
        """The files in the order of their first use, each cut into sections when environments are on."""
        dotenv = dotenv_layers(View(self.options, inputs.environ), inputs.read)
        environ = {**names_in(dotenv), **inputs.environ}
        view = View(self.options, environ)
        wanted = Wanted(
            as_list(view.value("PRELOAD_FOR_DYNACONF")),
            self._files(spec, view),
            as_list(view.value("SECRETS_FOR_DYNACONF")),
            as_list(view.value("INCLUDES_FOR_DYNACONF")),
            _text(view.value("ROOT_PATH_FOR_DYNACONF")),
            self.options.folder,
            _environments(view, inputs.environment),
            self.options.path,
        )
        files = read_files(wanted, inputs.read)
        layers = self._with_sections(spec, view, files, inputs.environment)
        included = self._included(spec, layers, environ, inputs.environment)
        if included != wanted.includes:
            files = read_files(wanted.including(included), inputs.read)
            layers = self._with_sections(spec, view, files, inputs.environment)
        return layers, dotenv

    def compose(self, spec: DialectSpec, sources: VariableSources) -> Environ:  # noqa: ARG002
        """`.env` only with load_dotenv, over the process only with dotenv_override."""
        view = View(self.options, {**dict(sources.variables), **dict(sources.typed)})
        return compose(view, sources)

    def stack(self, spec: DialectSpec, inputs: StackInputs) -> Stacked:
        """One run of dynaconf's loaders on plain values, and what is worth telling about it."""
        loading = Loading(
            Inputs(
                self.options,
                inputs.layers,
                inputs.environ.applied,
                inputs.environment,
                self._declared_prefix(spec),
            )
        )
        loading.run()
        return told(spec, loading, inputs)

    def claims(self, spec: DialectSpec, name: str) -> bool:
        """Every name with DYNACONF_ or one of the application's prefixes."""
        return self._naming(spec).prefix_of(name) is not None

    def names_for(self, spec: DialectSpec, path: KeyPath) -> tuple[VariableName, ...]:
        """The prefix, the key at the top in capital letters, and `__` before each part below."""
        return self._naming(spec).names_for(path)

    def unreachable(self, spec: DialectSpec, path: KeyPath) -> str:
        """Why no name spells a key and no table above it can be added to."""
        return self._naming(spec).unreachable(path)

    def split(self, spec: DialectSpec, name: str) -> tuple[NamePart, ...]:
        """The prefix, then a part for each `__`."""
        return self._naming(spec).split(name)

    def text_for(self, spec: DialectSpec, path: KeyPath, value: Value) -> str | None:  # noqa: ARG002
        """A value in TOML, or as a text that is none."""
        return text_for(value)

    def _naming(self, spec: DialectSpec) -> Naming:
        declared = self._declared_prefix(spec)
        option = self.options.value("ENVVAR_PREFIX_FOR_DYNACONF") if declared is None else declared
        found = tuple("" if name is None else f"{name}_" for name in prefixes(option))
        nested = self.options.value("NESTED_SEPARATOR_FOR_DYNACONF")
        index = self.options.value("INDEX_SEPARATOR_FOR_DYNACONF")
        return Naming(found, nested if isinstance(nested, str) else "", str(index or ""))

    def _declared_prefix(self, spec: DialectSpec) -> str | bool | None:
        """The prefix as an option when somebody declared another one than the code has, else None."""
        if spec.prefix == shown_prefix(self.options):
            return None
        return spec.prefix.removesuffix("_") or False

    def _files(self, spec: DialectSpec, view: View) -> tuple[str, ...]:
        """The settings files: those of a variable, or those of the code, or declared ones."""
        text = view.environ.get(str(view.value("ENVVAR_FOR_DYNACONF")))
        if text is not None:
            return as_list(read_text(text))
        return tuple(path for layer in spec.files for path in layer.paths)

    def _with_sections(
        self, spec: DialectSpec, view: View, files: Sequence[Layer], environment: str | None
    ) -> tuple[Layer, ...]:
        sections = view.value("ENVIRONMENTS_FOR_DYNACONF") is not False
        files = [with_upper_keys(layer, sections=sections) for layer in files]
        if not sections:
            return tuple(files)
        declared = self._declared_prefix(spec)
        prefix = view.value("ENVVAR_PREFIX_FOR_DYNACONF") if declared is None else declared
        current = environment or str(view.value("ENV_FOR_DYNACONF"))
        selected = section_names(view.value("DEFAULT_ENV_FOR_DYNACONF"), prefix, current)
        environments = tuple(name.strip().lower() for name in current.split(",") if name.strip())
        return tuple(section for layer in files for section in with_sections(layer, selected, environments))

    def _included(
        self, spec: DialectSpec, layers: Sequence[Layer], environ: Mapping[str, str], environment: str | None
    ) -> tuple[str, ...]:
        """The files that options and settings include, which only loading tells."""
        naming = "dynaconf_include"
        texts = (layer.document.text.lower() for layer in layers if layer.document is not None)
        if not any(naming in text for text in texts) and not any(naming in name.lower() for name in environ):
            return as_list(View(self.options, environ).value("INCLUDES_FOR_DYNACONF"))
        nobody = Layer("variable", layers[0].kind, "") if layers else None
        variables = (
            ()
            if nobody is None
            else tuple(
                Variable(nobody, name, text, text, Place(variable=name)) for name, text in environ.items()
            )
        )
        loading = Loading(Inputs(self.options, layers, variables, environment, self._declared_prefix(spec)))
        loading.run()
        return loading.includes()


def shown_prefix(options: Options) -> str:
    """What the variables of an application begin with: its last prefix, "" when it reads all."""
    names = list(prefixes(options.value("ENVVAR_PREFIX_FOR_DYNACONF")))
    return f"{names[-1]}_" if names and names[-1] is not None else ""


def _environments(view: View, environment: str | None) -> tuple[str, ...]:
    """The environments that modules are named after: `main` when there are none."""
    if view.value("ENVIRONMENTS_FOR_DYNACONF") is False:
        return (str(view.value("MAIN_ENV_FOR_DYNACONF") or "MAIN").lower(),)
    return tuple((environment or str(view.value("ENV_FOR_DYNACONF"))).split(","))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
