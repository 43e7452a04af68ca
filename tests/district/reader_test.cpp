#include "jifen/district/reader.hpp"

#include "district/texts.hpp"
#include "jifen/core/file_error.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace jifen {
namespace {

using Lines = std::vector<std::string>;

void write(const TemporaryFolder& folder, Texts texts) {
    for (std::size_t i = 0; i < input_table_count; ++i) {
        const auto table = static_cast<InputTable>(i);
        if (!texts.of(table).empty()) folder.write(file_name(table), texts.of(table));
    }
}

/// `file line column code` of everything for which the folder is refused.
Lines refused(const TemporaryFolder& folder, const ReadOptions& options = {}) {
    Lines found;
    try {
        (void)read_district(folder.path(), options);
    } catch (const TableError& error) {
        for (const Diagnostic& d : error.diagnostics()) {
            EXPECT_EQ(d.severity, Severity::error);
            found.push_back(d.file + " " + std::to_string(d.line) + " " + d.column + " " + d.code);
        }
    }
    return found;
}

TEST(ReadDistrict, ReadsAFolderOfTables) {
    const TemporaryFolder folder;
    Texts texts;
    texts.ledger += "E1,2023-01-01,P1,visit,,,H1,,,,,,\n";
    write(folder, texts);
    EXPECT_EQ(Described(read_district(folder.path())).lines(), Described(load(texts)).lines());
}

TEST(ReadDistrict, MissingOptionalTablesAreEmpty) {
    const TemporaryFolder folder;
    Texts texts;
    texts.households = texts.links = texts.ledger = texts.knowledge = "";
    write(folder, texts);
    const District district = read_district(folder.path());
    Lines notes;
    for (const Diagnostic& d : district.report().diagnostics) {
        EXPECT_EQ(d.severity, Severity::note);
        notes.push_back(d.file + " " + d.code);
    }
    EXPECT_EQ(notes, (Lines{"households.csv missing_table", "knowledge.csv missing_table", "ledger.csv missing_table",
                            "links.csv missing_table"}));
    EXPECT_FALSE(district.report().of(InputTable::ledger).present);
    EXPECT_TRUE(district.report().of(InputTable::people).present);
}

TEST(ReadDistrict, MissingUnitsPeopleAndRolesAreAllNamed) {
    const TemporaryFolder folder;
    EXPECT_EQ(refused(folder),
              (Lines{"people.csv 0  missing_table", "roles.csv 0  missing_table", "units.csv 0  missing_table"}));
}

TEST(ReadDistrict, FolderThatIsNoneIsAFileError) {
    const TemporaryFolder folder;
    folder.write("file", "");
    const auto reason_of = [](const std::filesystem::path& path) {
        try {
            (void)read_district(path);
        } catch (const FileError& error) {
            EXPECT_EQ(error.path(), path);
            return error.reason();
        }
        return std::error_code();
    };
    EXPECT_EQ(reason_of(folder / "nowhere"), std::errc::no_such_file_or_directory);
    EXPECT_EQ(reason_of(folder / "file"), std::errc::not_a_directory);
}

TEST(ReadDistrict, TableThatIsAFolderIsListedWithTheOthers) {
    const TemporaryFolder folder;
    Texts texts;
    texts.links = "";
    texts.roles = "x\n";
    write(folder, texts);
    std::filesystem::create_directory(folder / "links.csv");
    EXPECT_EQ(refused(folder),
              (Lines{"links.csv 0  unreadable", "roles.csv 1 person missing_column", "roles.csv 1 role missing_column",
                     "roles.csv 1 unit missing_column", "roles.csv 1 x unknown_column"}));
}

TEST(ReadDistrict, RefusedTablesAreListedTogether) {
    const TemporaryFolder folder;
    Texts texts;
    texts.units = "unit,levle\nD,district\n";
    texts.households = "household,unit\nH1,\xFF\n";
    texts.people = "";
    texts.roles += "P1,\"group_leader,G1,,,\n";
    texts.links = "source,target,kind,colour,until,from,weight\n";
    texts.ledger = "";
    texts.knowledge = "record,record\n";
    write(folder, texts);
    folder.write("ledger.csv", "");
    EXPECT_EQ(
        refused(folder),
        (Lines{"households.csv 2  not_utf8", "knowledge.csv 1  duplicate_column", "ledger.csv 1  no_header",
               "links.csv 1 colour unknown_column", "links.csv 1 weight unknown_column", "people.csv 0  missing_table",
               "roles.csv 4  unclosed_quote", "units.csv 1 level missing_column", "units.csv 1 levle unknown_column"}));
}

TEST(ReadDistrict, TableThatCannotBeReachedIsNotTakenForAMissingOne) {
    const TemporaryFolder folder;
    Texts texts;
    texts.ledger = "";
    write(folder, texts);
    std::filesystem::create_symlink("nowhere/ledger.csv", folder / "ledger.csv");
    EXPECT_EQ(refused(folder), (Lines{"ledger.csv 0  unreadable"}));
}

TEST(ReadDistrict, MisspeltColumnIsToldTheNearestName) {
    const TemporaryFolder folder;
    Texts texts;
    texts.roles = "person,roel,unit\n";
    write(folder, texts);
    try {
        (void)read_district(folder.path());
        FAIL() << "it was read";
    } catch (const TableError& error) {
        EXPECT_EQ(error.diagnostics().at(0).remedy, "did you mean \"role\"?");
        EXPECT_NE(std::string(error.what()).find("\"roel\""), std::string::npos);
    }
}

TEST(ReadDistrict, EveryRequiredColumnIsRequired) {
    const std::vector<std::pair<InputTable, Lines>> required{
        {InputTable::units, {"unit", "level"}},
        {InputTable::households, {"household", "unit"}},
        {InputTable::people, {"person"}},
        {InputTable::roles, {"person", "role", "unit"}},
        {InputTable::links, {"source", "target", "kind"}},
        {InputTable::ledger, {"entry", "date", "actor", "item"}},
        {InputTable::knowledge, {"record", "date", "knower", "stage", "subject"}}};
    for (const auto& [table, columns] : required) {
        for (const std::string& left_out : columns) {
            std::string header = "";
            for (const std::string& column : columns) {
                if (column != left_out) header += (header.empty() ? "" : ",") + column;
            }
            DistrictBuilder builder;
            if (header.empty()) header = "x";
            try {
                feed(builder, table, header + "\n");
                ADD_FAILURE() << file_name(table) << " without " << left_out;
            } catch (const TableError& error) {
                ASSERT_EQ(error.diagnostics().size(), 1U);
                EXPECT_EQ(error.diagnostics()[0].code, "missing_column");
                EXPECT_EQ(error.diagnostics()[0].column, left_out);
            }
        }
        std::string header;
        for (const std::string& column : columns) header += (header.empty() ? "" : ",") + column;
        DistrictBuilder builder;
        feed(builder, table, header + "\n"); // nothing else is needed
    }
}

TEST(ReadDistrict, ColumnOrderIsFree) {
    Texts texts;
    texts.ledger = "item,cancels,date,note,actor,entry,quantity\nvisit,,2023-01-01,\"a, b\",P1,E1,2.5\n";
    texts.people = "until,phone,from,household,gender,person\n2024-01-01,138,,H1,female,P1\n";
    const District district = load(texts);
    EXPECT_TRUE(district.report().diagnostics.empty());
    EXPECT_EQ(district->ledger.quantity[0], 2500);
    EXPECT_EQ(district->people.days[0], (Span{Day::always(), *Day::parse("2024-01-01")}));
    EXPECT_EQ(district->people.attributes.columns[0][0], "138");
}

TEST(ReadDistrict, UnknownColumnsAreKeptForPeopleAndHouseholdsAlone) {
    Texts texts;
    for (const InputTable table :
         {InputTable::units, InputTable::roles, InputTable::links, InputTable::ledger, InputTable::knowledge}) {
        std::string text = texts.of(table);
        text.insert(text.find('\n'), ",colour");
        DistrictBuilder builder;
        EXPECT_THROW(feed(builder, table, text), TableError) << file_name(table);
    }
    texts.households = "household,unit,Unit\nH1,G1,x\n"; // names are told apart byte by byte
    EXPECT_EQ(load(texts)->households.attributes.names, Lines{"Unit"});
}

TEST(ReadDistrict, RowOfDataInPlaceOfAHeaderIsNotShownWithItsNumbers) {
    DistrictBuilder builder;
    try {
        feed(builder, InputTable::ledger, "entry,date,actor,item,11010519491231002X,138 1234 5678\n");
        FAIL();
    } catch (const TableError& error) {
        ASSERT_EQ(error.diagnostics().size(), 2U);
        for (const Diagnostic& problem : error.diagnostics()) {
            for (const std::string& text : {problem.message, problem.column, problem.value, problem.remedy}) {
                EXPECT_EQ(text.find("0519491231"), std::string::npos) << text;
                EXPECT_EQ(text.find("1234"), std::string::npos) << text;
            }
        }
    }
}

TEST(ReadDistrict, LimitsAreTheCallers) {
    const TemporaryFolder folder;
    write(folder, {});
    ReadOptions options;
    options.tables.limits.lines = 3;
    EXPECT_EQ(refused(folder, options), (Lines{"people.csv 4  too_many_lines", "units.csv 4  too_many_lines"}));
    options.tables.limits.lines = 5;
    EXPECT_EQ(refused(folder, options), Lines{});
}

TEST(ReadDistrict, GuessedGb18030IsAWarning) {
    const TemporaryFolder folder;
    Texts texts;
    texts.people = "person,name\nP1,C\xF4te\n"; // Latin-1, and valid GB18030
    write(folder, texts);
    ReadOptions options;
    EXPECT_EQ(refused(folder, options), Lines{"people.csv 2  not_utf8"});
    options.tables.encoding = Encoding::detect;
    const District district = read_district(folder.path(), options);
    EXPECT_EQ(problems_of(district, InputTable::people), Lines{"0  taken_for_gb18030"});
    EXPECT_EQ(problems_of(district, InputTable::units), Lines{});
    options.tables.encoding = Encoding::gb18030; // whoever names it is not warned
    texts = Texts();
    texts.units = "unit,level\nG1,grid\nG2,grid\n";
    texts.people = "person,name\nP1,C\xF4te\n";
    write(folder, texts);
    EXPECT_EQ(problems_of(read_district(folder.path(), options), InputTable::people), Lines{});
}

TEST(ReadTable, GivenUpAfterSomeRowsIsNotTakenForTheWhole) {
    DistrictBuilder builder;
    feed(builder, InputTable::units, "unit,level\nD,district\n");
    EXPECT_THROW(feed(builder, InputTable::people, "person\nP1\n\"P2\n"), TableError);
    EXPECT_THROW((void)builder.freeze(), TableError);
}

TEST(ReadTable, MayBeCalledForSeveralPartsOfATable) {
    DistrictBuilder builder;
    feed(builder, InputTable::people, "person,phone\nP1,1\n");
    feed(builder, InputTable::people, "phone,person\n2,P2\n");
    EXPECT_THROW(feed(builder, InputTable::people, "person,address\nP3,x\n"), ArgumentError);
    EXPECT_THROW(feed(builder, InputTable::people, "person\nP3\n"), ArgumentError);
    const District district = builder.freeze();
    EXPECT_EQ(district->people.size(), 2U);
    EXPECT_EQ(district->people.attributes.columns[0][1], "2");
}

TEST(DistrictReader, JudgesEveryTableAndNamesWhatIsMissing) {
    const TemporaryFolder folder;
    folder.write("posts 2023.csv", "person,roel,unit\n");
    DistrictReader reader;
    reader.read_csv(InputTable::roles, folder / "posts 2023.csv");
    reader.read_csv(InputTable::ledger, folder / "nowhere.csv");
    CsvReader rows("name\nx\n", "unused");
    reader.read(InputTable::people, rows);
    Lines found;
    try {
        (void)reader.finish();
        FAIL() << "it was frozen";
    } catch (const TableError& error) {
        for (const Diagnostic& d : error.diagnostics())
            found.push_back(d.file + " " + std::to_string(d.line) + " " + d.column + " " + d.code);
    }
    EXPECT_EQ(found, (Lines{"nowhere.csv 0  unreadable", "people 0 person missing_column",
                            "posts 2023.csv 1 roel unknown_column", "posts 2023.csv 1 role missing_column",
                            "units 0  missing_table"}));
    EXPECT_THROW((void)reader.finish(), TableError) << "it is empty, so that everything is missing";
}

TEST(DistrictReader, PartsOfATableKeepTheNamesOfTheirFiles) {
    const TemporaryFolder folder;
    folder.write("a.csv", "person,household\nP1,\nP2,H8\n");
    folder.write("b.csv", "person,household\nP1,\nP2,H9\nP3,H9\n");
    DistrictReader reader;
    const auto give = [&](InputTable table, std::string_view text) {
        CsvReader rows(text, "unused");
        reader.read(table, rows);
    };
    give(InputTable::units, "unit,level\nD,district\nD,grid\n");
    reader.read_csv(InputTable::people, folder / "a.csv");
    reader.read_csv(InputTable::people, folder / "b.csv");
    give(InputTable::roles, "person,role,unit\n");
    const District district = reader.finish();
    Lines messages;
    for (const Diagnostic& d : district.report().diagnostics) {
        if (d.code == "missing_table") {
            EXPECT_EQ(d.severity, Severity::note);
            continue;
        }
        messages.push_back(to_string(d).substr(0, to_string(d).find(" [")));
    }
    EXPECT_EQ(messages,
              (Lines{"b.csv:2: note: the same row as a.csv line 2: ignored",
                     "b.csv:3:person: error: \"P2\" stands on a.csv line 3 with other content: a.csv line 3 stands, "
                     "line 3 is left out",
                     "units row 3:unit: error: \"D\" stands on row 2 with other content: row 2 stands, row 3 is left "
                     "out"}));
    Lines places;
    for (const Dangling& row : district->dangling)
        places.push_back(district->sources[row.place.source] + " " + std::to_string(row.place.line));
    EXPECT_EQ(places, (Lines{"a.csv 3", "b.csv 4"}));
}

TEST(DistrictReader, LooksAtTheStopTokenAndTellsProgressWhileItReads) {
    std::string text = "entry,date,actor,item\n";
    for (int i = 0; i < 60'000; ++i) text += "E" + std::to_string(i) + ",2023-01-01,P1,visit\n";
    DistrictReader reader;
    std::stop_source stop;
    RunOptions run;
    run.stop = stop.get_token();
    int told = 0;
    run.progress = [&](const Progress& progress) {
        EXPECT_EQ(progress.stage, "ledger");
        if (++told == 3) stop.request_stop();
    };
    CsvReader rows(text, "unused");
    EXPECT_THROW(reader.read(InputTable::ledger, rows, {}, run), Cancelled);
    EXPECT_EQ(told, 3);
}

TEST(Words, ReadBackAndOthersAreRefused) {
    for (const Gender gender : {Gender::unknown, Gender::female, Gender::male})
        EXPECT_EQ(parse_gender(to_string(gender)), gender);
    for (const LinkKind kind : {LinkKind::leads, LinkKind::serves}) EXPECT_EQ(parse_link_kind(to_string(kind)), kind);
    for (std::size_t i = 0; i < stage_count; ++i)
        EXPECT_EQ(parse_stage(to_string(static_cast<Stage>(i))), static_cast<Stage>(i));
    EXPECT_EQ(parse_verified(""), Verified::unknown);
    EXPECT_EQ(parse_verified("yes"), Verified::yes);
    EXPECT_EQ(parse_verified("no"), Verified::no);
    for (const char* word : {"Yes", "true", "1", " ", "是", "people ", "lead", "f"}) {
        EXPECT_FALSE(parse_gender(word) || parse_link_kind(word) || parse_verified(word) || parse_stage(word)) << word;
    }
}

} // namespace
} // namespace jifen
