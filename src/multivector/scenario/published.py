"""The JSON Schema of ``scenario.yaml``, as it is published with the package.

After the models or the engine's parameters changed, write it anew::

    python -c "from multivector.scenario import published; published.write()"
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from multivector.scenario.crisis import Scenario

FILE = Path(__file__).with_name("schema.json")
"""The published file."""


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12), made from the models."""
    made = Scenario.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def write() -> None:
    """Write the file."""
    FILE.write_text(text(), encoding="utf-8")
