"""Documents on paper: letterhead, tables, pictures, clauses and signatures over reportlab.

No Odoo and no database. Start at :class:`kit.Kit`; what goes in is in :mod:`parts`.
"""
