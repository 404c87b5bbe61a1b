"""Build-time half of the handbook: compiles Markdown rules into a checked, linked site."""

__version__ = "0.1.0"
