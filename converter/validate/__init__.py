"""Judge files, never the objects that made them.

judge.py        any path: what it is, and who judges it       (filekind.py: what it is, by its content)
arelle.py       XBRL, by Arelle; the only door to it           (messages.py: its messages as findings)
service.py      Arelle kept warm in a process beside us        (forks.py: a copy of a process per file)
json_schema.py  report.json, by JSON Schema
verdict.py      what they give
"""
