"""The crises that ship with the package, and how a name becomes a file."""

from __future__ import annotations

from pathlib import Path

from multivector.errors import ScenarioError
from multivector.scenario.strict import near

LIBRARY = Path(__file__).parent / "library"
"""Folder of the crises that ship, one folder each."""

TEMPLATE = "velmora"
"""The fictional crisis that ``init`` copies."""

PRESETS = {
    "epstein-2002": (
        "Epstein's civil violence",
        "A published model and no crisis, on a grid: Model I, Run 2. Other runs: multivector epstein.",
    ),
}
"""Models that `run` knows by name and that are no crises: title and what they are."""


def library() -> tuple[str, ...]:
    """Names of the crises that ship, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in LIBRARY.glob("*/scenario.yaml")))


def find(scenario: str | Path) -> Path:
    """The file of a crisis.

    Args:
        scenario: A file, a folder that holds ``scenario.yaml``, or a name of the library. What lies on disk
            wins over a name.

    Raises:
        ScenarioError: There is neither a file nor a crisis of that name.
    """
    path = Path(scenario)
    if (path / "scenario.yaml").is_file():
        return path / "scenario.yaml"
    # a folder of that name without a scenario, such as the one that holds its studies, does not hide it
    if str(scenario) in library() and not path.is_file():
        return LIBRARY / str(scenario) / "scenario.yaml"
    if path.is_dir():
        raise ScenarioError(
            f"the folder {path} holds no scenario.yaml",
            expected="a scenario file, a folder that holds one, or a name from `multivector examples`",
            advice=f"`multivector init {path}` writes one to start from",
        )
    if path.exists():
        return path
    raise ScenarioError(
        f"there is no file and no shipped crisis {str(scenario)!r}",
        expected="a scenario file, a folder that holds one, or a name from `multivector examples`",
        advice=_advice(str(scenario)),
    )


def _advice(name: str) -> str:
    if name in PRESETS:
        return f"{name} is a published model and no crisis: `multivector run {name}` runs it"
    return near(name, (*library(), *PRESETS))


def begin(folder: Path, name: str | None = None) -> tuple[Path, ...]:
    """Write a crisis to start from, its claims if it has any, and its schema, into a folder.

    Args:
        folder: Made if it is not there.
        name: A crisis of the library; the fictional one by default.

    Returns:
        The files written.

    Raises:
        ScenarioError: There is a scenario already, no crisis of that name, or the folder cannot be written
        to.
    """
    if name is not None and name not in library():
        raise ScenarioError(
            f"no shipped crisis is called {name!r}",
            expected="a name from `multivector examples`",
            advice=_advice(name),
        )
    target, schema, claims = (folder / name for name in ("scenario.yaml", "scenario.schema.json", "claims.yaml"))
    shelf = LIBRARY / (name or TEMPLATE)
    evidence = shelf / claims.name
    kept = (target, claims) if evidence.is_file() else (target,)
    there = next((path for path in kept if path.exists()), None)
    if there is not None:
        raise ScenarioError(
            f"{there} is there already",
            expected="a folder without a scenario",
            advice="Choose another folder",
        )
    text = (shelf / target.name).read_text(encoding="utf-8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        schema.write_bytes((LIBRARY.parent / "schema.json").read_bytes())
        if evidence.is_file():
            claims.write_bytes(evidence.read_bytes())
        target.write_text(text.replace("../../schema.json", schema.name), encoding="utf-8")
    except OSError as error:
        raise ScenarioError(
            f"{error.filename or folder} cannot be written: {error.strerror}",
            expected="a folder that you may write to",
        ) from None
    return *kept, schema
