"""Calibration on a finished study: runs weighed by what was seen, judged by what was not fitted."""

from multivector.assess.calibration.result import Calibration
from multivector.assess.calibration.whole import calibrate, with_views

__all__ = ["Calibration", "calibrate", "with_views"]
