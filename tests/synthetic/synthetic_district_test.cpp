#include "jifen/synthetic/synthetic_district.hpp"

#include "jifen/core/error.hpp"
#include "jifen/district/district_tables.hpp"
#include "jifen/district/reader.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>

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
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a.ids[i], b.ids[i]);
    EXPECT_TRUE(std::ranges::equal(a.day, b.day));
    EXPECT_TRUE(std::ranges::equal(a.item, b.item));
    EXPECT_TRUE(std::ranges::equal(a.quantity, b.quantity));
    EXPECT_TRUE(std::ranges::equal(a.subject, b.subject));
    EXPECT_TRUE(std::ranges::equal(a.channel, b.channel));
    EXPECT_TRUE(std::ranges::equal(a.act, b.act));
    EXPECT_TRUE(std::ranges::equal(a.recorded, b.recorded));
    EXPECT_TRUE(std::ranges::equal(a.verified, b.verified));
    EXPECT_TRUE(std::ranges::equal(a.withdrawn, b.withdrawn));
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
