"""Start the command line: ``python -m converter`` is ``cas2xbrl``."""

from __future__ import annotations

from converter.cli import main

if __name__ == "__main__":
    main()
