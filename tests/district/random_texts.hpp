#pragma once

#include "district/texts.hpp"

#include <array>
#include <random>
#include <string>

namespace jifen {

inline std::string random_id(const char* kind, std::mt19937& random, unsigned count) {
    return kind + std::to_string(random() % count);
}

inline std::string random_days(std::mt19937& random) {
    const std::string from = random() % 2 == 0 ? "" : "202" + std::to_string(random() % 3) + "-01-01";
    const std::string until = random() % 2 == 0 ? "" : "202" + std::to_string(3 + random() % 3) + "-07-01";
    return from + "," + until;
}

/// A district with everything that can be wrong but conflicts, which depend on the order of rows by definition.
inline Texts random_texts(unsigned seed) {
    std::mt19937 random(seed);
    Texts texts;
    texts.units = "unit,parent,level,name\n";
    for (int u = 0; u < 30; ++u) {
        const std::string parent = u == 0 || random() % 10 == 0 ? ""
                                   : random() % 9 == 0          ? "X"
                                                                : "U" + std::to_string(random() % 30);
        texts.units += "U" + std::to_string(u) + "," + parent + ",level" + std::to_string(random() % 4) + ",名\n";
    }
    texts.households = "household,unit,from,until,rooms\n";
    for (int h = 0; h < 40; ++h)
        texts.households += "H" + std::to_string(h) + "," + random_id("U", random, 33) + "," + random_days(random) +
                            "," + std::to_string(random() % 4) + "\n";
    texts.people = "person,name,gender,household,unit,from,until,phone\n";
    for (int p = 0; p < 60; ++p) {
        const char* gender = random() % 3 == 0 ? "" : random() % 2 == 0 ? "female" : "male";
        // Some ids are those of households: rejected.
        texts.people += (random() % 15 == 0 ? "H" : "P") + std::to_string(p) + ",n," + gender + "," +
                        (random() % 4 == 0 ? "" : random_id("H", random, 45)) + "," +
                        (random() % 2 == 0 ? "" : random_id("U", random, 33)) + "," + random_days(random) + ",1\n";
    }
    for (int r = 0; r < 120; ++r)
        texts.roles += random_id("P", random, 65) + "," + random_id("role", random, 4) + "," +
                       random_id("U", random, 33) + "," + random_days(random) + "," +
                       (random() % 2 == 0 ? "" : random_id("s", random, 3)) + "\n";
    for (int l = 0; l < 150; ++l)
        texts.links += random_id("P", random, 65) + "," + random_id("P", random, 65) + "," +
                       (random() % 2 == 0 ? "leads," : "serves,") + random_days(random) + "\n";
    for (int e = 0; e < 300; ++e) {
        const std::string cancels = random() % 4 == 0 ? random_id("E", random, 330) : "";
        texts.ledger +=
            "E" + std::to_string(e) + ",2023-0" + std::to_string(1 + random() % 3) + "-01," +
            random_id("P", random, 65) + "," + random_id("item", random, 5) + "," + std::to_string(random() % 3) + "," +
            (random() % 3 == 0 ? random_id("level", random, 6) : "") + "," +
            (random() % 5 == 0 ? random_id("other", random, 9) : random_id(random() % 2 == 0 ? "H" : "P", random, 50)) +
            "," + (random() % 2 == 0 ? random_id("c", random, 3) : "") + "," + (random() % 3 == 0 ? "yes" : "") + "," +
            (random() % 3 == 0 ? random_id("A", random, 20) : "") + "," + (random() % 3 == 0 ? "2023-05-05" : "") +
            "," + cancels + ",\n";
    }
    constexpr std::array<const char*, 5> stages{"people", "matters", "circumstances", "needs", "help"};
    for (int k = 0; k < 300; ++k)
        texts.knowledge += "K" + std::to_string(k) + ",2023-01-0" + std::to_string(1 + random() % 3) + "," +
                           random_id("P", random, 12) + "," + stages[random() % 5] + "," +
                           random_id(random() % 2 == 0 ? "H" : "P", random, 6) + "," +
                           (random() % 8 == 0 ? "" : random_id("t", random, 30)) + "\n";
    return texts;
}

} // namespace jifen
