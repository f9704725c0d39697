"""Write the published JSON Schemas into the checkout's ``schemas/``: ``python -m converter.emit``."""

from __future__ import annotations

from converter.emit.published_schemas import write_schemas
from converter.resources import find_resource
from converter.taxonomy import read_taxonomy


def main() -> None:
    """Write each schema in place of the one that is there."""
    folder = find_resource("schemas")
    for name, content in write_schemas(read_taxonomy()).items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
