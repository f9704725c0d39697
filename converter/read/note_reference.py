"""Tell a note reference (附注) as the statements print it beside a label."""

from __future__ import annotations

import re

_CHINESE = r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．，,]?"
_ARABIC = r"[（(]?\d{1,3}(?:\.\d{1,2})?[)）]?[、.．]?"
_REFERENCE = re.compile(rf"(?:附注|注释|注)?(?:\d{{1,3}}|(?:{_CHINESE}){{1,3}}(?:{_ARABIC}){{0,2}})")


def is_note_reference(text: str) -> bool:
    """Tell whether a text is a note reference: 12, 七、1, 五、（一）, 八、30.1, 十、七、78（1）, 附注七、1.

    A bare whole number is one too; whoever asks knows whether a number may stand there.
    """
    return _REFERENCE.fullmatch(text.strip()) is not None
