"""The engine: numbers in, numbers out. It knows arrays and no country, file, picture or word of YAML.

``simulate`` runs a draw; ``relive`` runs only the months after a given acute outcome; ``rest_gain`` tells whether a
draw is calm without a shock; :mod:`multivector.engine.chronicle` tells a run in words.

Compiled code is kept in a folder named after the engine's own source, so that a change anywhere in it is compiled
afresh (numba itself looks only at the file of the entry point).
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

if TYPE_CHECKING:
    from multivector.engine.aftermath import Aftermath, relive
    from multivector.engine.calm import rest_gain
    from multivector.engine.draw import Draw, Names
    from multivector.engine.run import Run, simulate

__all__ = ["Aftermath", "Draw", "Names", "Run", "relive", "rest_gain", "simulate"]

_HOMES = {
    "Aftermath": "aftermath",
    "Draw": "draw",
    "Names": "draw",
    "Run": "run",
    "relive": "aftermath",
    "rest_gain": "calm",
    "simulate": "run",
}


def _source_digest() -> str:
    """Digest of the engine's source, the floor's dice included."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in [*sorted(here.glob("*.py")), here.parent / "rng.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


if "NUMBA_CACHE_DIR" not in os.environ:
    os.environ["NUMBA_CACHE_DIR"] = str(Path(platformdirs.user_cache_dir("multivector")) / f"engine-{_source_digest()}")


def __getattr__(name: str) -> Any:
    """Load a part of the engine when it is first asked for: compiling costs time that ``--help`` has not."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(f"multivector.engine.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
