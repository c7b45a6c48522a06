"""Excel and OpenDocument: hidden, merged, formulas, errors, odd sheets, old formats."""

import io
import struct
import zipfile

import openpyxl
import pytest
from made_files import (
    FACTS,
    ORGANISATIONS,
    SCALES,
    TIES,
    facts,
    matrix,
    nodes,
    put,
    read,
    rezipped,
    ties,
    told,
    workbook,
)

from partnernet.errors import InputError
from partnernet.files import biff
from partnernet.files.writing import write_tables


@pytest.fixture
def made(tmp_path):
    """Write a workbook of the alliance, changed, and give its path."""
    def make(change=None, name="alliance.xlsx", **options):
        path = tmp_path / name
        path.write_bytes(workbook(change, **options))
        return path
    return make


def test_a_plain_workbook(made):
    checked = read(made())
    assert facts(checked) == FACTS
    assert len(checked.ledger) == 0
    assert read(made(name="alliance.xlsm")).ledger.counts["file"].unique() == ["alliance.xlsm"]


@pytest.mark.parametrize("sheets", [("Organizaciones", "Relaciones"), ("aktörer", "kopplingar"),
                                    ("Nodes", "EDGES"), ("Sheet1", "Sheet2")])
def test_sheets_by_any_name(made, sheets):
    assert facts(read(made(sheets=sheets))) == FACTS


def test_hidden_rows_columns_and_sheets_are_used_and_noted(made):
    def hide(book, first, second):
        second.row_dimensions[5].hidden = True
        second.column_dimensions["D"].hidden = True
        first.sheet_state = "hidden"

    checked = read(made(hide))
    assert facts(checked) == FACTS
    said = told(checked)
    assert "The row is hidden" in said
    assert "The column is hidden" in said
    assert "The sheet is hidden" in said
    assert 5 in checked.ledger.events["row"].dropna().tolist()


def test_merged_cells_hold_for_all_their_rows(made):
    def merge(book, first, second):
        second.merge_cells("A2:A4")

    checked = read(made(merge))
    assert facts(checked) == FACTS
    repaired = checked.ledger.events.query("fate == 'repaired'")
    assert repaired["row"].tolist() == [3, 4]
    assert "merged" in repaired["reason"].iloc[0]


def test_titles_above_the_header(made):
    def title(book, first, second):
        second.insert_rows(1, 2)
        second["A1"] = "Alliance survey"
        second.merge_cells("A1:D1")

    checked = read(made(title))
    assert facts(checked) == FACTS
    assert checked.ledger.counts.set_index("table").loc["ties", "excluded"] == 2


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!"])
def test_error_cells_are_refused_with_their_reference(made, error):
    with pytest.raises(InputError, match=error) as refused:
        read(made(cells={"C2": error}))
    assert refused.value.total == 1
    assert (refused.value.sheet, refused.value.row) == ("ties", 2)
    assert "C2" in str(refused.value)


def test_formulas(made, tmp_path):
    with pytest.raises(InputError, match="formula"):
        read(made(cells={"C3": "=2+3"}))  # openpyxl stores no result
    path = tmp_path / "stored.xlsx"
    path.write_bytes(rezipped(workbook(), "sheet2.xml", b'<c r="C3" t="n"><v>5</v></c>',
                              b'<c r="C3"><f>2+3</f><v>5</v></c>'))
    checked = read(path)
    assert facts(checked) == FACTS
    assert "formula" in told(checked)


def test_numbers_stored_as_text_and_truth_values(made):
    assert facts(read(made(cells={"C3": "5"}))) == FACTS
    with pytest.raises(InputError, match="TRUE"):
        read(made(cells={"C3": True}))


def test_sheets_that_are_no_tables(made):
    def more(book, first, second):
        book.create_sheet("Sheet9", 0)
        book.create_sheet("my notes and thoughts")["A1"] = "hello"
        book.create_sheet("instructions")["A1"] = "fill in"
        book.create_sheet("old ties (ignore)")["A1"] = "x"

    checked = read(made(more))
    assert facts(checked) == FACTS
    assert "my notes and thoughts" in told(checked)
    assert "(ignore)" in told(checked)


def test_two_lists_of_ties_are_not_chosen_between(made):
    def twice(book, first, second):
        copy = book.copy_worksheet(second)
        copy.title = "edges"

    with pytest.raises(InputError, match="Several tables"):
        read(made(twice))


def test_links_beside_indicators_are_a_system_map(made):
    def with_map(book, first, second):
        book.create_sheet("indicators").append(["id", "name"])
        book.create_sheet("links").append(["source", "target", "sign"])

    assert facts(read(made(with_map))) == FACTS


def test_no_ties_at_all(made):
    def gone(book, first, second):
        book.remove(second)

    with pytest.raises(InputError, match="source|ties"):
        read(made(gone))


def test_matrices_as_sheets(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "organisations"
    for row in [("id", "name", "sector", "level"), *ORGANISATIONS]:
        book.active.append(row)
    for title, text in (("information", matrix()), ("joint projects", matrix(values={
            ("P01", "P02"): "3"}))):
        sheet = book.create_sheet(title)
        for line in text.strip().split("\n"):
            sheet.append([int(cell) if cell.isdigit() else cell or None
                          for cell in line.split(",")])
    book.save(tmp_path / "m.xlsx")
    checked = read(tmp_path / "m.xlsx")
    assert checked.ties.groupby("relation").size().to_dict() == {"information": 26,
                                                                 "joint projects": 1}
    assert set(checked.ledger.counts["shape"]) == {"table", "matrix"}


def test_a_csv_named_xls_is_read_and_noted(tmp_path):
    path = put(tmp_path, ties_xls=ties()) / "ties.xls"
    checked = read(path)
    assert facts(checked) == FACTS
    assert "CSV" in told(checked)


# -- OpenDocument, written by hand so that every attribute is ours ---------------------------------

_ODS = ('<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x">'
        "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
        "</office:document-content>")


def ods(path, tail="", row_attributes=None, cell_attributes=None):
    def cell(value, attributes=""):
        if isinstance(value, int):
            return (f'<table:table-cell office:value-type="float" office:value="{value}"'
                    f"{attributes}><text:p>{value}</text:p></table:table-cell>")
        return (f'<table:table-cell office:value-type="string"{attributes}>'
                f"<text:p>{value}</text:p></table:table-cell>")

    sheets = []
    for name, rows in (("nodes", [("id", "name", "sector", "level"), *ORGANISATIONS]),
                       ("ties", [("source", "target", "trust", "frequency"), *TIES])):
        lines = []
        for number, row in enumerate(rows):
            odd = name == "ties" and number == 3
            cells = "".join(cell(value, cell_attributes or "" if odd and place == 2 else "")
                            for place, value in enumerate(row))
            lines.append(f"<table:table-row{row_attributes or '' if odd else ''}>{cells}"
                         "</table:table-row>")
        sheets.append(f'<table:table table:name="{name}">{"".join(lines)}'
                      f"{tail if name == 'ties' else ''}</table:table>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"),
                         "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", _ODS.format("".join(sheets)))
    return path


def test_opendocument(tmp_path):
    checked = read(ods(tmp_path / "a.ods"))
    assert facts(checked) == FACTS
    hidden = read(ods(tmp_path / "b.ods", row_attributes=' table:visibility="collapse"'))
    assert facts(hidden) == FACTS
    assert hidden.ledger.events["row"].tolist() == [4]
    formula = read(ods(tmp_path / "c.ods", cell_attributes=' table:formula="of:=1+2"'))
    assert "formula" in told(formula)


@pytest.mark.parametrize("tail", [
    '<table:table-row table:number-rows-repeated="1000000"/><table:table-row>'
    '<table:table-cell table:number-columns-repeated="900"/>'
    '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p>'
    "</table:table-cell></table:table-row>",
    '<table:table-row table:number-rows-repeated="100000"><table:table-cell '
    'table:number-columns-repeated="100000" office:value-type="float" office:value="1">'
    "<text:p>1</text:p></table:table-cell></table:table-row>",
])
def test_opendocument_bombs(tmp_path, tail):
    with pytest.raises(InputError, match="size"):
        read(ods(tmp_path / "a.ods", tail=tail))


def test_opendocument_password(tmp_path):
    path = ods(tmp_path / "a.ods")
    data = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(data, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, b"<manifest><encryption-data/></manifest>"
                           if name.startswith("META") else content)
    path.write_bytes(data.getvalue())
    with pytest.raises(InputError, match="password"):
        read(path)


# -- old .xls, by its records ---------------------------------------------------------------------


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def old_workbook(*records):
    """The records of one sheet "ties" inside the smallest container that holds them."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + b"".join(
        records) + record(0x000A)
    name = b"ties"
    bound = record(0x0085, struct.pack("<IBBBB", 0, 0, 0, len(name), 0) + name)
    offset = len(begin) + len(bound) + len(record(0x000A))
    bound = record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name)
    stream = (begin + bound + record(0x000A) + sheet).ljust(4096, b"\0")
    sectors = [stream[at: at + 512] for at in range(0, len(stream), 512)]
    sectors[-1] = sectors[-1].ljust(512, b"\0")
    count = len(sectors)

    def entry(title, kind, start, size):
        raw = title.encode("utf-16-le")
        return (raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, 0xFFFFFFFF,
                0xFFFFFFFF, 0xFFFFFFFF) + bytes(36) + struct.pack("<III", start, size, 0))

    directory = (entry("Root Entry", 5, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0, len(stream))
                 ).ljust(512, b"\0")
    table = [*range(1, count), 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD]
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    header = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
        "<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6) + struct.pack(
        "<IIIIIIIII", 0, 1, count, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack(
        "<109I", count + 1, *[0xFFFFFFFF] * 108))
    return header + b"".join(sectors) + directory + fat


def number(row, column):
    return record(0x0203, struct.pack("<HHHd", row, column, 0, 1.0))


def test_old_workbooks_are_looked_into():
    data = old_workbook(
        number(0, 0), record(0x0205, struct.pack("<HHHBB", 2, 1, 0, 0x2A, 1)),
        record(0x0208, struct.pack("<HHHHHHI", 3, 0, 2, 255, 0, 0, 0x20)),
        record(0x007D, struct.pack("<5H", 2, 2, 0, 0, 1)),
        record(0x00E5, struct.pack("<5H", 1, 1, 3, 0, 0)))
    details = biff.look(data, "a.xls")["ties"]
    assert details.broken == {(2, 1): "#N/A"}
    assert details.hidden_rows == {3}
    assert details.hidden_columns == {2}
    assert details.merged == [(1, 0, 3, 0)]


@pytest.mark.parametrize(("records", "said"), [
    ([number(0, 0), number(65000, 200)], "size"), ([number(65535, 65535)], "size"),
    ([record(0x002F, bytes(6))], "password"),
])
def test_old_workbooks_that_are_refused(tmp_path, records, said):
    path = tmp_path / "a.xls"
    path.write_bytes(old_workbook(*records))
    with pytest.raises(InputError, match=said):
        read(path)


@pytest.mark.parametrize("cut", [600, 1500, 3000])
def test_old_workbooks_cut_off(tmp_path, cut):
    path = tmp_path / "a.xls"
    path.write_bytes(old_workbook(number(0, 0))[:cut])
    with pytest.raises(InputError, match="truncated"):
        read(path)


def test_what_we_write_we_read(tmp_path):
    checked = read(put(tmp_path, nodes_csv=nodes(), ties_csv=ties()))
    write_tables(tmp_path / "w.xlsx", {"organisations": checked.organisations,
                                       "ties": checked.ties})
    again = read(tmp_path / "w.xlsx", scales=SCALES)
    assert facts(again) == FACTS
    assert len(again.ledger) == 0
