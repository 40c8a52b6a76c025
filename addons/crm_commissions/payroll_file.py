"""The file for payroll: one table, as a spreadsheet or as text."""

import csv
import io

import xlsxwriter

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would work out instead of show


def write_xlsx(header, rows):
    """
    :param header: list of words
    :param rows: lists of texts and numbers
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        for column, word in enumerate(header):
            sheet.write_string(0, column, word, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                else:
                    sheet.write_number(number, column, cell, money)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(header) - 1, 18)
    return target.getvalue()


def write_csv(header, rows):
    """With a mark of its encoding, by which spreadsheets read accents."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(header)
    writer.writerows([_to_text(cell) for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _to_text(cell):
    if not isinstance(cell, str):
        return f"{cell:.2f}"
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
