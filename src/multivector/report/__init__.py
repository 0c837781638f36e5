"""A study for readers and for other tools: one self-contained HTML file, figures, tables in others' conventions."""

from multivector.report.export import export, salib_problem, to_ema, to_xarray
from multivector.report.page import Report, write_report

__all__ = ["Report", "export", "salib_problem", "to_ema", "to_xarray", "write_report"]
