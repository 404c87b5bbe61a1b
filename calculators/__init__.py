"""Calculators of the handbook: exact, explained, and the same in the browser and on the command line.

The core (numbers, tables, schemes, kpi …) needs the standard library alone. `workbooks` adds openpyxl,
`frames` adds pandas; neither is imported before it is asked for.
"""

__version__ = "0.1.0"
