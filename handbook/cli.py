"""The entry point `handbook`; the commands are in `handbook/commands/`."""

from handbook.commands import main

__all__ = ["main"]

if __name__ == "__main__":
    raise SystemExit(main())
