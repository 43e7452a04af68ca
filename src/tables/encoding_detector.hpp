#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jifen {

/// Where bytes cease to be text of an encoding; none where they are.
struct EncodingFound {
    std::optional<std::uint64_t> bad_utf8, bad_gb18030;
};

/// Watches the bytes of a file go by and says which encodings they can be. Text with a byte order mark is UTF-8 and
/// nothing else: its first bad byte counts for both.
class EncodingDetector {
public:
    void add(std::string_view bytes);
    [[nodiscard]] EncodingFound finish();

private:
    void look(bool is_last);
    void look_for_utf8(bool is_last);
    void look_for_gb18030(bool is_last);

    EncodingFound found_;
    std::uint64_t utf8_offset_ = 0, gb18030_offset_ = 0; ///< of what waits, in the file
    std::string utf8_waits_, gb18030_waits_;             ///< bytes not yet judged, from inside a character on
    std::string decoded_;
    bool has_mark_ = false;
};

} // namespace jifen
