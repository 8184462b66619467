#include "app/window/settings.h"

#include <QFileInfo>
#include <QSettings>
#include <algorithm>
#include <nlohmann/json.hpp>

namespace orthoscope {
namespace {

constexpr int most_recent_files = 12;

QSettings settings() { return QSettings("Orthoscope", "Orthoscope"); }

}  // namespace

nlohmann::json remembered_options(const std::string& method) {
    const auto text = settings().value("methods/" + QString::fromStdString(method)).toByteArray();
    return nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
}

void remember_options(const std::string& method, const nlohmann::json& options) {
    settings().setValue("methods/" + QString::fromStdString(method), QByteArray::fromStdString(options.dump()));
}

QStringList recent_files() {
    QStringList found;
    for (auto& path : settings().value("recent").toStringList())
        if (QFileInfo::exists(path)) found << path;
    return found;
}

void remember_file(const QString& path) {
    const auto whole = QFileInfo(path).absoluteFilePath();
    auto list = settings().value("recent").toStringList();
    list.removeAll(whole);
    list.prepend(whole);
    settings().setValue("recent", QStringList(list.mid(0, most_recent_files)));
}

void forget_recent_files() { settings().remove("recent"); }

Look remembered_look() {
    auto stored = settings();
    Look look;
    look.theme = stored.value("look/theme").toString() == "light" ? Theme::Light : Theme::Dark;
    look.scale = std::clamp(stored.value("look/scale", 1.0).toDouble(), 0.75, 2.5);
    look.ease_camera = stored.value("look/ease-camera", true).toBool();
    look.correspondences = stored.value("look/correspondences", true).toBool();
    return look;
}

void remember_look(const Look& look) {
    auto stored = settings();
    stored.setValue("look/theme", look.theme == Theme::Light ? "light" : "dark");
    stored.setValue("look/scale", look.scale);
    stored.setValue("look/ease-camera", look.ease_camera);
    stored.setValue("look/correspondences", look.correspondences);
}

QByteArray remembered_geometry() { return settings().value("window/geometry").toByteArray(); }
void remember_geometry(const QByteArray& geometry) { settings().setValue("window/geometry", geometry); }

}  // namespace orthoscope
