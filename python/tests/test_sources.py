"""The same district from files of every kind, data frames and Arrow tables, and the results back into them."""

from __future__ import annotations

import csv
import io
import json
import traceback
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

import jifen

TABLES = ("units", "households", "people", "roles", "links", "ledger", "knowledge")

Source = Callable[[Path, Path, str], Any]
"""Makes a table of a CSV file: (the file, a folder for new files, the table's name)."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("district")
    jifen.generate(made, scale=0.004)
    return made


@pytest.fixture(scope="module")
def results(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return results_of(jifen.read_district(folder), tmp_path_factory.mktemp("results"))


def results_of(district: jifen.District, out: Path) -> dict[str, bytes]:
    rules = jifen.read_rulebook(jifen.rulebook_path("pinggu-1-10-100"))
    jifen.evaluate(district, rules, "2023").write(out)
    written = {file.name: file.read_bytes() for file in out.iterdir() if file.name != "diagnostics.csv"}
    made_of = json.loads(written["provenance.json"])
    del made_of["results"]["diagnostics.csv"]  # it names the files, and what encoding was guessed
    return written | {"provenance.json": json.dumps(made_of).encode()}


def rows_of(file: Path) -> list[list[str]]:
    with open(file, encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def as_arrow(file: Path, text: str = "string") -> pyarrow.Table:
    header, *rows = rows_of(file)
    columns = {
        name: pyarrow.array([row[i] or None for row in rows], pyarrow.type_for_alias(text))
        for i, name in enumerate(header)
    }
    return pyarrow.table(columns)


def typed(file: Path) -> pyarrow.Table:
    """Dates as dates, quantities as decimals, few words as dictionaries, in chunks that begin anywhere."""
    table = as_arrow(file)
    for i, name in enumerate(table.column_names):
        if name in {"date", "from", "until", "recorded"}:
            table = table.set_column(i, name, table[name].cast(pyarrow.date32()))
        elif name == "quantity":
            table = table.set_column(i, name, table[name].cast(pyarrow.decimal128(20, 6)))
        elif name in {"role", "kind", "item", "channel", "stage", "level"}:
            table = table.set_column(i, name, table[name].dictionary_encode())
    third = max(1, len(table) // 3)
    return pyarrow.concat_tables([table.slice(0, third), table.slice(third, third), table.slice(2 * third)])


def streamed(file: Path, new: Path, name: str) -> pyarrow.RecordBatchReader:
    """A stream whose batches each have dictionaries of their own: one index means another text in every batch."""
    table = as_arrow(file)
    batches = [
        pyarrow.record_batch([column.dictionary_encode() for column in batch.columns], names=table.column_names)
        for batch in table.to_batches(max_chunksize=max(1, len(table) // 3))
    ]
    # A schema names one type of index; all of these are what dictionary_encode makes.
    return pyarrow.RecordBatchReader.from_batches(batches[0].schema, batches)


def parquet(file: Path, new: Path, name: str) -> Path:
    pyarrow.parquet.write_table(typed(file), new / f"{name}.parquet", row_group_size=1000)
    return new / f"{name}.parquet"


def gb18030(file: Path, new: Path, name: str) -> Path:
    (new / f"{name}.csv").write_bytes(file.read_text("utf-8").encode("gb18030"))
    return new / f"{name}.csv"


def workbook(file: Path, new: Path, name: str) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(name)
    for row in rows_of(file):
        sheet.append([cell or None for cell in row])
    book.save(new / f"{name}.xlsx")
    return new / f"{name}.xlsx"


def relation(file: Path, new: Path, name: str) -> duckdb.DuckDBPyRelation:
    return duckdb.connect().sql(f"select * from read_csv('{file}', all_varchar = true, header = true)")


SOURCES: dict[str, Source] = {
    "csv": lambda file, new, name: file,
    "parquet": parquet,
    "workbook": workbook,
    "pandas": lambda file, new, name: pandas.read_csv(file, dtype=str, keep_default_na=False),
    "polars": lambda file, new, name: polars.read_csv(file, infer_schema=False),
    "polars lazy": lambda file, new, name: polars.scan_csv(file, infer_schema=False),
    "duckdb": relation,
    "pyarrow": lambda file, new, name: as_arrow(file),
    "pyarrow large": lambda file, new, name: as_arrow(file, "large_string"),
    "pyarrow view": lambda file, new, name: as_arrow(file, "string_view"),
    "pyarrow typed": lambda file, new, name: typed(file),
    "stream": streamed,
    "record batch": lambda file, new, name: as_arrow(file).combine_chunks().to_batches()[0],
    "dicts": lambda file, new, name: list(csv.DictReader(io.StringIO(file.read_text("utf-8"), newline=""))),
}


@pytest.mark.parametrize("source", SOURCES)
def test_the_same_district_gives_the_same_bytes(
    source: str, folder: Path, results: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    tables = {name: SOURCES[source](folder / f"{name}.csv", tmp_path / "new", name) for name in TABLES}
    assert results_of(jifen.District(**tables), tmp_path / "out") == results


@pytest.mark.parametrize("encoding", ["gb18030", "detect"])
def test_a_folder_in_gb18030(encoding: str, folder: Path, results: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for name in TABLES:
        gb18030(folder / f"{name}.csv", tmp_path / "new", name)
    with pytest.raises(jifen.TableError, match="not valid UTF-8"):
        jifen.read_district(tmp_path / "new")
    assert results_of(jifen.read_district(tmp_path / "new", encoding=encoding), tmp_path / "out") == results


def test_one_workbook_with_a_sheet_for_each_table(folder: Path, results: dict[str, bytes], tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    names = {"units": "单位", "people": " People ", "ledger": "台账"}
    for name in TABLES:
        sheet = book.create_sheet(names.get(name, name))
        for row in rows_of(folder / f"{name}.csv"):
            sheet.append([cell or None for cell in row])
    book.save(tmp_path / "district.xlsx")
    assert results_of(jifen.read_district(tmp_path / "district.xlsx"), tmp_path / "out") == results


# What a sheet, a header and a cell may be.

UNITS = [{"unit": "D", "level": "district"}, {"unit": "G", "parent": "D", "level": "grid"}]
ROLES = [{"person": "P1", "role": "group_leader", "unit": "G"}]


def people_of(table: Any, **how: Any) -> list[dict[str, Any]]:
    return jifen.District(units=UNITS, people=table, roles=ROLES, **how).people.to_dicts()


def test_chinese_headers_titles_marks_and_words(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [
        ["平谷区2023年人员表"],
        [],
        ["人员编号 *", "姓名", " 性别", "起始日期", "备用"],
        ["P1", "张三", "女", None, 7],
    ]:
        sheet.append(row)
    sheet["D4"] = date(2023, 1, 5)
    book.save(tmp_path / "people.xlsx")
    with pytest.raises(jifen.TableError):
        people_of(tmp_path / "people.xlsx")
    (person,) = people_of(tmp_path / "people.xlsx", title_rows=3, marks=True, words="zh")
    assert (person["person"], person["name"], person["gender"]) == ("P1", "张三", "female")
    assert (person["from"], person["备用"]) == (date(2023, 1, 5), "7")


def test_aliases_of_ones_own() -> None:
    rows = [{"工号": "P1", "F/M": "F"}]
    (person,) = people_of(
        rows, aliases={"people": {"工号": "person", "F/M": "gender"}}, words={"gender": {"F": "female"}}
    )
    assert (person["person"], person["gender"]) == ("P1", "female")
    with pytest.raises(jifen.ArgumentError, match="no such column"):
        people_of(rows, aliases={"people": {"工号": "worker"}})
    with pytest.raises(jifen.TableError, match="both name the column"):
        people_of([{"人员": "P1", "人员编号": "P1"}])


def test_numbers_are_exact_or_refused() -> None:
    with pytest.raises(jifen.TableError, match="floating-point"):
        people_of(pyarrow.table({"person": [1.0, 2.0]}))
    ledger = pyarrow.table(
        {"entry": ["a", "b", "c"], "date": [date(2023, 1, 1)] * 3, "actor": ["P1"] * 3, "item": ["x"] * 3}
        | {"quantity": [2.5, 0.1 + 0.2, float("nan")]}
    )
    district = jifen.District(units=UNITS, people=[{"person": "P1"}], roles=ROLES, ledger=ledger)
    refused = [d for d in district.diagnostics if d.severity == "error"]
    assert [(d.line, d.column, d.code) for d in refused] == [
        (2, "quantity", "bad_quantity"),
        (3, "quantity", "bad_quantity"),
    ]
    assert refused[1].value == "nan"


def test_what_is_no_table_is_said() -> None:
    for wrong in (b"person\nP1\n", 7, {"person": ["P1"]}):
        with pytest.raises(TypeError, match="people: a table is"):
            people_of(wrong)
    with pytest.raises(jifen.TableError, match="a list or structure"):
        people_of(pyarrow.table({"person": [["P1"]]}))
    with pytest.raises(jifen.ArgumentError, match="people: its producer cannot give it"):
        people_of(pandas.DataFrame({"person": ["P1", 2]}))


def test_long_numbers_of_a_sheet_are_no_ids(tmp_path: Path) -> None:
    """A sheet keeps 15 digits: two people whose numbers differ in the last would be one."""
    book = openpyxl.Workbook()
    book.active.append(["person", "phone"])
    for number in (110105194912310021, 110105194912310022):
        book.active.append([number, 13912345678])
    book.save(tmp_path / "people.xlsx")
    with pytest.raises(jifen.TableError, match='the column "person" holds floating-point numbers') as refused:
        people_of(tmp_path / "people.xlsx")
    (problem,) = refused.value.diagnostics
    assert (problem.file, problem.line, problem.code) == ("people.xlsx[Sheet]", 1, "float_column")


@pytest.mark.parametrize(
    "failing",
    [
        lambda: pandas.DataFrame({"person": [1, "110105194912310021"], "name": ["a", "欧阳娜娜"]}),
        lambda: pandas.DataFrame({"person": ["P1", "P2"], "name": [1, "欧阳娜娜"]}),
        lambda: duckdb.sql("select '110105194912310021欧阳娜娜'::int as person"),
        lambda: polars.LazyFrame({"person": ["110105194912310021欧阳娜娜"]}).cast(polars.Int8),
        lambda: pandas.DataFrame({"person": ["P1"]}).set_index("person", drop=False),
    ],
    ids=["ids", "names", "duckdb", "polars", "index"],
)
def test_a_producer_that_fails_is_named_and_shows_no_cell(failing: Callable[[], Any]) -> None:
    with pytest.raises(jifen.ArgumentError, match="people: its producer cannot give it") as refused:
        people_of(failing())
    told = "".join(traceback.format_exception(refused.value))
    assert "110105194912310021" not in str(refused.value) and "欧阳" not in str(refused.value)
    assert "During handling" not in told and "direct cause" not in told


def test_a_cell_of_another_kind_is_told_by_its_kind_alone() -> None:
    with pytest.raises(TypeError, match=r"people row 1: name: a cell is a str, .*, not list") as refused:
        people_of([{"person": "P1", "name": ["欧阳娜娜"]}])
    assert "欧阳" not in str(refused.value)


def test_an_index_without_a_name_is_no_column() -> None:
    frame = pandas.DataFrame({"person": ["P0", "P1"]})[1:]
    assert [row["person"] for row in people_of(frame)] == ["P1"]
    assert [row["person"] for row in people_of(frame.set_index("person"))] == ["P1"]


def test_ids_that_look_alike_are_warned_of() -> None:
    ids = ["W1", "W\u202e1", "W\u200b1", "\u00e9", "e\u0301", "\U00020bb7"]
    district = jifen.District(units=UNITS, people=[{"person": i} for i in ids], roles=ROLES)
    found = [d for d in district.diagnostics if d.code == "look_alike"]
    assert {d.value for d in found} == {"W\u202e1", "W\u200b1", "\u00e9"}
    assert all(d.severity == "warning" for d in found)
    assert all("\u202e" not in d.message and "\u200b" not in d.message for d in found)


# Results.


@pytest.fixture(scope="module")
def evaluation(folder: Path) -> jifen.Evaluation:
    rules = jifen.read_rulebook(jifen.rulebook_path("pinggu-1-10-100"))
    return jifen.evaluate(jifen.read_district(folder), rules, "2023")


TABLES_OUT = ("scores", "categories", "statement", "linkage", "five_knows", "duties", "selection")


@pytest.mark.parametrize("name", TABLES_OUT)
def test_results_are_read_by_every_library(name: str, evaluation: jifen.Evaluation) -> None:
    table: jifen.Table = getattr(evaluation, name)
    rows = table.to_dicts()
    assert rows
    arrow = pyarrow.table(table)
    arrow.validate(full=True)
    assert arrow.to_pylist() == rows
    assert table.to_arrow() == arrow
    assert polars.DataFrame(table).to_dicts() == rows
    assert table.to_polars().to_dicts() == rows
    found = duckdb.connect().sql("select * from arrow")
    assert found.fetchall() == [tuple(row.values()) for row in rows]
    frame = table.to_pandas()
    assert list(frame.columns) == table.columns
    assert [[None if pandas.isna(c) else c for c in row] for row in frame.itertuples(index=False)] == [
        list(row.values()) for row in rows
    ]
    assert pandas.DataFrame.from_arrow(table).shape == frame.shape


CONSUMERS: dict[str, Callable[[jifen.Table], list[tuple[Any, ...]]]] = {
    "pyarrow": lambda table: [tuple(row.values()) for row in pyarrow.table(table).to_pylist()],
    "polars": lambda table: polars.DataFrame(table).rows(),
    "duckdb": lambda result: duckdb.connect().sql("select * from result").fetchall(),
    "pandas": lambda table: [
        tuple(None if pandas.isna(cell) else cell for cell in row)
        for row in pandas.DataFrame.from_arrow(table).astype(object).itertuples(index=False, name=None)
    ],
}
"""Each reads the table itself, by the PyCapsule protocol."""


@pytest.mark.parametrize("consumer", CONSUMERS)
def test_every_consumer_reads_chinese_text_blanks_and_empty_tables(consumer: str) -> None:
    read = CONSUMERS[consumer]
    people = [
        {"person": "𠮷01", "name": "王芳", "gender": "female", "from": date(2023, 1, 5), "备注": "优秀，合格"},
        {"person": "张三", "name": None, "备注": ""},
        {"person": "é", "name": "", "until": date(2199, 12, 31)},
    ]
    roles = [{"person": "张三", "role": "group_leader", "unit": "G"}]
    district = jifen.District(units=UNITS, people=people, roles=roles)
    evaluation = jifen.evaluate(district, jifen.shipped_rulebook("pinggu-1-10-100"), "2023")
    full = [district.people, district.units, district.roles, evaluation.scores, evaluation.categories]
    empty = [
        district.households,
        district.links,
        evaluation.statement,
        jifen.District(units=[], people=[], roles=[]).people,
    ]
    for table in [*full, *empty]:
        assert read(table) == [tuple(row.values()) for row in table], table.name
    assert all(map(len, full)) and not any(map(len, empty))
    assert None in [cell for row in read(district.people) for cell in row]


def test_ids_are_plain_text_in_every_table(evaluation: jifen.Evaluation) -> None:
    ids = {"person", "unit", "parent", "household", "leader", "entry", "stratum", "target"}
    tables = [getattr(evaluation, name) for name in TABLES_OUT]
    tables += [evaluation.missed_duties(), evaluation.five_knows_by("village"), evaluation.linkage_by("village")]
    district = evaluation.district
    tables += [district.units, district.households, district.people, district.roles, district.links]
    for table in tables:
        for field in pyarrow.table(table).schema:
            assert (field.type == pyarrow.large_string()) == (field.name in ids or table.kind(field.name) == "id"), (
                field
            )
            if field.name in ids:
                assert table.kind(field.name) == "id", (table.name, field.name)


def test_an_empty_table_keeps_its_types() -> None:
    district = jifen.District(units=UNITS, people=[{"person": "P1"}], roles=ROLES)
    rules = jifen.read_rulebook(jifen.rulebook_path("pinggu-1-10-100"))
    table = jifen.evaluate(district, rules, "2023").statement
    assert len(table) == 0
    arrow = pyarrow.table(table)
    arrow.validate(full=True)
    assert arrow.schema.field("raw").type == pyarrow.decimal128(19, 3)
    assert arrow.schema.field("date").type == pyarrow.date32()
    assert polars.DataFrame(table).columns == table.columns
    assert duckdb.connect().sql("select count(*) from arrow").fetchall() == [(0,)]


def test_streams_may_be_left_or_released_early(evaluation: jifen.Evaluation) -> None:
    for _ in range(100):
        evaluation.scores.__arrow_c_stream__()
        evaluation.scores.__arrow_c_schema__()
        reader = pyarrow.RecordBatchReader.from_stream(evaluation.scores)
        batch = reader.read_next_batch()
        column = batch.column(0)
        del reader, batch
        assert column[0].as_py() is not None
        used = evaluation.scores.__arrow_c_stream__()
        pyarrow.RecordBatchReader._import_from_c_capsule(used)
        with pytest.raises(ValueError, match="released"):
            pyarrow.RecordBatchReader._import_from_c_capsule(used)


def test_a_result_outlives_its_evaluation(folder: Path) -> None:
    rules = jifen.read_rulebook(jifen.rulebook_path("pinggu-1-10-100"))
    arrow = pyarrow.table(jifen.evaluate(jifen.read_district(folder), rules, "2023").scores)
    assert all(isinstance(total, Decimal) for total in arrow["total"].to_pylist())


def test_a_workbook_holds_values_and_no_formula(tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "http://x", "007"]
    people = [{"person": f"P{i}", "name": name} for i, name in enumerate(names)]
    district = jifen.District(units=UNITS, people=people, roles=ROLES)
    district.people.to_excel(tmp_path / "people.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "people.xlsx")["people"]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == names
    assert {row[1].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}
    again = jifen.District(units=UNITS, people=tmp_path / "people.xlsx", roles=ROLES)
    assert again.people["name"] == names


def test_exports_to_csv_are_inert_and_come_back(tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", 'a",=1+1', "'=1", "<script>", "&lt;"]
    people = [{"person": f"P{i:02}", "name": name} for i, name in enumerate(names)]
    district = jifen.District(units=UNITS, people=people, roles=ROLES)
    district.people.to_csv(tmp_path / "people.csv")
    for row in rows_of(tmp_path / "people.csv")[1:]:
        assert row[1][0] not in "=+-@\t\r\n＝", row
    again = jifen.District(units=UNITS, people=tmp_path / "people.csv", roles=ROLES)
    assert again.people["name"] == names


def test_gb18030_is_pythons(tmp_path: Path) -> None:
    """Every character that has a code, through a file."""
    characters = [chr(c) for c in [*range(0x21, 0xD800), *range(0xE000, 0x30000, 7)] if c not in (0x22, 0x27, 0x2C)]
    names = ["n" + "".join(characters[i : i + 500]) for i in range(0, len(characters), 500)]
    text = "person,name\n" + "".join(f"P{i:04},{name}\n" for i, name in enumerate(names))
    (tmp_path / "people.csv").write_bytes(text.encode("gb18030"))
    assert [row["name"] for row in people_of(tmp_path / "people.csv", encoding="gb18030")] == names


def test_files_that_cannot_be_opened_are_judged_with_the_other_tables(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text("person,unit\n", encoding="utf-8")
    with pytest.raises(jifen.TableError) as caught:
        jifen.District(
            units=tmp_path / "units.parquet",
            people=tmp_path / "people.xlsx",
            roles=tmp_path / "roles.csv",
            ledger=tmp_path / "ledger.csv",
        )
    assert sorted((problem.file, problem.code) for problem in caught.value.diagnostics) == [
        ("ledger.csv", "unreadable"),
        ("people.xlsx", "unreadable"),
        ("roles.csv", "missing_column"),
        ("units.parquet", "unreadable"),
    ]
