"""What others get: the wheel, the sdist, an install from git, and the two commands of the README.

Nothing here uses the network. The work tree's files are copied into a small git repository first,
so that a file that ``.gitignore`` swallows is missed by the tests as it would be by a newcomer. A
clean environment is a virtual environment without viche in which the libraries of the present one
can be imported: a ``.pth`` file names their folder. Python reads no ``.pth`` file in a folder that
was added so, hence the present environment's editable viche stays out of sight.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

import pytest

from viche import resources

CANARY = "Одарка Канарка"
LANGUAGES = ("en", "he", "pl", "ru", "uk")

# Neither the surroundings of whoever runs the tests nor a checkout on the import path may help.
CLEAN = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT"))},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "PIP_NO_INDEX": "1",
    "PYTHONUTF8": "1",
}


def run(
    command: Sequence[str | Path], cwd: Path, env: Mapping[str, str] = CLEAN, expect: int = 0
) -> str:
    """Run ``command`` and give what it printed; anything but the expected exit code fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == expect, f"{command} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def make_environment(folder: Path, *also: Path) -> Path:
    """A clean environment, see above; gives its Python. ``also`` are further folders to import."""
    venv.create(folder, with_pip=False, symlinks=True)
    purelib = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    libraries = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    lines = [*map(str, also), *libraries]
    (purelib / "libraries.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "bin" / "python"


@pytest.fixture(scope="session")
def clone(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone, as it would be if the work tree were committed now. Its path has a space."""
    listed = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], root)
    folder = tmp_path_factory.mktemp("a clone")
    for name in filter(None, listed.split("\0")):
        if (root / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((root / name).read_bytes())
            target.chmod((root / name).stat().st_mode)
    run(["git", "init", "--quiet", "--template="], folder)
    run(["git", "add", "--all"], folder)
    author = ["-c", "user.name=viche", "-c", "user.email=viche@example.org"]
    run(["git", *author, "commit", "--quiet", "--message=All"], folder)
    # A cell's private files lie in the same folder, and may never travel along.
    private = folder / "content" / "private" / "2026-12-swot" / "roster.csv"
    private.parent.mkdir(parents=True, exist_ok=True)
    private.write_text(f"code,name\nP-001,{CANARY}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sdist, and the wheel made from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, clone], folder)
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return sdist, wheel


@pytest.fixture(scope="session")
def installed(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of a clean environment that has the wheel."""
    python = make_environment(tmp_path_factory.mktemp("clean") / "environment")
    pip = [sys.executable, "-m", "pip", "--quiet", "--python", str(python)]
    run([*pip, "install", "--no-deps", str(built[1])], python.parent)
    return python.parent


@pytest.fixture
def elsewhere(root: Path, tmp_path: Path) -> Path:
    """A cell of another city, far from this repository."""
    source = root / "tests" / "cells" / "pl"
    cell = tmp_path / "komórka"
    for path in source.rglob("*"):
        if path.is_file() and "build" not in path.relative_to(source).parts:
            target = cell / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return cell


def wheel_files(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sdist_files(sdist: Path) -> dict[str, bytes]:
    with tarfile.open(sdist) as archive:
        return {
            member.name.partition("/")[2]: file.read()
            for member in archive
            if (file := archive.extractfile(member)) is not None
        }


def tracked(clone: Path, folder: str) -> set[str]:
    """The files of ``folder`` that are in git, relative to it."""
    listed = run(["git", "ls-files", "-z", folder], clone).split("\0")
    return {name.removeprefix(f"{folder}/") for name in listed if name}


def test_wheel_holds_the_program_and_both_of_its_rooms(
    clone: Path, built: tuple[Path, Path]
) -> None:
    names = set(wheel_files(built[1]))

    program = {f"viche/{name}" for name in tracked(clone, "generator/viche")}
    kit = {f"viche/_kit/{name}" for name in tracked(clone, "kit")}
    site = {f"viche/_site/{name}" for name in tracked(clone, "site")}
    assert {name for name in names if ".dist-info/" not in name} == (
        program | kit | site | {"viche/_mkdocs.yml"}
    )
    # What would be missed only when it is needed.
    assert "viche/py.typed" in program
    assert any(name.startswith("viche/messages/uk/") for name in program)
    assert "viche/_kit/fonts/Rubik-Regular.ttf" in kit
    for language in LANGUAGES:
        assert f"viche/_site/translations/{language}/common.yaml" in site


def test_wheel_asks_for_the_libraries_that_the_program_imports(root: Path) -> None:
    imported: set[str] = set()
    for path in (root / "generator" / "viche").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    owners = metadata.packages_distributions()
    foreign = imported - sys.stdlib_module_names - {"viche"}
    assert foreign <= owners.keys()
    used = {name.lower() for module in foreign for name in owners[module]}

    required = metadata.requires("viche") or []
    names = {line: re.split(r"[^\w-]", line)[0].lower() for line in required}
    asked = {name for line, name in names.items() if "extra ==" not in line}
    optional = {
        name for line, name in names.items() if "extra == 'proof'" in line.replace('"', "'")
    }

    used.discard("pydantic-core")  # pydantic asks for the one version that fits it
    used.discard("pydantic_core")
    # MkDocs runs by itself, icons are Material's, the dictionaries are found by pymorphy3; Windows
    # has no time zones of its own.
    data = {"mkdocs", "mkdocs-material", "pymorphy3-dicts-ru", "pymorphy3-dicts-uk", "tzdata"}
    assert asked == used - optional | data
    assert optional == {"highspy"}


def test_wheel_carries_the_licences_of_the_program_and_of_the_fonts(
    built: tuple[Path, Path],
) -> None:
    licences = {name for name in wheel_files(built[1]) if ".dist-info/licenses/" in name}
    assert {name.partition("/licenses/")[2] for name in licences} == {
        "LICENSE",
        "kit/fonts/OFL.txt",
    }


def test_sdist_holds_what_the_wheel_is_made_of_and_no_cell(built: tuple[Path, Path]) -> None:
    tops = {name.partition("/")[0] for name in sdist_files(built[0])}
    assert tops == {
        ".gitignore",  # hatchling's own doing: an sdist is built as the repository is
        "CHANGELOG.md",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "generator",
        "kit",
        "mkdocs.yml",
        "pyproject.toml",
        "site",
    }


def test_private_files_travel_in_no_package(clone: Path, built: tuple[Path, Path]) -> None:
    canary = CANARY.encode()
    assert [path for path in clone.glob("content/private/*/*") if canary in path.read_bytes()]
    for files in (sdist_files(built[0]), wheel_files(built[1])):
        assert [name for name, data in files.items() if canary in data] == []


def test_install_from_git_has_the_same_files_as_the_wheel(
    clone: Path, built: tuple[Path, Path], tmp_path: Path
) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "install", "--no-deps", "--no-build-isolation"]
    run([*pip, "--no-compile", "--target", tmp_path, f"git+{clone.as_uri()}"], clone)

    files = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes()
        for path in (tmp_path / "viche").rglob("*")
        if path.is_file()
    }
    wheel = wheel_files(built[1])
    assert files == {name: data for name, data in wheel.items() if name.startswith("viche/")}


def test_editable_install_finds_the_rooms_of_the_checkout(root: Path) -> None:
    assert resources.shipped("kit") == root / "kit"
    assert resources.shipped("site") == root / "site"


def test_wheel_builds_a_cell_that_is_not_this_repository(installed: Path, elsewhere: Path) -> None:
    where = "from viche import resources as r; print(r.shipped('kit'), r.shipped('site'))"
    kit, site = run([installed / "python", "-c", where], elsewhere).split()
    assert Path(kit).is_relative_to(installed.parent)
    assert Path(site).is_relative_to(installed.parent)

    viche = installed / "viche"
    run([viche, "check"], elsewhere)
    run([viche, "plan"], elsewhere)
    run([viche, "build"], elsewhere)
    assert (elsewhere / "build" / "site" / "index.html").is_file()
    assert list((elsewhere / "build" / "kits").rglob("*.pdf"))


def test_module_and_command_are_the_same(installed: Path, tmp_path: Path) -> None:
    command = run([installed / "viche", "--help"], tmp_path)
    assert command == run([installed / "python", "-m", "viche", "--help"], tmp_path)
    for name in ("check", "plan", "kit", "site", "build", "schema"):
        assert name in command


def test_make_builds_the_example_and_says_where_to_look(clone: Path, tmp_path: Path) -> None:
    """Only the installing is left out: the stamp says that it has been done."""
    make_environment(clone / ".venv", clone / "generator")
    (clone / ".venv" / "installed").write_text(f"{clone}\n", encoding="utf-8")

    printed = run(["make"], clone)

    assert "build/site/index.html" in printed
    assert "build/kits" in printed
    assert (clone / "build" / "site" / "index.html").is_file()
    assert list((clone / "build" / "kits").rglob("*.pdf"))
    changed = run(["git", "status", "--porcelain"], clone)
    assert changed == "", "make leaves the clone as it was"


def fake(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_make_names_the_python_that_it_needs(root: Path, tmp_path: Path) -> None:
    old = 'case "$2" in *print*) echo 3.9;; *version_info*) exit 1;; esac'
    fake(tmp_path, "python3", old)
    fake(tmp_path, "python3.13", "echo 'shim: command not found' >&2; exit 127")
    env = {"PATH": str(tmp_path)}

    printed = run(["/bin/sh", root / ".ci" / "venv", tmp_path / "venv"], tmp_path, env, expect=1)

    assert "Python 3.11 or newer" in printed
    assert "Found: python3 is 3.9." in printed
    assert "shim" not in printed


def test_make_names_the_package_that_debian_keeps_apart(root: Path, tmp_path: Path) -> None:
    bare = 'case "$2" in *import\\ venv,\\ pip*|*ensurepip*) exit 1;; *print*) echo 3.12;; esac'
    fake(tmp_path, "python3", bare)
    env = {"PATH": str(tmp_path)}

    printed = run(["/bin/sh", root / ".ci" / "venv", tmp_path / "venv"], tmp_path, env, expect=1)

    assert "sudo apt install python3-venv" in printed
    assert "python3.12-venv" in printed


def test_make_passes_over_a_python_that_is_too_old(root: Path, tmp_path: Path) -> None:
    fake(tmp_path, "python3", 'case "$2" in *print*) echo 3.9;; *) exit 1;; esac')
    (tmp_path / "python3.12").symlink_to(sys.executable)
    env = {"PATH": str(tmp_path)}

    printed = run(["/bin/sh", root / ".ci" / "venv", tmp_path / "venv"], tmp_path, env)

    assert printed.startswith("Using python3.12 (")
    run([tmp_path / "venv" / "bin" / "python", "-m", "pip", "--version"], tmp_path)


@pytest.mark.parametrize("path", ["site/x", "kit/x", "site/translations/uk/x.yaml", "content/x"])
def test_git_keeps_our_sources(root: Path, path: str) -> None:
    """Common templates of .gitignore ignore /site, where other projects put their output."""
    run(["git", "check-ignore", "--quiet", path], root, expect=1)


@pytest.mark.parametrize(
    "path",
    ["content/private/roster.csv", "content/private/2026-12-swot/seats.csv", "build/x", ".venv/x"],
)
def test_git_ignores_what_is_private_or_made(root: Path, path: str) -> None:
    run(["git", "check-ignore", "--quiet", path], root)


def test_no_private_file_is_in_git(root: Path) -> None:
    run(["git", "check-ignore", "--quiet", "content/private/README.md"], root, expect=1)
    listed = run(["git", "ls-files", "content/private"], root).splitlines()
    assert {path for path in listed if not path.endswith("content/private/README.md")} == set()
