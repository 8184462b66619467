#include "core/session/landmark_file.h"

#include <algorithm>

#include "core/io/format.h"
#include "core/io/text.h"
#include "core/io/write.h"
#include "core/method/parameters.h"
#include "core/session/pairing_spec.h"

namespace orthoscope {
namespace {

Result<Landmark> read_line(Lines& fields, int base) {
    Landmark pair;
    for (Index* row : {&pair.source, &pair.target}) {
        std::string_view text;
        std::int64_t value = 0;
        fields.field(text);
        if (!parse_integer(text, value) || value < base)
            return fields.found(text, "a source row and a target row, from " + std::to_string(base) + " on");
        *row = value - base;
    }
    std::string_view text;
    if (fields.field(text) && (!parse_number(text, pair.weight) || !(pair.weight >= 0)))
        return fields.found(text, "a weight of at least 0");
    if (fields.field(text)) return fields.found(text, "a source row, a target row and at most a weight");
    return pair;
}

}  // namespace

Result<std::vector<Landmark>> read_landmarks(const std::filesystem::path& path, int base) {
    auto source = Source::open(path);
    if (!source) return source.error();
    std::vector<Landmark> landmarks;
    if (source->text().starts_with("\x93NUMPY")) {
        auto numbers = read_integers(path, 2, base, false);
        if (!numbers) return numbers.error();
        for (std::size_t i = 0; i + 1 < numbers->size(); i += 2)
            landmarks.push_back({(*numbers)[i], (*numbers)[i + 1], 1});
        return landmarks;
    }
    const Context context;
    Lines lines(*source, context);
    while (lines.next_filled()) {
        std::string spaced(lines.text());
        std::replace(spaced.begin(), spaced.end(), ',', ' ');
        const Source line(source->name(), std::as_bytes(std::span(spaced)));
        Lines fields(line, context, 0, lines.number() - 1);  // errors name the line of the file
        if (!fields.next_filled()) continue;
        auto pair = read_line(fields, base);
        if (!pair) return pair.error();
        landmarks.push_back(*pair);
    }
    return landmarks;
}

Status write_landmarks(const std::vector<Landmark>& landmarks, const std::filesystem::path& path) {
    const bool weighted = std::any_of(landmarks.begin(), landmarks.end(), [](auto& pair) { return pair.weight != 1; });
    std::string text = weighted ? "# source row, target row, weight; rows from 0\n" : "# source row, target row; from 0\n";
    for (auto& pair : landmarks) {
        text += std::to_string(pair.source) + " " + std::to_string(pair.target);
        if (weighted) text += " " + to_text(ParameterValue(pair.weight));
        text += "\n";
    }
    return write_text(text, path);
}

}  // namespace orthoscope
