"""Where a result came from, whether it still is that result, and the stand-alone checker."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import jifen
from jifen import check_results

Rows = dict[str, list[dict[str, Any]]]
CHECKER = Path(check_results.__file__)
TABLES = ("scores", "categories", "statement", "linkage", "five_knows", "duties", "selection", "diagnostics")


def run_checker(folder: Path) -> tuple[int, list[str]]:
    """As somebody runs it who has nothing but the file: no package is found."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(CHECKER), str(folder)], capture_output=True, text=True, check=False
    )
    assert done.stderr == "" or done.returncode == 2, done.stderr
    return done.returncode, done.stdout.splitlines()


@pytest.fixture
def results(evaluation: jifen.Evaluation, tmp_path: Path) -> Path:
    evaluation.write(tmp_path / "results")
    return tmp_path / "results"


def codes(found: jifen.Verification) -> list[tuple[str, str]]:
    return [(problem.file, problem.code) for problem in found.problems]


def test_a_result_says_what_it_was_made_of(
    evaluation: jifen.Evaluation, district: jifen.District, rules: jifen.Rulebook, results: Path, tmp_path: Path
) -> None:
    said = json.loads((results / "provenance.json").read_bytes())
    assert said["jifen"] == jifen.__version__
    assert said["window"] == {"from": "2023-01-01", "until": "2024-01-01"}
    assert said["known_at"] is None
    assert said["rulebook"] == {"code": "tiny", "sha256": rules.sha256, "toml": rules.toml}
    assert said["inputs"]["ledger"] == {
        "read": 4,
        "accepted": 4,
        "duplicate": 0,
        "conflict": 0,
        "rejected": 0,
        "sha256": district.digests["ledger"],
    }
    for name, seal in said.pop("results").items():
        assert seal["sha256"] == hashlib.sha256((results / name).read_bytes()).hexdigest()
        assert seal["rows"] == (results / name).read_bytes().count(b"\n")
    assert evaluation.provenance == said
    known = jifen.evaluate(district, rules, "2023-H1", known_at="2023-05-01").provenance
    assert (known["known_at"], known["window"]["until"]) == ("2023-05-01", "2023-07-01")
    # The digests are of files that anybody can make and digest.
    district.write(tmp_path / "canonical")
    for table, digest in district.digests.items():
        assert digest == hashlib.sha256((tmp_path / "canonical" / f"{table}.csv").read_bytes()).hexdigest()
    again = jifen.read_district(tmp_path / "canonical")
    assert again.digests == district.digests
    assert jifen.evaluate(again, rules, "2023").provenance == evaluation.provenance


def test_the_digests_are_those_of_what_is_said_not_of_how(rows: Rows, district: jifen.District) -> None:
    for table in rows.values():
        table.reverse()
    rows["ledger"] = [dict(reversed(row.items())) for row in rows["ledger"]]
    assert jifen.District(**rows).digests == district.digests
    rows["ledger"][0]["quantity"] = "3"
    other = jifen.District(**rows).digests
    assert {name for name in other if other[name] != district.digests[name]} == {"ledger"}


def test_a_result_is_verified_against_its_inputs(
    results: Path, folder: Path, rows: Rows, district: jifen.District, rules: jifen.Rulebook, tmp_path: Path
) -> None:
    assert jifen.verify(results, district, rules)
    assert jifen.verify(results, district)
    assert jifen.verify(jifen.evaluate(district, rules, "2023"), district, rules)
    assert str(jifen.verify(results, district)) == "verified: the result is what its inputs give"
    rows["ledger"].reverse()
    assert jifen.verify(results, jifen.District(**rows), rules), "the order of rows says nothing"

    found = jifen.verify(results, folder, tmp_path / "rules.toml")
    assert found.ok and codes(found) == [("ledger", "other_rows")], "a row more that is rejected"
    assert found.problems[0].message.endswith("read 4 then, 5 now; rejected 0 then, 1 now")
    rows["ledger"][0]["quantity"] = "7"
    rows["people"][0]["name"] = "王方"
    found = jifen.verify(results, jifen.District(**rows), rules)
    assert not found
    assert codes(found) == [("people", "another_table"), ("ledger", "another_table")]
    other = jifen.parse_rulebook(rules.toml.replace("points = 1.25", "points = 1.26"))
    assert codes(jifen.verify(results, district, other)) == [("rulebook", "another_rulebook")]
    assert codes(jifen.verify(jifen.evaluate(district, rules, "2023"), district, other)) == [
        ("rulebook", "another_rulebook")
    ]
    commented = jifen.parse_rulebook("# for sign-off\n" + rules.toml.replace("1.25", "1.250"))
    assert jifen.verify(results, district, commented), "comments and spelling say nothing"


def test_a_file_that_was_changed_is_found(results: Path, district: jifen.District) -> None:
    scores = results / "scores.csv"
    scores.write_bytes(scores.read_bytes().replace(b"yes", b"no").replace(b",1,", b",2,", 1))
    (results / "duties.csv").unlink()
    assert codes(jifen.verify(results, district)) == [("scores.csv", "file_changed"), ("duties.csv", "missing_file")]


def test_a_forged_seal_is_found_by_evaluating_again(results: Path, district: jifen.District) -> None:
    scores = results / "scores.csv"
    scores.write_bytes(scores.read_bytes().replace(b"basic", b"good").replace(b"good", b"basic", 1))
    scores.write_bytes(scores.read_bytes() + b"P9,G,2,1,basic,no,0,1,0,0,0,0\n")
    said = json.loads((results / "provenance.json").read_text())
    said["results"]["scores.csv"]["sha256"] = hashlib.sha256(scores.read_bytes()).hexdigest()
    (results / "provenance.json").write_text(json.dumps(said))
    assert codes(jifen.verify(results, district)) == [("scores.csv", "not_reproduced")]


def forge(results: Path, name: str, text: bytes) -> None:
    """Another file, sealed as if it had been written."""
    (results / name).write_bytes(text)
    said = json.loads((results / "provenance.json").read_text())
    said["results"][name]["sha256"] = hashlib.sha256(text).hexdigest()
    (results / "provenance.json").write_text(json.dumps(said))


@pytest.mark.parametrize("text", [b"nonsense\xff", b"", b"file,line,column,severity,code,message\n,,,note,x,y\n"])
def test_forged_diagnostics_are_found(text: bytes, results: Path, district: jifen.District) -> None:
    forge(results, "diagnostics.csv", text)
    assert codes(jifen.verify(results, district)) == [("diagnostics.csv", "not_reproduced")]


def test_another_version_alone_is_a_warning(results: Path, district: jifen.District) -> None:
    said = json.loads((results / "provenance.json").read_text())
    said["jifen"] = "0.0.9"
    (results / "provenance.json").write_text(json.dumps(said))
    found = jifen.verify(results, district)
    assert found and codes(found) == [("provenance.json", "another_version")]
    for version in ("\ud800", "\x1b[31m", "0" * 65):
        (results / "provenance.json").write_text(json.dumps(said | {"jifen": version}))
        assert codes(jifen.verify(results, district)) == [("provenance.json", "no_provenance")]
    forged = said | {"jifen": jifen.__version__, "rulebook": said["rulebook"] | {"code": "other"}}
    (results / "provenance.json").write_text(json.dumps(forged))
    assert codes(jifen.verify(results, district)) == [("provenance.json", "not_reproduced")]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"jifen": 1}',
        b'{"jifen": "0.1.0", "window": {}, "known_at": null, "rulebook": {}, "inputs": {}, "results": {}}',
    ],
)
def test_a_provenance_that_is_none_is_said_to_be_none(text: bytes, results: Path, district: jifen.District) -> None:
    (results / "provenance.json").write_bytes(text)
    assert codes(jifen.verify(results, district)) == [("provenance.json", "no_provenance")]
    status, _ = run_checker(results)
    assert status == 2


@pytest.mark.parametrize("change", [("window", {"from": "x", "until": "y"}), ("known_at", "soon")])
def test_a_provenance_that_cannot_be_evaluated_is_said_so(
    change: tuple[str, object], results: Path, district: jifen.District
) -> None:
    said = json.loads((results / "provenance.json").read_text())
    said[change[0]] = change[1]
    (results / "provenance.json").write_text(json.dumps(said))
    assert codes(jifen.verify(results, district)) == [("provenance.json", "no_provenance")]


def test_no_result_folder_is_said_to_be_none(tmp_path: Path, district: jifen.District) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        assert codes(jifen.verify(folder, district)) == [("provenance.json", "no_provenance")]


def test_verify_on_the_command_line(folder: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "jifen", *arguments], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        return done.returncode, done.stdout, done.stderr

    assert run("score", "tiny", "--rules", "rules.toml", "--window", "2023", "--out", "out")[0] == 0
    said = "out: verified: it is what these inputs give\n"
    assert run("verify", "out", "tiny") == (0, said, "")
    assert run("verify", "out", "tiny", "--rules", "rules.toml") == (0, said, "")
    ledger = folder / "ledger.csv"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("1.5", "1.6", 1), encoding="utf-8")
    status, out, err = run("verify", "out", "tiny")
    assert (status, out) == (1, "")
    assert err.startswith("ledger: error: the table says another thing than the one that the result was made of")
    assert err.endswith("jifen: out: 1 problem: it is not what these inputs give\n")


def test_the_checker_accepts_a_result_and_names_the_row_of_any_changed_cell(results: Path) -> None:
    assert run_checker(results) == (0, [f"{results}: everything adds up"])
    checked = 0
    for table in TABLES:
        whole = (results / f"{table}.csv").read_bytes()
        rows = list(csv.reader(io.StringIO(whole.decode(), newline="")))
        for line, row in enumerate(rows[1:], 2):
            for column in range(len(row)):
                changed = [list(cells) for cells in rows]
                cell = changed[line - 1][column]
                changed[line - 1][column] = str(int(cell) + 1) if cell.isdigit() else cell + "x"
                out = io.StringIO(newline="")
                csv.writer(out, lineterminator="\n").writerows(changed)
                (results / f"{table}.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
                found = check_results.check(results)
                checked += 1
                assert found[0] == (
                    f"{table}.csv:{line}: this is not the row that was written; no other was changed"
                ), (table, line, column)
        (results / f"{table}.csv").write_bytes(whole)
    assert checked > 100


ADDED_UP = [
    ("statement", 2, "credited", "1", "statement.csv:2: counted: raw, credited and cut_by do not go together"),
    ("statement", 2, "raw", "1.5", "statement.csv:2: counted: raw, credited and cut_by do not go together"),
    ("statement", 2, "version", "2023-01-01", "statement.csv:2: the item has no versions"),
    ("statement", 2, "verdict", "zero", "statement.csv:2: zero: raw, credited and cut_by do not go together"),
    ("statement", 2, "item", "walk", "statement.csv:2: counted: the rulebook says otherwise of the item"),
    ("statement", 2, "date", "2023-03-09", "statement.csv:3: it does not stand in the order"),
    ("statement", 5, "version", "2022-01-01", "statement.csv:5: the rulebook has no such version on that day"),
    ("scores", 2, "items", "3.5", "scores.csv:2: items is '3.5', but '3' adds up"),
    ("scores", 2, "total", "9", "scores.csv:2: total is '9', but "),
    ("scores", 2, "grade", "basic", "scores.csv:2: grade is 'basic', but 'good' adds up"),
    ("scores", 2, "rank", "2", "scores.csv:2: rank is '2', but '1' adds up"),
    ("scores", 2, "deductions", "-1", "scores.csv:2: deductions is '-1', but '0' adds up"),
    ("categories", 2, "raw", "3", "categories.csv:2: raw is '3', but '3.75' adds up"),
    ("categories", 2, "credited", "3", "categories.csv:2: credited is '3', but '2' adds up"),
    ("linkage", 2, "exemplars", "2", "scores.csv:2: linkage is '2', but '4' adds up"),
    ("linkage", 2, "served", "9", "linkage.csv:2: more were served than there are contacts"),
    ("five_knows", 3, "k1", "2", "five_knows.csv:3: the stages do not follow from one another"),
    ("five_knows", 3, "why", "empty", None),
    ("five_knows", 3, "broken_at", "needs", "five_knows.csv:3: broken_at is 'needs', but "),
    ("five_knows", 2, "score", "0.5", "five_knows.csv:2: score is '0.5', but "),
    ("duties", 2, "done", "2", "scores.csv:2: duties is "),
    ("duties", 2, "done", "13", "duties.csv:2: 13 of 12 were done"),
    ("selection", 2, "place", "2", "selection.csv:2: place is '2', but '1' adds up"),
    ("selection", 2, "selected", "no", "selection.csv:2: selected is 'no', but 'yes' adds up"),
    ("selection", 2, "points", "1", "selection.csv:2: points is '1', but "),
    ("selection", 2, "distance", "1", "selection.csv:2: distance is '1', but '' adds up"),
    ("selection", 2, "decided_by", "person", "selection.csv:2: decided_by is 'person'"),
]


@pytest.mark.parametrize(("table", "line", "column", "cell", "reason"), ADDED_UP)
def test_the_checker_adds_up_what_was_sealed_again(
    table: str, line: int, column: str, cell: str, reason: str | None, results: Path
) -> None:
    """With the seal of the changed file made again, it is the sums themselves that tell."""
    path = results / f"{table}.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    rows[line - 1][rows[0].index(column)] = cell
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    said = json.loads((results / "provenance.json").read_text())
    said["results"][path.name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (results / "provenance.json").write_text(json.dumps(said))
    found = check_results.check(results)
    if reason is None:
        assert found == [], "only the seal knows why"
    else:
        assert found and found[0].startswith(reason), found


def test_the_checker_tells_rows_gone_and_several_changed(results: Path) -> None:
    statement = results / "statement.csv"
    whole = statement.read_bytes()
    statement.write_bytes(whole[: whole[:-1].rindex(b"\n") + 1])
    assert check_results.check(results)[0] == "statement.csv: it has 4 rows, but 5 were written"
    statement.write_bytes(whole.replace(b"visit", b"visir"))
    assert check_results.check(results)[0] == "statement.csv: several rows are not those that were written"
    statement.write_bytes(whole)
    said = json.loads((results / "provenance.json").read_text())
    said["rulebook"]["toml"] = said["rulebook"]["toml"].replace("points = 12", "points = 13")
    (results / "provenance.json").write_text(json.dumps(said))
    assert check_results.check(results)[0].startswith("provenance.json: the rulebook that it keeps is not the one")


def test_the_checker_names_rows_whose_cells_have_several_lines(
    rows: Rows, rules: jifen.Rulebook, tmp_path: Path
) -> None:
    for entry, item in (("E8", 'vi\n"sit"'), ("E9", "x\r\n\ny")):
        rows["ledger"].append({"entry": entry, "date": "2023-12-01", "actor": "P1", "item": item})
    jifen.evaluate(jifen.District(**rows), rules, "2023").write(tmp_path / "out")
    statement = tmp_path / "out/statement.csv"
    whole = statement.read_bytes()
    assert check_results.check(tmp_path / "out") == []
    before = whole[: whole.index(b"E9")].count(b"\n") + 1
    assert whole[: whole.index(b"E8")].count(b"\n") + 3 == before, "the row of E8 has two lines"
    not_written = f"statement.csv:{before}: this is not the row that was written; no other was changed"
    for changed in (b"x\r\n\nz", b"x\r\n\n\ny", b"x\r\ny", b"x\n\ny", b"x y"):
        statement.write_bytes(whole.replace(b"x\r\n\ny", changed))
        assert check_results.check(tmp_path / "out") == [not_written]
    statement.write_bytes(whole[:-1])
    assert not_written in check_results.check(tmp_path / "out"), "the last row has lost its LF"
    statement.write_bytes(b"\0" + whole)
    assert "statement.csv:1: " in check_results.check(tmp_path / "out")[0]


def test_the_checker_finds_cells_that_an_export_neutralised(rows: Rows, rules: jifen.Rulebook, tmp_path: Path) -> None:
    for row in rows["people"]:
        row["person"] = "=" + row["person"]
    for table, columns in (("roles", ["person"]), ("links", ["source", "target"]), ("ledger", ["actor"])):
        for row in rows[table]:
            for column in columns:
                row[column] = "=" + row[column]
    for row in rows["knowledge"]:
        row["knower"], row["object"] = "=" + row["knower"], "=" + row["object"]
    jifen.evaluate(jifen.District(**rows), rules, "2023").write(tmp_path / "out")
    assert "'=P1" in (tmp_path / "out/scores.csv").read_text()
    assert check_results.check(tmp_path / "out") == []


def test_the_checker_finds_planted_changes_in_a_larger_district(
    synthetic: jifen.District, shipped: jifen.Rulebook, tmp_path: Path
) -> None:
    """Fifty cells of the synthetic district, drawn at random, one at a time."""
    evaluation = jifen.evaluate(synthetic, shipped, "2023")
    evaluation.write(tmp_path / "out")
    assert run_checker(tmp_path / "out")[0] == 0
    rng = random.Random(7)
    for _ in range(50):
        table = rng.choice(TABLES[:-1])
        path = tmp_path / "out" / f"{table}.csv"
        shutil.copy(path, tmp_path / "whole")
        lines = path.read_bytes().splitlines(keepends=True)
        line = rng.randrange(1, len(lines))
        cells = lines[line].rstrip(b"\n").split(b",")
        column = rng.randrange(len(cells))
        cells[column] = b"7" if cells[column] != b"7" else b"8"
        lines[line] = b",".join(cells) + b"\n"
        path.write_bytes(b"".join(lines))
        seal = check_results.Folder(tmp_path / "out")
        with pytest.raises(check_results.Wrong, match=rf"^{table}\.csv:{line + 1}: "):
            seal.check_seal(path.name)
        shutil.copy(tmp_path / "whole", path)


HOSTILE = [
    ("scores.csv", b""),
    ("scores.csv", b"person\n\xff\n"),
    ("scores.csv", b"person,unit\nP1\n"),
    ("statement.csv", b"person,entry,date,item,raw,credited,verdict,cut_by,version\nP1,e,d,visit,1e999000,0,zero,,\n"),
    ("statement.csv", b'person\n"never closed'),
    ("duties.csv", b"person,duty,due,done\nP1,monthly," + b"9" * 5000 + b",1\n"),
]


@pytest.mark.parametrize(("name", "text"), HOSTILE)
def test_the_checker_bears_hostile_tables(name: str, text: bytes, results: Path) -> None:
    forge(results, name, text)
    status, lines = run_checker(results)
    assert status == 1 and any(line.startswith(name) for line in lines), lines
    (results / name).unlink()
    assert f"{name}: the file is not there" in run_checker(results)[1]
    (results / name).mkdir()
    assert run_checker(results)[0] == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points = 12", 'points = "abc"'),
        ("points = 12", "points = 1e300"),
        ("points = 12", "points = inf"),
        ("target = 2", "target = 0"),
        ("jifen = 1", "jifen ="),
    ],
)
def test_the_checker_bears_a_hostile_rulebook(old: str, new: str, results: Path) -> None:
    said = json.loads((results / "provenance.json").read_text())
    said["rulebook"]["toml"] = said["rulebook"]["toml"].replace(old, new, 1)
    (results / "provenance.json").write_text(json.dumps(said))
    assert run_checker(results)[0] in (1, 2)
    said["rulebook"]["toml"] = 1
    (results / "provenance.json").write_text(json.dumps(said))
    assert run_checker(results)[0] == 2


def test_the_checker_asks_for_every_seal_and_for_no_other_file(results: Path) -> None:
    said = json.loads((results / "provenance.json").read_text())
    (results / "provenance.json").write_text(json.dumps(said | {"results": {}}))
    assert "scores.csv: provenance.json has no seal of it" in run_checker(results)[1]
    other = said["results"] | {"/dev/zero": said["results"]["scores.csv"]}
    (results / "provenance.json").write_text(json.dumps(said | {"results": other}))
    assert run_checker(results)[0] == 0


def test_the_checker_takes_long_cells_and_any_output_encoding(
    rows: Rows, rules: jifen.Rulebook, tmp_path: Path
) -> None:
    rows["ledger"][0]["item"] = "x" * 200_000
    out = tmp_path / "out𠮷"
    jifen.evaluate(jifen.District(**rows), rules, "2023").write(out)
    done = subprocess.run(
        [sys.executable, "-S", str(CHECKER), str(out)],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "gbk"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.endswith(b": everything adds up" + os.linesep.encode())


def test_the_checker_finds_two_people_in_the_wrong_order(rows: Rows, rules: jifen.Rulebook, tmp_path: Path) -> None:
    rows["roles"].append({"person": "P2", "role": "group_leader", "unit": "G", "source": "volunteer"})
    out = tmp_path / "out"
    jifen.evaluate(jifen.District(**rows), rules, "2023").write(out)
    assert check_results.check(out) == []
    table = list(csv.DictReader(io.StringIO((out / "selection.csv").read_text(encoding="utf-8"))))
    first, second = table
    swapped = [second | {key: first[key] for key in ("place", "decided_by", "distance")}]
    swapped.append(first | {key: second[key] for key in ("place", "decided_by", "distance")})
    text = "\n".join(",".join(row.values()) for row in [dict(zip(first, first, strict=True)), *swapped]) + "\n"
    forge(out, "selection.csv", text.encode())
    assert check_results.check(out) == ["selection.csv:3: it has more points than the one above"]


def test_the_checker_masks_long_numbers(results: Path) -> None:
    for file, column in (("selection.csv", "person"), ("five_knows.csv", "why"), ("scores.csv", "total")):
        path = results / file
        kept = path.read_bytes()
        table = list(csv.DictReader(io.StringIO(kept.decode())))
        table[0][column] = "110105194912310021"
        text = "\n".join(",".join(row.values()) for row in [dict(zip(table[0], table[0], strict=True)), *table]) + "\n"
        forge(results, file, text.encode())
        status, lines = run_checker(results)
        assert status == 1 and any("11**************21" in line for line in lines), lines
        assert not any("110105194912310021" in line for line in lines), lines
        forge(results, file, kept)
    assert check_results.masked("138 0013-8000, １３８００１３８０００; 1234567890") == (
        "13* ****-**00, １３*******００; 1234567890"
    )


def test_the_checker_is_not_kept_busy_by_dots_nor_waiting_by_pipes(results: Path) -> None:
    said = json.loads((results / "provenance.json").read_text())
    dotted = said["rulebook"] | {"toml": "a" + ".a" * 100_000 + " = 1\n"}
    (results / "provenance.json").write_text(json.dumps(said | {"rulebook": dotted}))
    began = time.monotonic()
    assert run_checker(results)[0] == 2
    (results / "provenance.json").write_text(json.dumps(said))
    (results / "scores.csv").unlink()
    os.mkfifo(results / "scores.csv")
    status, lines = run_checker(results)
    assert status == 1 and any("scores.csv is no regular file" in line for line in lines), lines
    assert time.monotonic() - began < 30
