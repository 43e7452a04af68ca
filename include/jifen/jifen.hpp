#pragma once

/// \file
/// Everything a service needs: read a district and a rulebook, evaluate, select, explain. Costs no third-party header.

#include "jifen/core/version.hpp"
#include "jifen/district/network_check.hpp"
#include "jifen/district/reader.hpp"
#include "jifen/evaluation/evaluation.hpp"
#include "jifen/evaluation/result_tables.hpp"
#include "jifen/evaluation/statement.hpp"
#include "jifen/evaluation/unit_tables.hpp"
#include "jifen/five_knows/ask.hpp"
#include "jifen/five_knows/spot_check.hpp"
#include "jifen/linkage/appointment.hpp"
#include "jifen/linkage/assignment_plan.hpp"
#include "jifen/linkage/coverage.hpp"
#include "jifen/linkage/graph_algorithms.hpp"
#include "jifen/rulebook/articles.hpp"
#include "jifen/rulebook/greatest_total.hpp"
#include "jifen/rulebook/lint.hpp"
#include "jifen/rulebook/rulebook.hpp"
#include "jifen/selection/result_folder.hpp"
#include "jifen/selection/selection.hpp"
#include "jifen/selection/selection_text.hpp"
