"""The base of this package's errors: each is shown as its message, without a traceback."""


class HandbookError(Exception):
    """Something outside the handbook's text stops the build: a missing file, a lock, a page of the theme.

    What is wrong with the text itself is never raised: it is a finding.
    """
