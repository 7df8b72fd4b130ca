"""Short functions and short modules: nobody is exempt, but the one script that people download whole."""

import ast
from pathlib import Path

import pytest

HUB = Path(__file__).resolve().parents[2] / "hub"
MODULES = sorted(path for path in HUB.rglob("*.py") if "migrations" not in path.parts)
ONE_FILE = HUB / "voting" / "proof" / "verify_decision.py"
LIMITS = {"module": 400, "function": 60, "view": 30, "task": 20, "class": 200, "template": 150, "script": 150}


def spans(path: Path, kinds: type | tuple[type, ...]) -> dict[str, int]:
    """Lines of each definition, its decorators and docstring left out."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, kinds):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            found[f"{path.relative_to(HUB)}:{node.name}"] = node.end_lineno - body[0].lineno + 1
    return found


def too_long(found: dict[str, int], limit: int) -> dict[str, int]:
    return {name: lines for name, lines in found.items() if lines > limit}


def test_modules_stay_short():
    assert (
        too_long(
            {str(p): len(p.read_text().splitlines()) for p in MODULES if p != ONE_FILE}, LIMITS["module"]
        )
        == {}
    )


@pytest.mark.parametrize(
    ("files", "limit"), [("**/*.py", "function"), ("**/views*.py", "view"), ("**/tasks.py", "task")]
)
def test_functions_stay_short(files, limit):
    found = {}
    for path in MODULES:
        if path.match(files.removeprefix("**/")) or files == "**/*.py":
            found |= spans(path, (ast.FunctionDef, ast.AsyncFunctionDef))
    assert found
    assert too_long(found, LIMITS[limit]) == {}


def test_classes_stay_short():
    found = {name: lines for path in MODULES for name, lines in spans(path, ast.ClassDef).items()}
    assert too_long(found, LIMITS["class"]) == {}


@pytest.mark.parametrize(
    ("files", "limit"), [("templates/**/*.html", "template"), ("static/**/*.js", "script")]
)
def test_templates_and_scripts_stay_short(files, limit):
    paths = [path for app in HUB.iterdir() for path in app.glob(files) if "vendor" not in path.parts]
    assert too_long({str(p): len(p.read_text().splitlines()) for p in paths}, LIMITS[limit]) == {}
