"""Hold the forms that report.json and every JSON Schema about it share."""

from __future__ import annotations

import json
from typing import Any, Final

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
DECIMAL: Final = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
DATE: Final = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"

# Fields of report.json the contract marks optional: absent, never null, where there is nothing to say.
OPTIONAL: Final = frozenset(
    {
        "decimals",
        "unit",
        "suggestion",
        "stock_code",
        "short_name",
        "parts",
        "page",
        "box",
        "sheet",
        "cell",
        "label_path",
    }
)


def write_schema(schema: dict[str, Any]) -> bytes:
    """Return a schema as readable UTF-8."""
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()
