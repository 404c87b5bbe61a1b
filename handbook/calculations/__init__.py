"""The calculators on files, for the command line: tables in, results and faults out (SPEC 5)."""
