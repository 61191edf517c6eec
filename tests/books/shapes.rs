//! The workbooks of `tests/cases`, each in the shape of a real one, with names that are made up.

use std::io;

use rust_xlsxwriter::{Chart, ChartType};

use super::{Cell, Made, fill, fill_table, of_rows, with_part, workbook, write, zip_of};

const SCORES: &[&[&str]] = &[
    &["Customer", "Date", "Contact", "Overall", "Accuracy", "Comment"],
    &["Acme Dental", "2026-09-28", "Nora Whitby", "4", "3", "Three days without X-rays."],
    &["Pondwater Physio", "2026-09-28 14:05:00", "Yusuf Aydin", "8", "8.5", ""],
    &["Initech Accounting", "2026-09-29", "Milton Adams", "9", "9", "fine"],
];

/// Each workbook and its path below `tests/cases`.
pub(crate) fn of_cases() -> io::Result<Vec<(&'static str, Vec<u8>)>> {
    let made = |book: Made| book.map_err(io::Error::other);
    let plain = made(of_rows("Answers", SCORES))?;
    let mut books = vec![
        ("workbook/in/scores.xlsx", made(kinds_of_cells())?),
        ("workbook-on-standard-input/stdin", plain.clone()),
        ("workbook-of-microsoft-forms/in/forms.xlsx", made(microsoft_forms())?),
        ("workbook-of-microsoft-forms/in/formulaires.xlsx", made(microsoft_forms_in_french())?),
        ("workbook-of-trustpilot/in/reviews.xlsx", made(trustpilot())?),
        ("workbook-with-a-dictionary-first/in/scores.xlsx", made(dictionary_first())?),
        ("rejects-of-a-workbook/in/scores.xlsx", made(rows_to_mend())?),
        ("workbook-with-hidden-rows/in/scores.xlsx", made(hidden())?),
        ("workbook-with-error-cells/in/scores.xlsx", made(error_cells())?),
        ("workbook-with-formulas-not-worked-out/in/scores.xlsx", formulas_not_worked_out(&plain)?),
        ("workbook-with-percentages/in/scores.xlsx", made(percentages())?),
        ("workbook-with-percentages/in/accounts.xlsx", made(margins())?),
        ("workbook-with-merged-headers/in/scores.xlsx", made(merged_headers())?),
        ("workbook-with-several-sheets/in/scores.xlsx", made(several_sheets())?),
        ("workbook-with-several-sheets/in/copies.xlsx", made(copied_sheet())?),
        ("workbook-without-anything/in/scores.xlsx", made(of_rows("Sheet1", &[]))?),
        (
            "workbook-without-anything/in/header.xlsx",
            made(of_rows("Sheet1", SCORES.get(..1).unwrap_or_default()))?,
        ),
        ("workbook-damaged/in/scores.xlsx", plain.get(..plain.len() / 2).unwrap_or_default().to_vec()),
        ("workbook-of-another-kind/in/scores.xlsb", zip_of(&[("xl/workbook.bin", b"\x83\x01")])?),
        ("workbook-of-another-kind/in/scores.ods", open_document()?),
        ("workbook-of-another-kind/in/answers.docx", zip_of(&[("word/document.xml", b"<w:document/>")])?),
        ("workbook-protected/in/scores.xlsx", protected()),
        ("workbook-too-wide/in/scores.xlsx", made(too_wide())?),
        ("workbooks-beside-the-survey/in/scores.xlsx", plain.clone()),
        ("workbooks-beside-the-survey/in/accounts.xlsx", made(accounts())?),
        ("workbooks-beside-the-survey/in/invitations.xlsx", made(invitations())?),
        ("workbooks-beside-the-survey/in/incidents.xlsx", made(incidents())?),
        ("workbook-beside-csv/in/accounts.xlsx", made(accounts())?),
        ("workbook-of-everything/in/firm.xlsx", made(everything())?),
    ];
    books.push(("workbook-with-strange-rows/in/scores.xlsx", strange_rows(&plain)?));
    Ok(books)
}

/// What people have in cells: a date and a day with its time, numbers as text, text with a bold word, formulas, yes.
fn kinds_of_cells() -> Made {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Answers")?;
    // The table begins below and right of the corner, and ends before the sheet does.
    fill(sheet, (2, 1), SCORES)?;
    fill(sheet, (6, 1), &[&["Globex", "2026-09-30", "", "", "12", "  "]])?;
    write(sheet, 6, 4, Cell::Result("7"))?;
    fill(sheet, (7, 1), &[&["Vandelay Import/Export", "2026-09-30", "", "", "", ""]])?;
    write(sheet, 7, 4, Cell::Text("6"))?;
    write(sheet, 7, 6, Cell::Rich("Slow", " and late,\nagain, and again, and again"))?;
    write(sheet, 40, 12, Cell::Text(" "))?;
    book.save_to_buffer()
}

#[rustfmt::skip] // a row of the sheet is a line
fn microsoft_forms() -> Made {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Sheet1")?;
    let rows: &[&[&str]] = &[
        &["ID", "Start time", "Completion time", "Email", "Name", "Company\u{a0}", "How satisfied are you with our support?\u{a0}", "How satisfied are you with our\nspeed? ", "Instagram", "Instagram3", "Anything else?"],
        &["1", "6/26/2026 6:00:00AM", "6/26/2026 6:04:10AM", "anonymous", "", "Acme Dental", "2", "1", "yes", "", "Late; again"],
        &["2", "6/26/2026 11:30:00AM", "6/26/2026 1:02:00PM", "anonymous", "", "Pondwater Physio", "5", "4", "", "yes", ""],
        &["3", "6/27/2026 9:12:00AM", "6/27/2026 9:15:44AM", "anonymous", "", "Initech Accounting", "4", "5", "yes", "yes", ""],
    ];
    fill_table(sheet, "OfficeForms.Table", rows)?;
    // A sheet with more cells, of which the table of the form is to be preferred.
    let sheet = book.add_worksheet().set_name("My notes")?;
    let note: &[&str] =
        &["Acme Dental", "2026-06-01", "3", "4", "5", "6", "7", "8", "9", "10", "called", "", "", ""];
    fill(
        sheet,
        (0, 0),
        &[
            &["Customer", "Date", "A", "B", "C", "D", "E", "F", "G", "H", "What"],
            note,
            note,
            note,
            note,
            note,
        ],
    )?;
    book.save_to_buffer()
}

fn microsoft_forms_in_french() -> Made {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Feuil1")?;
    let rows: &[&[&str]] = &[
        &[
            "ID",
            "Heure de début",
            "Heure de fin",
            "Adresse de messagerie",
            "Nom",
            "Heure de la dernière modification",
            "Quelle est la qualité de notre aide ?",
            "Et notre rapidité ?",
        ],
        &[
            "1",
            "2026-06-26 08:00:00",
            "2026-06-26 08:04:10",
            "nora@acme-dental.example",
            "Nora Whitby",
            "",
            "2",
            "1",
        ],
        &[
            "2",
            "2026-06-26 11:30:00",
            "2026-06-26 13:02:00",
            "yusuf@pondwater.example",
            "Yusuf Aydin",
            "",
            "9",
            "8",
        ],
        &[
            "3",
            "2026-06-27 09:12:00",
            "2026-06-27 09:15:44",
            "milton@initech.example",
            "Milton Adams",
            "",
            "8",
            "10",
        ],
    ];
    fill_table(sheet, "OfficeForms.Table1", rows)?;
    book.save_to_buffer()
}

#[rustfmt::skip] // a row of the sheet is a line
fn trustpilot() -> Made {
    of_rows(
        "export-66f1a2",
        &[
            &["Review ID", "Review Created (UTC)", "Review Consumer User ID", "Review Title", "Review Content", "Review Stars", "Source Of Review", "Webshop Name", "Tags", "Company Reply Date (UTC)", "Location Name"],
            &["r1", "2026-09-21 07:30:00", "611000000000000000000000", "2026-09-01", "Never again", "1", "Organic", "Example IT", "", "", "Northgate"],
            &["r2", "2026-09-22 16:12:30", "5f3a9c", "Good", "Quick and kind", "5", "Organic", "Example IT", "", "2026-09-23", "Southgate"],
            &["r2", "2026-09-22 16:12:30", "5f3a9c", "Good", "Quick and kind", "5", "Organic", "Example IT", "", "2026-09-23", "Southgate"],
            &["r3", "2026-09-24 10:00:00", "5f3b10", "Fine", "", "4", "Invitation", "Example IT", "", "", "345"],
        ],
    )
}

fn dictionary_first() -> Made {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Data dictionary")?;
    let mut rows: Vec<&[&str]> = vec![&["Variable", "Description", "Name in the form"]];
    rows.extend([&["Customer", "Who answered, as in the contract", "Company"][..]; 20]);
    fill(sheet, (1, 1), &rows)?;
    let sheet = book.add_worksheet().set_name("Answers")?;
    fill(sheet, (1, 1), SCORES)?;
    book.add_worksheet().set_name("Sheet3")?;
    book.save_to_buffer()
}

fn hidden() -> Made {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Q3 & \"more\"")?;
    fill(sheet, (0, 0), SCORES)?;
    fill(sheet, (4, 0), &[&["Globex", "2026-09-30", "", "3", "3", ""]])?;
    sheet.set_row_hidden(1)?;
    sheet.set_row_hidden(4)?;
    sheet.set_row_hidden(30)?;
    sheet.set_column_hidden(2)?;
    book.save_to_buffer()
}

fn error_cells() -> Made {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Answers")?;
    fill(sheet, (0, 0), SCORES)?;
    fill(
        sheet,
        (4, 0),
        &[&["Globex", "2026-09-30", "", "", "6", ""], &["Hooli", "2026-09-30", "", "7", "", ""]],
    )?;
    write(sheet, 4, 3, Cell::Result("#REF!"))?;
    write(sheet, 5, 4, Cell::Result("#DIV/0!"))?;
    fill(
        sheet,
        (6, 0),
        &[&["611000000000000000000000", "2026-09-30", "", "8", "8", ""], &["Umbrella", "", "", "8", "8", ""]],
    )?;
    write(sheet, 7, 1, Cell::Result("#N/A"))?;
    book.save_to_buffer()
}

/// Rows that are left out: one has a comment of three lines, with what CSV puts in quotes, and a sound row below it.
fn rows_to_mend() -> Made {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Answers")?;
    fill(sheet, (1, 1), &[&["Survey of September"]])?;
    fill(sheet, (3, 1), SCORES)?;
    let comment = "Slow, late\nand \"again\"\nlate";
    fill(
        sheet,
        (7, 1),
        &[
            &["Globex", "2026-09-30 09:15:00", "", "often", "6.5", comment],
            &["Hooli", "2026-09-30", "", "7", "7", ""],
            &["", "2026-09-30", "Müller", "3", "", "fine"],
        ],
    )?;
    book.save_to_buffer()
}

/// Formulas as programs write them that do not calculate; one of them gave an empty text, and one is in no column.
fn formulas_not_worked_out(plain: &[u8]) -> io::Result<Vec<u8>> {
    let rows = "<row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t>Globex</t></is></c>\
                <c r=\"B5\" t=\"inlineStr\"><is><t>2026-09-30</t></is></c>\
                <c r=\"D5\"><f>1+2</f><v /></c><c r=\"E5\"><f>1+3</f><v>4</v></c>\
                <c r=\"F5\" t=\"str\"><f>IF(A1=0,1,\"\")</f><v></v></c><c r=\"Z5\"><f>1+1</f></c></row>\
                <row r=\"6\"><c r=\"A6\" t=\"inlineStr\"><is><t>Hooli</t></is></c>\
                <c r=\"B6\" t=\"inlineStr\"><is><t>2026-09-30</t></is></c>\
                <c r=\"D6\"><f t=\"shared\" si=\"0\"/></c><c r=\"E6\"><v>7</v></c></row>";
    with_part(plain, "xl/worksheets/sheet1.xml", |text| {
        text.replace("</sheetData>", &format!("{rows}</sheetData>"))
    })
}

/// A score that Excel shows as a percentage among scores that it does not.
fn percentages() -> Made {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Answers")?;
    fill(sheet, (0, 0), SCORES)?;
    fill(sheet, (4, 0), &[&["Globex", "2026-09-30", "", "", "7", ""]])?;
    write(sheet, 4, 3, Cell::Time(0.8, "0%"))?;
    book.save_to_buffer()
}

fn margins() -> Made {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Customers")?;
    fill(sheet, (0, 0), &[&["Customer", "Value", "Margin"], &["Acme Dental", "38400", ""]])?;
    write(sheet, 1, 2, Cell::Time(0.425, "0.0%"))?;
    book.save_to_buffer()
}

fn merged_headers() -> Made {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Answers")?;
    let format = rust_xlsxwriter::Format::new().set_bold();
    sheet.merge_range(0, 0, 1, 0, "", &format)?.merge_range(0, 1, 1, 1, "Customer", &format)?;
    sheet.merge_range(0, 2, 1, 2, "Date", &format)?;
    sheet.merge_range(0, 3, 0, 5, "How satisfied are you with", &format)?;
    fill(sheet, (1, 3), &[&["Accuracy", "Speed", "Price"]])?;
    for (row, answers) in
        (2..).zip([["Acme Dental", "4", "3", "5"], ["Globex", "9", "8", "7"], ["Hooli", "8", "", "9"]])
    {
        fill(sheet, (row, 1), &[&[answers[0], "2026-09-28", answers[1], answers[2], answers[3]]])?;
        write(sheet, row, 0, Cell::Typed(&(row - 1).to_string()))?;
    }
    book.save_to_buffer()
}

fn several_sheets() -> Made {
    let mut book = workbook()?;
    let june: &[&[&str]] = &[
        &["Customer", "Date", "Overall", "Accuracy"],
        &["Acme Dental", "2026-06-08", "7", "8"],
        &["Pondwater Physio", "2026-06-08", "9", "9"],
    ];
    fill_table(book.add_worksheet().set_name("June 2026")?, "June", june)?;
    fill_table(book.add_worksheet().set_name("September 2026")?, "September", SCORES)?;
    fill(
        book.add_worksheet().set_name("Read me")?,
        (0, 0),
        &[&["Ask Mimi before you change anything here."]],
    )?;
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values(("June 2026", 1, 2, 2, 2));
    book.add_chartsheet().set_name("Chart")?.insert_chart(0, 0, &chart)?;
    book.save_to_buffer()
}

fn copied_sheet() -> Made {
    let mut book = workbook()?;
    fill(book.add_worksheet().set_name("Answers")?, (0, 0), SCORES)?;
    fill(book.add_worksheet().set_name("Answers (2)")?, (0, 0), SCORES)?;
    book.save_to_buffer()
}

fn open_document() -> io::Result<Vec<u8>> {
    zip_of(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"<office:document-content/>"),
    ])
}

/// The beginning of a workbook that is protected, and the name of the part that holds it.
fn protected() -> Vec<u8> {
    let name = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes);
    let start = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    start.into_iter().chain([0; 1016]).chain(name).chain([0; 64]).collect()
}

fn too_wide() -> Made {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Answers")?;
    fill(sheet, (0, 0), SCORES)?;
    write(sheet, 1, 5_000, Cell::Text("a slip"))?;
    book.save_to_buffer()
}

fn accounts() -> Made {
    of_rows(
        "Customers",
        &[
            &[
                "Customer",
                "Account manager",
                "Value",
                "Margin",
                "Since",
                "Renewal",
                "Effort",
                "Pays late days",
            ],
            &["Acme Dental", "Mimi Okonkwo", "38400", "0.42", "2017-04-03", "2026-11-30", "36", "4"],
            &["Pondwater Physio", "Greta Lindholm", "12000.5", "0.4", "2020-09-01", "2027-08-31", "7.5", "0"],
            &["Initech Accounting", "Greta Lindholm", "many", "0.4", "2019-01-15", "2027-01-14", "12", "45"],
        ],
    )
}

fn invitations() -> Made {
    of_rows(
        "Asked",
        &[
            &["Customer", "Date", "Contact"],
            &["Acme Dental", "2026-09-21", "Nora Whitby"],
            &["Pondwater Physio", "2026-09-21", "Yusuf Aydin"],
            &["Pondwater Fisio", "2026-09-21", ""],
        ],
    )
}

fn incidents() -> Made {
    let mut book = workbook()?;
    let sheet = book.add_worksheet().set_name("Tickets")?;
    fill(
        sheet,
        (0, 0),
        &[
            &[
                "Incident id",
                "Customer",
                "Opened",
                "Resolved",
                "Complaint",
                "Promised hours",
                "Actual hours",
                "Note",
            ],
            &[
                "2101",
                "Acme Dental",
                "2026-09-01 09:30:00",
                "2026-09-04",
                "",
                "8",
                "70.5",
                "X-ray server down",
            ],
            &["2102", "Initech Accounting", "2026-09-20", "", "", "", "", "Waiting for a part"],
        ],
    )?;
    write(sheet, 1, 4, Cell::Bool(true))?;
    write(sheet, 2, 4, Cell::Bool(false))?;
    book.save_to_buffer()
}

/// A firm that keeps everything in one workbook.
fn everything() -> Made {
    let mut book = workbook()?;
    fill(book.add_worksheet().set_name("Answers")?, (0, 0), SCORES)?;
    let accounts: &[&[&str]] = &[
        &["Customer", "Account manager", "Value"],
        &["Acme Dental", "Mimi Okonkwo", "38400"],
        &["Pondwater Physio", "Greta Lindholm", "12000"],
        &["Initech Accounting", "Greta Lindholm", "9000"],
    ];
    fill(book.add_worksheet().set_name("Customers")?, (0, 0), accounts)?;
    book.save_to_buffer()
}

/// A header that is repeated, a row of totals, blank rows, and a comment of many lines that would swallow rows in a
/// CSV file.
fn strange_rows(plain: &[u8]) -> io::Result<Vec<u8>> {
    let row = |number: u32, cells: &[&str]| {
        let cell =
            |text: &str| format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>");
        let cells: String = cells.iter().map(|text| cell(text)).collect();
        format!("<row r=\"{number}\">{cells}</row>")
    };
    let lines = "Acme,1,2,3,4,5\n".repeat(150);
    let rows = [
        row(6, &["Customer", "Date", "Contact", "Overall", "Accuracy", "Comment"]),
        row(9, &["Globex", "2026-09-30", "", "6", "5", &lines]),
        row(10, &["Hooli", "2026-09-30", "", "9", "x", ""]),
        row(12, &["Total", "", "", "36", "", ""]),
    ];
    with_part(plain, "xl/worksheets/sheet1.xml", |text| {
        text.replace("</sheetData>", &format!("{}</sheetData>", rows.concat()))
    })
}
