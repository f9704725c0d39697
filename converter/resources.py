"""Find the taxonomy and the schemas, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

from converter.model.errors import BrokenInstallationError

_PACKAGE = Path(__file__).resolve().parent
# A wheel carries the two folders inside the package (setup.cfg, package_dir); a checkout and an editable install
# have them beside it.
_PLACES = (_PACKAGE / "_data", _PACKAGE.parent)


def find_resource(*parts: str) -> Path:
    """Return the path of a file or folder below ``taxonomy/`` or ``schemas/``: ``("taxonomy", "baked.json")``.

    Raise BrokenInstallationError where neither place holds it.
    """
    for place in _PLACES:
        path = place.joinpath(*parts)
        if path.exists():
            return path
    raise BrokenInstallationError("/".join(parts))
