"""The house rules that a machine can check; there is no list of exceptions."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("domain", "analysis", "storage", "crawlers", "alerts", "reports", "drill", "console", "service")
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
BAD_NAMES = {"util", "utils", "helper", "helpers", "common", "base", "misc", "core", "manager", "types"}
OUTER_LOOPS = {"service/runner.py", "alerts/notify.py"}
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]
PURE = ("domain", "analysis", "crawlers/pages", "alerts/rules", "alerts/grading.py", "alerts/routing.py")
IMPURE_IMPORTS = {
    "django",
    "scrapy",
    "twisted",
    "aiohttp",
    "smtplib",
    "socket",
    "sqlite3",
    "subprocess",
    "storage",
    "os",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_there_are_nine_rooms_and_each_says_its_sentence() -> None:
    for room in ROOMS:
        sentence = ast.get_docstring(tree_of(ROOT / room / "__init__.py"))
        assert sentence, room
        assert "may call" in sentence or "calls" in sentence, room


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_keeps_to_the_house_rules(path: Path) -> None:
    text, tree = path.read_text("utf-8"), tree_of(path)
    assert text.count("\n") <= LONGEST_FILE
    assert path.stem not in BAD_NAMES
    long = [fn.name for fn in functions(tree) if (fn.end_lineno or 0) - fn.lineno + 1 > LONGEST_FUNCTION]
    assert not long
    hidden = [name for fn in functions(tree) for name in imported(fn) & set(ROOMS)]
    assert not hidden, "own imports stand at the top"
    broad = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]
    assert not broad or name_of(path) in OUTER_LOOPS


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_import_nothing_that_has_effects(room: str) -> None:
    place = ROOT / room
    for path in [place] if place.suffix else sorted(place.rglob("*.py")):
        assert not imported(tree_of(path)) & IMPURE_IMPORTS, name_of(path)


@pytest.mark.parametrize("package", ["alerts/rules", "reports/sections", "crawlers/spiders", "console/pages"])
def test_members_of_a_list_never_import_each_other(package: str) -> None:
    members = [path for path in (ROOT / package).glob("*.py") if path.stem != "__init__"]
    assert members
    dotted = package.replace("/", ".")
    for path in members:
        others = {f"{dotted}.{other.stem}" for other in members if other != path}
        assert not others & set(re.findall(r"^(?:from|import) ([\w.]+)", path.read_text("utf-8"), re.MULTILINE)), path


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_a_foreign_package_named_alerts_does_not_win(tmp_path: Path) -> None:
    (tmp_path / "alerts").mkdir()
    (tmp_path / "alerts" / "__init__.py").write_text("FOREIGN = True\n")
    program = "import sys; sys.path.append(sys.argv[1]); import alerts; print(alerts.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()) == ROOT / "alerts" / "__init__.py"
