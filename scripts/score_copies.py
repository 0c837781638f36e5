"""Score the finding of copies on the invented test set (``tests/sources/copyset.py``).

    python scripts/score_copies.py [--first 100] [--corpora 40] [--json]

Each corpus holds nine independent articles on one invented crisis and two copies each by reprint, spin, mangle and
paraphrase. Recall is per operation; false alarms are pairs of different origin that were joined by an edge, among
all such pairs. Corpora 0 to 29 were used to set weights and threshold, so score from 100 on.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.sources.copyscore import score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=int, default=100, help="first corpus")
    parser.add_argument("--corpora", type=int, default=40, help="how many")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    report = score(arguments.first, arguments.corpora)
    if arguments.json:
        print(json.dumps(report))
        return
    for key, value in report.items():
        print(f"{key:20} {value:.3f}" if isinstance(value, float) else f"{key:20} {value:,}")


if __name__ == "__main__":
    main()
