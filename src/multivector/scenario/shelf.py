"""The crises that ship with the package, and how a name becomes a file."""

from __future__ import annotations

from pathlib import Path

from multivector.errors import ScenarioError
from multivector.scenario.strict import near

LIBRARY = Path(__file__).parent / "library"
"""Folder of the crises that ship, one folder each."""

TEMPLATE = "karsava"
"""The fictional crisis that ``init`` copies."""


def library() -> tuple[str, ...]:
    """Names of the crises that ship, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in LIBRARY.glob("*/scenario.yaml")))


def find(scenario: str | Path) -> Path:
    """The file of a crisis.

    Args:
        scenario: A file, a folder that holds ``scenario.yaml``, or a name of the library. What lies on disk wins
            over a name.

    Raises:
        ScenarioError: There is neither a file nor a crisis of that name.
    """
    path = Path(scenario)
    if (path / "scenario.yaml").is_file():
        return path / "scenario.yaml"
    if path.exists():
        return path
    if str(scenario) in library():
        return LIBRARY / str(scenario) / "scenario.yaml"
    raise ScenarioError(
        f"there is no file and no shipped crisis {str(scenario)!r}",
        expected="a scenario file, a folder that holds one, or a name from `multivector examples`",
        advice=near(str(scenario), library()),
    )
