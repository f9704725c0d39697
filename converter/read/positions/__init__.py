"""Turn words with positions into headings, paragraphs and grids; shared by aligned text and PDF.

Word, PlacedLine (placed.py) → page furniture left out (furniture.py) → runs of table lines (runs.py)
→ columns (columns.py), their header (header.py), rows (rows.py) → blocks (blocks.py)
"""
