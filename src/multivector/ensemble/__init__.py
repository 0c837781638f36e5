"""Many runs: their design, their simulation part by part, the study they leave on disk, what it covers."""

from multivector.ensemble.coverage import coverage, gates, ignition
from multivector.ensemble.execute import executor
from multivector.ensemble.model import Model, engine
from multivector.ensemble.part import Case
from multivector.ensemble.results import Study
from multivector.ensemble.run import identity, run

__all__ = ["Case", "Model", "Study", "coverage", "engine", "executor", "gates", "identity", "ignition", "run"]
