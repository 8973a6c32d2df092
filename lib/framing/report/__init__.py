"""From notebooks to pages: parameters, papermill, our own page template, the index and provenance."""

from framing.report.parameters import Parameter, declared, parse_assignments
from framing.report.reports_file import Report, Reports, read_reports
from framing.report.run import Event, Result, run_reports

__all__ = [
    "Event",
    "Parameter",
    "Report",
    "Reports",
    "Result",
    "declared",
    "parse_assignments",
    "read_reports",
    "run_reports",
]
