#include "app/window/open_memory.h"

#include <QDateTime>
#include <QFileInfo>
#include <QSettings>
#include <nlohmann/json.hpp>

namespace orthoscope {
namespace {

constexpr std::size_t most_answers = 200;

QSettings settings() { return QSettings("Orthoscope", "Orthoscope"); }

std::string stamp_of(const std::filesystem::path& path) {
    const QFileInfo file(QString::fromStdString(path.string()));
    return (file.absoluteFilePath() + "|" + QString::number(file.size()) + "|" +
            QString::number(file.lastModified().toMSecsSinceEpoch())).toStdString();
}

// [{"file": stamp, "inputs": [{"member", "kind", "axes"}]}], the latest first.
nlohmann::json answers() {
    const auto text = settings().value("open/answers").toByteArray();
    auto list = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
    return list.is_array() ? list : nlohmann::json::array();
}

std::string text_in(const nlohmann::json& object, const char* key) {
    return object.is_object() && object.contains(key) && object[key].is_string() ? object[key].get<std::string>()
                                                                                 : std::string();
}

}  // namespace

std::vector<InputSpec> remembered_answer(const std::filesystem::path& path) {
    const auto stamp = stamp_of(path);
    std::vector<InputSpec> inputs;
    for (auto& answer : answers()) {
        if (text_in(answer, "file") != stamp || !answer.contains("inputs") || !answer["inputs"].is_array()) continue;
        for (auto& stored : answer["inputs"]) {
            InputSpec input{path, text_in(stored, "member"), {}, {}, text_in(stored, "axes"), false};
            if (Kind kind; kind_from_name(text_in(stored, "kind"), kind)) input.kind = kind;
            if (const auto labels = text_in(stored, "labels"); !labels.empty()) input.labels = labels;
            inputs.push_back(std::move(input));
        }
        break;
    }
    return inputs;
}

void remember_answer(const std::filesystem::path& path, const std::vector<InputSpec>& answer) {
    if (answer.empty()) return;
    auto inputs = nlohmann::json::array();
    for (auto& input : answer)
        inputs.push_back({{"member", input.member},
                          {"kind", input.kind ? std::string(name_of(*input.kind)) : std::string()},
                          {"labels", input.labels ? input.labels->string() : std::string()},
                          {"axes", input.axes}});
    const auto stamp = stamp_of(path);
    auto list = nlohmann::json::array({{{"file", stamp}, {"inputs", std::move(inputs)}}});
    for (auto& old : answers())
        if (text_in(old, "file") != stamp && list.size() < most_answers) list.push_back(old);
    settings().setValue("open/answers", QByteArray::fromStdString(list.dump()));
}

void forget_answers() { settings().remove("open"); }

std::optional<Kind> remembered_reading() {
    Kind kind;
    if (kind_from_name(settings().value("open/narrow").toString().toStdString(), kind)) return kind;
    return {};
}

void remember_reading(std::optional<Kind> kind) {
    if (!kind) return settings().remove("open/narrow");
    const auto name = name_of(*kind);
    settings().setValue("open/narrow", QString::fromUtf8(name.data(), qsizetype(name.size())));
}

}  // namespace orthoscope
