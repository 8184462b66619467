// Opener: matrices that the program computed itself, as sets of their own.
#include <cctype>

#include "app/window/opener.h"
#include "core/base/hash.h"
#include "core/io/write.h"
#include "core/session/start_write.h"
#include "core/spectrum/computed.h"

namespace orthoscope {
namespace fs = std::filesystem;
namespace {

// "Residuals of the fit, Procrustes 1" -> "residuals-of-the-fit-procrustes-1".
std::string file_name_of(const std::string& name) {
    std::string out;
    for (const char c : name)
        if (const auto u = static_cast<unsigned char>(c); u < 128 && std::isalnum(u)) out += char(std::tolower(u));
        else if (!out.empty() && out.back() != '-') out += '-';
    return out;
}

// What lies there already is the same.
Result<fs::path> write_computed(const Matrix& values, const fs::path& folder, const std::string& name) {
    Sha256 sum;
    sum.add(values.data(), std::size_t(values.size()) * sizeof(double));
    const auto path = folder / (file_name_of(name) + "-" + sum.hex().substr(0, 12) + ".npy");
    std::error_code code;
    if (fs::is_regular_file(path, code)) return path;
    fs::create_directories(folder, code);
    if (code) return Error{ErrorKind::Output, folder.string(), "cannot be made: " + code.message()};
    const fs::path part = path.string() + ".part";
    if (auto status = write_npy(values, part); !status) return status.error();
    fs::rename(part, path, code);
    if (code) return Error{ErrorKind::Output, path.string(), "cannot be written: " + code.message()};
    return path;
}

}  // namespace

void Opener::open_computed(const std::string& name, bool samples, std::function<Result<Matrix>(const Context&)> make) {
    begin([this, name, samples, make = std::move(make), folder = starts_folder(document_.file())](const Context& context) -> Task::Followup {
        const auto fail = [this](const Error& error) -> Task::Followup {
            return [this, error] {
                if (error.kind != ErrorKind::Cancelled) emit trouble({QString::fromStdString(error.message()), true, {}});
            };
        };
        context.report(-1, "computing " + name);
        auto values = make(context);
        if (!values) return fail(values.error());
        if (values->size() == 0 || !values->allFinite()) return fail(input_error(name, values->size() ? "holds entries that are not finite" : "is empty"));
        auto path = write_computed(*values, folder, name);
        if (!path) return fail(path.error());
        InputSpec input;
        input.path = *path, input.kind = computed_kind(samples, values->cols());
        auto data = read(input, context);
        if (!data) return fail(data.error());
        auto named = std::make_shared<Dataset>(**data);
        named->name = name;
        return [this, input, named] {
            const auto entry = session_dataset(document_.keep(DatasetPtr(named)), input, *named);
            const char* method = "spectral-decay";
            document_.push(together("Spectrum of " + named->name,
                                    {add_dataset(entry), set_roles({entry.id}), set_method(method), set_option(method, "operator", std::string("rows"))}));
            emit opened(tr("computed %1").arg(QString::fromStdString(named->name)));
            emit computed_opened();
        };
    });
}

}  // namespace orthoscope
