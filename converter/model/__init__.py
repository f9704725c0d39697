"""Hold the frozen types every stage speaks in; import nothing else of ours.

As printed:    Span, Source (source.py) → Cell, Grid, Heading, Paragraph, Document (document.py)
               → Column, PrintedAmount, LineItem, Statement (statement.py)
As reported:   Period, Unit (period.py, unit.py) → Fact, Check, Report (report.py)
About either:  Finding (finding.py)
"""
