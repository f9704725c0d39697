"""A source made by ``at`` is the source the model would make."""

from __future__ import annotations

import pickle

import pytest
from pydantic import ValidationError

from converter.model.source import Source

PLAIN = Source(line=3, start=2, end=8, text="100.00")
QUICK = Source.at(3, 2, 8, "100.00")


def test_it_equals_the_validated_one_in_every_respect() -> None:
    assert QUICK == PLAIN
    assert hash(QUICK) == hash(PLAIN)
    assert repr(QUICK) == repr(PLAIN)
    assert QUICK.model_dump_json() == PLAIN.model_dump_json()
    assert QUICK.model_dump(exclude_unset=True) == PLAIN.model_dump(exclude_unset=True)
    assert set(QUICK.__dict__) == set(Source.model_fields)
    assert pickle.loads(pickle.dumps(QUICK)) == PLAIN


def test_it_is_frozen_and_copies_apart() -> None:
    with pytest.raises(ValidationError):
        QUICK.line = 4
    copy = QUICK.model_copy(update={"page": 7})
    assert (copy.page, QUICK.page, Source.at(1, 0, 1, "x").page) == (7, None, None)
    assert Source.at(1, 0, 1, "x").model_fields_set == {"line", "start", "end", "text"}
