"""Start the command line: ``python -m converter`` is ``cas2xbrl``."""

from __future__ import annotations

import gc

# A document is many small values that all live until it is written: looking for garbage among them early and often
# takes a sixth of the time. Set before anything is imported, for imports make such values too.
gc.set_threshold(200_000, 50, 100)

from converter.cli import main  # noqa: E402 - as just said

if __name__ == "__main__":
    main()
