"""Print the statements of real documents anew in layouts that lose structure, and see whether the same facts come back.

originals.py    what a document prints, as recognised in a layout that keeps structure, and its facts: the truth
tables.py       statements as tables of cells: headers, labels, amounts in a form of printing
layouts.py      how a table is written as text, page, sheet or bytes
kinds.py        a table of kinds: a layout and the forms it is tried with
judging.py      what came back, held against the original's facts
__main__.py     python -m tests.reprint
"""
