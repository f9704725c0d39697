"""Plant statements whose every amount is known, destroy their layout, and see what comes back.

statements.py   whole statements that add up, in exact integers   (equity.py: the matrices)
printing.py     how they are printed: forms of amounts, tables, layouts of text
damage.py       what becomes of them: a table of kinds
judging.py      what came back, held against what was planted
__main__.py     python -m tests.planted --count 10000
"""
