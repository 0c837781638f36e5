"""What produced a study: everything that its bytes depend on, and apart from it what they don't."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import multivector
from multivector.ensemble import disk
from multivector.errors import EnsembleError

NAME = "manifest.json"
FORMAT = 1
"""Layout of the folder; raised when files written before can no longer be read."""

NUMERICAL = ("rng.py", "units.py", "engine", "scenario", "ensemble")
"""The parts of the package that results depend on."""

PACKAGES = ("numpy", "numba", "scipy", "pyarrow")
"""The packages that the bytes of results depend on."""


def code() -> dict[str, str]:
    """Version of the package and SHA-256 of the files that results depend on."""
    root = Path(multivector.__file__).parent
    total = hashlib.sha256()
    for place in NUMERICAL:
        for file in sorted([root / place] if place.endswith(".py") else (root / place).rglob("*.py")):
            if file.exists():
                total.update(file.relative_to(root).as_posix().encode())
                total.update(file.read_bytes())
    return {"version": multivector.__version__, "sha256": total.hexdigest()}


def surroundings() -> dict[str, str]:
    """Python, machine and packages that the bytes of results depend on."""
    found = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    return found


@dataclass(frozen=True)
class Identity:
    """Everything that the bytes of a study depend on. Studies with equal identities are equal, byte for byte.

    Attributes:
        scenario: What a person types to get the scenario.
        sha256: Digest of what the scenario says.
        n: Rows.
        replications: Runs of each row.
        seed: Seed of the study.
        design: Kind of design.
        without: Mechanisms switched off.
        set: Numbers and settings fixed by hand, by path.
        part_runs: Runs in a part.
        code: See :func:`code`.
        surroundings: See :func:`surroundings`.
    """

    scenario: str
    sha256: str
    n: int
    replications: int
    seed: int
    design: str
    without: tuple[str, ...]
    set: dict[str, float]
    part_runs: int
    code: dict[str, str] = field(default_factory=code)
    surroundings: dict[str, str] = field(default_factory=surroundings)

    @property
    def id(self) -> str:
        """Short name of the study: eight digits of the hash of all of this."""
        return hashlib.sha256(_json(asdict(self)).encode()).hexdigest()[:8]

    def differences(self, other: Identity) -> list[str]:
        """What differs, one line each; this is what was found, the other what is wanted."""
        mine, theirs = _flat(asdict(self)), _flat(asdict(other))
        return [
            f"{name}: the study has {_brief(mine.get(name))}, the command {_brief(theirs.get(name))}"
            for name in dict.fromkeys([*mine, *theirs])
            if mine.get(name) != theirs.get(name)
        ]


@dataclass(frozen=True)
class Manifest:
    """The file ``manifest.json`` of a study.

    Attributes:
        identity: Everything that the bytes of the results depend on.
        sources: SHA-256 of each file that the crisis was made from; changes of a comment or of a document
            that change no number are recorded here and not compared.
        results: What is known of the study as a whole; empty until it is finished.
        made: Times and the like, which nothing is compared with or hashed over.
    """

    identity: Identity
    sources: dict[str, str] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write it into the folder of its study."""
        content = {"format": FORMAT, "id": self.identity.id, **asdict(self)}
        disk.write(folder / NAME, (_json(content, indent=2) + "\n").encode())

    @staticmethod
    def read(folder: Path) -> Manifest:
        """Read it from the folder of a study.

        Raises:
            EnsembleError: If the folder holds none, or one that can't be read.
        """
        path = folder / NAME
        try:
            content = json.loads(path.read_text())
            if content["format"] != FORMAT:
                raise EnsembleError(
                    f"{path}: format {content['format']}",
                    expected=f"format {FORMAT}",
                    advice="Run the study again with this version, or read it with the one that wrote it",
                )
            identity = content["identity"]
            identity["without"] = tuple(identity["without"])
            return Manifest(Identity(**identity), content["sources"], content["results"], content["made"])
        except FileNotFoundError:
            raise EnsembleError(
                f"{folder}: no study here", expected=f"a folder with {NAME}, as `multivector run` writes it"
            ) from None
        except OSError as error:
            raise EnsembleError(f"{path}: cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise EnsembleError(
                f"{path}: not the manifest of a study ({error})",
                advice="Run the study again into another folder",
            ) from error


def now() -> str:
    """The time, for people."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _json(content: Mapping[str, Any], indent: int | None = None) -> str:
    return json.dumps(content, indent=indent, sort_keys=indent is None, ensure_ascii=False)


def _flat(content: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in content.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[f"{prefix}{key}"] = value
    return flat


def _brief(value: Any) -> str:
    if value is None or value == ():
        return "nothing"
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return f"{text[:12]}…" if len(text) == 64 else text
