#include "jifen/synthetic/synthetic_district.hpp"

#include "jifen/core/error.hpp"
#include "jifen/district/district_tables.hpp"
#include "jifen/district/reader.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace jifen {
namespace {

GenerateOptions grids(unsigned count) {
    GenerateOptions options;
    options.seed = 7;
    options.scale = count / 3170.0;
    return options;
}

TEST(SyntheticDistrict, IsTheOneReadFromTheGeneratedFolder) {
    const TemporaryFolder folder;
    generate_folder(folder.path(), grids(40));
    const District read = read_district(folder.path());
    const District made = synthetic_district(grids(40));
    EXPECT_EQ(made.report().tables, read.report().tables);
    EXPECT_TRUE(made.report().diagnostics.empty());
    EXPECT_GT(made->ledger.size(), 20'000U);
    for (const auto table : {units_table, households_table, people_table, roles_table, links_table})
        EXPECT_EQ(table(made).to_csv(), table(read).to_csv());
    const Ledger& a = made->ledger;
    const Ledger& b = read->ledger;
    EXPECT_EQ(a.ids->bytes(), b.ids->bytes());
    EXPECT_EQ(a.day, b.day);
    EXPECT_EQ(a.item, b.item);
    EXPECT_EQ(a.quantity, b.quantity);
    EXPECT_EQ(a.subject, b.subject);
    EXPECT_EQ(a.channel, b.channel);
    EXPECT_EQ(a.act, b.act);
    EXPECT_EQ(a.recorded, b.recorded);
    EXPECT_EQ(a.verified, b.verified);
    EXPECT_EQ(a.withdrawn, b.withdrawn);
    EXPECT_EQ(a.actor_begin, b.actor_begin);
    EXPECT_EQ(made->knowledge.records, read->knowledge.records);
    EXPECT_EQ(made->knowledge.objects, read->knowledge.objects);
    EXPECT_EQ(made.attribute(PersonId(0), "born").size(), 4U);
}

TEST(SyntheticDistrict, StopsWhenAskedAndRefusesAScaleOutOfRange) {
    GenerateOptions options = grids(30);
    std::stop_source stop;
    options.run.stop = stop.get_token();
    options.run.progress = [&](const Progress& progress) {
        EXPECT_EQ(progress.total, 30U);
        stop.request_stop();
    };
    EXPECT_THROW((void)synthetic_district(options), Cancelled);
    options.scale = 0;
    EXPECT_THROW((void)synthetic_district(options), ArgumentError);
}

} // namespace
} // namespace jifen
