// The command line as other people's scripts use it (cli.md): runs the built program in a folder of its own, with a
// planted pair of clouds in it, and looks at its exit status, its streams and what it writes.
#pragma once

#include <QProcess>
#include <QTemporaryDir>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "core/base/random.h"
#include "core/io/write.h"
#include "core/result/result_arrays.h"

namespace orthoscope::test {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct Called {
    int status = -1;
    std::string out, err;
};

inline std::string slurp(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

class CliProgram {
  protected:
    Called call(const QStringList& words, const std::vector<std::pair<const char*, const char*>>& environment = {}) {
        QProcess process;
        process.setWorkingDirectory(QString::fromStdString(base_));
        auto variables = QProcessEnvironment::systemEnvironment();
        for (auto& [name, value] : environment) variables.insert(name, value);
        process.setProcessEnvironment(variables);
        process.start(ORTHOSCOPE_BINARY_DIR "/orthoscope", words);
        Called o;
        if (!process.waitForFinished(120000)) return o;
        o.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        o.out = process.readAllStandardOutput().toStdString(), o.err = process.readAllStandardError().toStdString();
        return o;
    }
    Json result(const char* folder) { return Json::parse(slurp(fs::path(base_) / folder / "result.json")); }
    Matrix array(const char* folder, const char* name) {
        auto read = read_array(name, fs::path(base_) / folder / (std::string(name) + ".npy"));
        return read ? read->values : Matrix();
    }
    // x.npy, and y.npy = 2 x Q + t of the same rows; noise.npy of as many, short.npy of fewer, flat.npy in the plane, and a
    // file cut short.
    bool write_planted() {
        Random random(3);
        x_ = random.normal(60, 3), q_ = random_orthogonal(3, random, true), t_ = RowVector::Constant(3, 0.5);
        Matrix y = 2 * x_ * q_;
        y.rowwise() += t_;
        const bool written = write_npy(x_, base_ + "/x.npy").ok() && write_npy(y, base_ + "/y.npy").ok() &&
                             write_npy(random.normal(60, 3), base_ + "/noise.npy").ok() &&
                             write_npy(random.normal(30, 3), base_ + "/short.npy").ok() &&
                             write_npy(random.normal(60, 2), base_ + "/flat.npy").ok();
        std::ofstream(base_ + "/broken.npy") << slurp(base_ + "/x.npy").substr(0, 300);
        return written;
    }

    QTemporaryDir folder_;
    const std::string base_ = folder_.path().toStdString();
    Matrix x_, q_;
    RowVector t_;
};

}  // namespace orthoscope::test
