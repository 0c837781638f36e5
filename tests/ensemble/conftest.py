"""Makes the small crisis importable by name, here and in the processes that studies spawn."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
