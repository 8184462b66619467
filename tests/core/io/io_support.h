// What the tests of readers share: bytes to a Dataset without a file, and files in a folder that goes away.
#pragma once

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <string>
#include <string_view>

#include "core/io/format.h"
#include "core/io/read.h"
#include "core/io/write.h"

namespace orthoscope::test {

inline Result<Dataset> read_bytes(const Format& format, std::string_view bytes, const InputSpec& input = {},
                                  const Context& context = {}) {
    const Source source("test", std::as_bytes(std::span(bytes.data(), bytes.size())));
    return format.read(source, input, context);
}

inline bool recognised(const Format& format, std::string_view bytes) {
    return format.recognises(Source("test", std::as_bytes(std::span(bytes.data(), bytes.size()))));
}

// The message, or "" where reading went well.
inline std::string refusal(const Format& format, std::string_view bytes, const InputSpec& input = {}) {
    auto result = read_bytes(format, bytes, input);
    return result ? "" : result.error().message();
}

struct Folder {
    QTemporaryDir dir;

    std::filesystem::path path(const std::string& name) const {
        return dir.filePath(QString::fromStdString(name)).toStdString();
    }
    std::filesystem::path file(const std::string& name, std::string_view bytes) const {
        std::ofstream(path(name), std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
        return path(name);
    }
};

inline InputSpec spec(const std::filesystem::path& path) {
    InputSpec input;
    input.path = path;
    return input;
}

inline std::string slurp(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// A dataset that a reader let through must be whole: finite, and faces within its vertices.
inline bool is_whole(const Dataset& dataset) {
    if (dataset.rows() < 1 || !dataset.values().allFinite()) return false;
    for (auto& attribute : dataset.attributes)
        if (!attribute.values.allFinite()) return false;
    if (!dataset.labels.empty() && Index(dataset.labels.size()) != dataset.rows()) return false;
    auto triangles = dataset.triangles();
    return !triangles || triangles->size() == 0 ||
           (triangles->minCoeff() >= 0 && triangles->maxCoeff() < dataset.rows());
}

// Cuts the file at every byte, then flips bytes by a fixed generator: an error with a place, or a whole
// dataset.
inline void survives_damage(const Format& format, const std::string& bytes) {
    const auto check = [&](const std::string& damaged, const std::string& how) {
        auto result = read_bytes(format, damaged);
        const bool good = result ? is_whole(*result) : result.error().message().starts_with("test");
        QVERIFY2(good, (how + ": " + (result ? "not whole" : result.error().message())).c_str());
    };
    for (std::size_t length = 0; length < bytes.size(); ++length)
        check(bytes.substr(0, length), "cut at byte " + std::to_string(length));
    std::uint64_t state = 1;
    const auto random = [&] { return (state = state * 6364136223846793005u + 1442695040888963407u) >> 33; };
    for (int trial = 0; trial < 3000; ++trial) {
        std::string damaged = bytes;
        for (auto count = 1 + random() % 4; count > 0; --count)
            damaged[random() % damaged.size()] = char(random());
        check(damaged, "flip " + std::to_string(trial));
    }
}

}  // namespace orthoscope::test
