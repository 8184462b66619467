// Settings: what the window remembers between starts (QSettings, organisation and program "Orthoscope").
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "views/stage/exhibit.h"

namespace orthoscope {

nlohmann::json remembered_options(const std::string& method);  // null where there are none
void remember_options(const std::string& method, const nlohmann::json& options);

QStringList recent_files();  // the latest first; only those that are still there
void remember_file(const QString& path);
void forget_recent_files();

Look remembered_look();
void remember_look(const Look& look);

QByteArray remembered_geometry();
void remember_geometry(const QByteArray& geometry);

}  // namespace orthoscope
