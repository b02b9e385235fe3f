"""The house keeps its shape: pure modules know no Django, and dependencies point one way."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("fluxus", "cases", "perined_import", "dashboards")
MODULES = sorted(
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
# Which of our packages a package may import. The composition (fluxus itself and the demo) may import all.
MAY_IMPORT = {
    "fluxus.organisations": {"fluxus.texts", "fluxus.periods"},
    "cases": {"fluxus.organisations", "fluxus.texts", "fluxus.periods", "fluxus.charts"},
    "perined_import": {"fluxus.organisations", "fluxus.texts", "fluxus.periods", "fluxus.charts"},
    "dashboards": {
        "cases",
        "perined_import",
        "fluxus.organisations",
        "fluxus.texts",
        "fluxus.periods",
        "fluxus.charts",
    },
}
# What must be pure whatever its docstring says.
ALWAYS_PURE = ("cases/screening/", "dashboards/statistics/", "perined_import/readers/", "fluxus/demo/")


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_pure(path):
    relative = path.relative_to(ROOT).as_posix()
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
    return docstring.startswith("PURE") or relative.startswith(ALWAYS_PURE)


PURE = [path for path in MODULES if is_pure(path)]


def test_there_are_pure_modules():
    assert len(PURE) > 30


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pure_modules_import_no_django(path):
    assert [name for name in imports(path) if name.partition(".")[0] in {"django", "allauth"}] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_says_what_it_is_for(path):
    source = path.read_text()
    assert not source.strip() or ast.get_docstring(ast.parse(source)), "a module begins with a docstring"


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_dependencies_point_one_way(package):
    allowed = {package, *MAY_IMPORT[package]}
    wrong = []
    for path in (ROOT / package.replace(".", "/")).rglob("*.py"):
        for name in imports(path):
            ours = name.partition(".")[0] in APPS
            if ours and not any(name == base or name.startswith(base + ".") for base in allowed):
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_what_is_pure_reaches_pure_modules_only():
    """A pure module that imports one of ours that is not pure would bring Django in by the back door."""
    by_name = {path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): path for path in MODULES}
    pure = {name for name, path in by_name.items() if path in PURE}
    wrong = []
    for name in pure:
        for imported in imports(by_name[name]):
            for target in (imported, imported.rpartition(".")[0]):
                if target in by_name and target not in pure and by_name[target].read_text().strip():
                    wrong.append(f"{name} imports {target}")
    assert wrong == []
