#include "core/io/read.h"

#include <algorithm>
#include <exception>
#include <new>

#include "core/base/hash.h"
#include "core/io/convert.h"
#include "core/io/format.h"
#include "core/io/label_column.h"
#include "core/io/text.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

std::string lower_suffix(const fs::path& path) {
    std::string suffix = path.extension().string();
    for (char& c : suffix)
        if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
    return suffix;
}

bool has_suffix(const Format& format, const std::string& suffix) {
    return std::find(format.suffixes.begin(), format.suffixes.end(), suffix) != format.suffixes.end();
}

struct Choice {
    const Format* format;
    std::string warning;  // where the suffix promises another format
};

// By content; the suffix chooses among several that recognise it, and names the errors where none does.
Result<Choice> choose(const Source& source, const fs::path& path) {
    const std::string suffix = lower_suffix(path);
    const Format *promised = nullptr, *first = nullptr;
    for (const Format& format : formats()) {
        const bool named = has_suffix(format, suffix);
        if (named && !promised) promised = &format;
        if (!format.recognises(source)) continue;
        if (named) return Choice{&format, ""};
        if (!first) first = &format;
    }
    if (first && promised)
        return Choice{first, path.filename().string() + " holds " + std::string(first->name) + ", not the " +
                                 std::string(promised->name) + " that its suffix promises; it was read as " +
                                 std::string(first->name) + "."};
    if (first || promised) return Choice{first ? first : promised, ""};
    std::string names;
    for (const Format& format : formats()) names += (names.empty() ? "" : ", ") + std::string(format.name);
    return input_error(source.name(), "found " + counted(source.bytes().size(), "byte") +
                                          " that begin with " + in_quotes(source.head(16)) +
                                          "; expected one of " + names);
}

// The first gate: what a library throws becomes an Error here.
template <class Function>
auto guarded(const std::string& place, Function&& function) -> decltype(function()) {
    try {
        return function();
    } catch (const std::bad_alloc&) {
        return memory_error(place, "there was not enough memory to read it");
    } catch (const std::exception& problem) {
        return input_error(place, std::string("cannot be read: ") + problem.what());
    }
}

Result<std::string> hash(const Source& source, const Context& context) {
    constexpr std::size_t piece = 1 << 24;
    Sha256 hash;
    for (std::size_t at = 0; at < source.bytes().size(); at += piece) {
        if (context.stopped()) return cancelled_error();
        const auto bytes = source.bytes().subspan(at, std::min(piece, source.bytes().size() - at));
        hash.add(bytes.data(), bytes.size());
    }
    return hash.hex();
}

// One label a line; a newline ends the last one too.
Result<std::vector<std::string>> read_labels(const fs::path& path, Index rows, const Context& context) {
    auto source = Source::open(path);
    if (!source) return source.error();
    Lines lines(*source, context);
    std::vector<std::string> labels;
    while (lines.next()) labels.emplace_back(trimmed(lines.text()));
    if (lines.stopped()) return cancelled_error();
    if (Index(labels.size()) != rows)
        return source->at_line(lines.number(), "found " + counted(labels.size(), "label") + "; expected " +
                                                   std::to_string(rows) + ", one for each row");
    return labels;
}

Status check_member(const InputSpec& input, const Format& format) {
    if (input.member.empty() || format.name == "NPZ" || format.name == "safetensors") return success();
    return input_error(input.path.string(), "is " + std::string(format.name) +
                                                " and holds one thing; expected no \"::" + input.member +
                                                "\" after it");
}

Result<Dataset> read_file(const InputSpec& input, const Context& context) {
    auto source = Source::open(input.path);
    if (!source) return source.error();
    const auto choice = choose(*source, input.path);
    if (!choice) return choice.error();
    if (auto fits = check_member(input, *choice->format); !fits) return fits.error();
    if (names_label_column(input.labels) && choice->format->name != "CSV")
        return usage_error("--labels", "found " + input.labels->string() + " for a file of " +
                                           std::string(choice->format->name) + "; only tables have columns of labels");
    auto dataset = choice->format->read(*source, input, context);
    if (!dataset) return dataset.error();
    auto digest = hash(*source, context);
    if (!digest) return digest.error();
    dataset->origin.sha256 = std::move(digest).value();
    if (dataset->origin.format.empty()) dataset->origin.format = choice->format->name;
    if (!choice->warning.empty()) dataset->warnings.insert(dataset->warnings.begin(), choice->warning);
    return dataset;
}

// Of a results folder the rotation that its alignment found.
InputSpec rotation_of_result(const InputSpec& input) {
    std::error_code ignored;
    const bool result = fs::is_regular_file(input.path / "result.json", ignored) && fs::is_regular_file(input.path / "rotation.npy", ignored);
    if (!result || !input.member.empty()) return input;
    InputSpec rotation = input;
    rotation.path = input.path / "rotation.npy";
    if (!rotation.kind) rotation.kind = Kind::Matrix;
    return rotation;
}

Result<DatasetPtr> read_any(const InputSpec& asked, const Context& context) {
    const InputSpec input = rotation_of_result(asked);
    const std::string place = input.path.string();
    auto result = fs::is_directory(input.path) ? read_folder(input, context) : read_file(input, context);
    if (!result) return result.error();
    Dataset& dataset = *result;
    if (input.kind)
        if (auto done = convert(dataset, *input.kind, place); !done) return done.error();
    if (input.labels && !names_label_column(input.labels)) {
        auto labels = read_labels(*input.labels, dataset.rows(), context);
        if (!labels) return labels.error();
        dataset.labels = std::move(labels).value();
    }
    dataset.origin.path = asked.path;
    if (dataset.origin.member.empty()) dataset.origin.member = input.member;
    if (dataset.name.empty()) {
        const auto& path = input.path;
        dataset.name = (path.has_filename() ? path : path.parent_path()).filename().string();
        if (!dataset.origin.member.empty()) dataset.name += "::" + dataset.origin.member;
    }
    context.report(1, "read");
    return DatasetPtr(std::make_shared<const Dataset>(std::move(dataset)));
}

Result<FileInfo> inspect_any(const InputSpec& asked, const Context& context) {
    const InputSpec input = rotation_of_result(asked);
    if (fs::is_directory(input.path)) return inspect_folder(input, context);
    auto source = Source::open(input.path);
    if (!source) return source.error();
    const auto choice = choose(*source, input.path);
    if (!choice) return choice.error();
    auto info = choice->format->inspect(*source, input, context);
    if (info && !choice->warning.empty()) info->warnings.insert(info->warnings.begin(), choice->warning);
    return info;
}

}  // namespace

InputSpec parse_input(const std::string& text) {
    InputSpec input;
    input.path = text;
    std::error_code ignored;
    const auto split = text.rfind("::");
    if (split == text.npos || split == 0 || fs::exists(text, ignored)) return input;
    input.path = text.substr(0, split);
    input.member = text.substr(split + 2);
    return input;
}

Result<FileInfo> inspect(const InputSpec& input, const Context& context) {
    return guarded(input.path.string(), [&] { return inspect_any(input, context); });
}

Result<DatasetPtr> read(const InputSpec& input, const Context& context) {
    return guarded(input.path.string(), [&] { return read_any(input, context); });
}

}  // namespace orthoscope
