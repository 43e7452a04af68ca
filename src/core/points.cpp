#include "jifen/core/points.hpp"

#include <ostream>

namespace jifen {

std::ostream& operator<<(std::ostream& out, Points points) { return out << to_string(points); }

} // namespace jifen
