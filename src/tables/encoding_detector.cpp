#include "encoding_detector.hpp"

#include "jifen/core/text.hpp"
#include "jifen/tables/gb18030.hpp"

namespace jifen {

namespace {
constexpr std::size_t longest_character = 4;
} // namespace

void EncodingDetector::add(std::string_view bytes) {
    utf8_waits_ += bytes;
    gb18030_waits_ += bytes;
    look(false);
}

EncodingFound EncodingDetector::finish() {
    look(true);
    if (has_mark_) found_.bad_gb18030 = found_.bad_utf8;
    return found_;
}

void EncodingDetector::look(bool is_last) {
    // What comes after bytes that cannot be UTF-8 is no beginning, though the same bytes stand there.
    if (!found_.bad_utf8 && utf8_offset_ == 0 && utf8_waits_.starts_with(utf8_byte_order_mark)) has_mark_ = true;
    if (!found_.bad_utf8) look_for_utf8(is_last);
    if (!found_.bad_gb18030 && !has_mark_) look_for_gb18030(is_last);
    if (found_.bad_utf8) utf8_waits_.clear();
    if (found_.bad_gb18030 || has_mark_) gb18030_waits_.clear();
}

void EncodingDetector::look_for_utf8(bool is_last) {
    const auto bad = find_invalid_utf8(utf8_waits_);
    // Near the end it may be half of a character whose rest is to come.
    if (bad && (is_last || utf8_waits_.size() - *bad >= longest_character)) {
        found_.bad_utf8 = utf8_offset_ + *bad;
        return;
    }
    const std::size_t judged = bad.value_or(utf8_waits_.size());
    utf8_offset_ += judged;
    utf8_waits_.erase(0, judged);
}

void EncodingDetector::look_for_gb18030(bool is_last) {
    decoded_.clear();
    const Gb18030Decoded done = decode_gb18030(gb18030_waits_, is_last, decoded_);
    if (done.bad) {
        found_.bad_gb18030 = gb18030_offset_ + *done.bad;
        return;
    }
    gb18030_offset_ += done.consumed;
    gb18030_waits_.erase(0, done.consumed);
}

} // namespace jifen
