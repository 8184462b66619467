#include "app/window/opener.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/window/open_dialogs.h"
#include "app/window/open_memory.h"
#include "app/window/open_question.h"
#include "app/window/settings.h"
#include "core/method/describe.h"
#include "core/result/result_folder.h"
#include "core/shape/prepare.h"
#include "core/spectrum/stream.h"

namespace orthoscope {
namespace fs = std::filesystem;
namespace {

QString text(const fs::path& path) { return QString::fromStdString(path.string()); }

bool plain(const InputSpec& input) {
    return input.member.empty() && !input.kind && input.axes.empty() && !input.labels;
}

Opened read_one(InputSpec input, Asking asking, bool streamed, const Context& context) {
    if (streamed && worth_streaming(input, context)) return {input, read_sampled(input, context), {}, {}};
    const bool open_question = asking == Asking::Unclear && plain(input);
    std::vector<InputSpec> before;
    if (open_question) before = remembered_answer(input.path);
    if (before.size() == 1 && before[0].member.empty()) {
        before[0].drop_missing = input.drop_missing;
        if (auto data = read(before[0], context)) return {before[0], data, {}, {}};
    }
    Opened opened{input, read(input, context), {}, before};
    if (!opened.data.ok()) {
        if (auto info = inspect(input, context); info && needs_answer(input, *info)) opened.choices = std::move(*info);
        return opened;
    }
    if (!open_question) return opened;
    opened.counts = first_column_counts(input, **opened.data);
    if (opened.counts) opened.choices = possible_readings(**opened.data);
    if (opened.counts || !kind_is_unclear(input, **opened.data)) return opened;
    const auto reading = remembered_reading();
    if (!reading) opened.choices = possible_readings(**opened.data);
    else if (*reading != (*opened.data)->kind()) opened.input.kind = reading, opened.data = read(opened.input, context);
    return opened;
}

// A results folder may be named by itself or by a file in it.
std::optional<fs::path> results_folder(const fs::path& path) {
    if (is_result_folder(path)) return path;
    const auto name = path.filename();
    if ((name == "result.json" || name == "recording.orec") && is_result_folder(path.parent_path()))
        return path.parent_path();
    return {};
}

}  // namespace

Opener::Opener(Document& document, QWidget* window) : QObject(window), document_(document), window_(window) {
    connect(&task_, &Task::ended, this, &Opener::busy_changed);
    connect(&task_, &Task::progressed, this, [this] { emit progressed(task_.what()); });
    connect(&task_, &Task::failed, this, [this](const QString& what) { emit trouble({what, true, {}}); });
}

void Opener::begin(Task::Work work) {
    if (task_.busy()) {
        emit trouble({tr("Something is being opened; wait a moment."), false, {}});
        return;
    }
    task_.start([work = std::move(work), memory = memory_](const Context& whole) {
        Context context = whole;
        context.memory_limit = memory;
        return work(context);
    });
    emit busy_changed();
}

void Opener::open_paths(const QStringList& paths, const std::string& replaced) {
    std::vector<InputSpec> inputs;
    for (auto& path : paths) {
        const fs::path file = path.toStdString();
        if (auto folder = results_folder(file)) return open_results(*folder);
        if (fs::is_regular_file(file) && is_session_file(file)) return open_session(file);
        inputs.push_back(parse_input(path.toStdString()));
    }
    if (!inputs.empty()) open_inputs(std::move(inputs), replaced, Asking::Unclear);
}

void Opener::open_inputs(std::vector<InputSpec> inputs, const std::string& replaced, Asking asking, Reach reach) {
    const bool streamed = reach == Reach::Streamed || (reach == Reach::AsMethod && streams(document_.session().method));
    begin([this, inputs = std::move(inputs), replaced, asking, streamed](const Context& context) -> Task::Followup {
        std::vector<Opened> files;
        for (auto& input : inputs) {
            context.report(-1, "reading " + input.path.filename().string());
            files.push_back(read_one(input, asking, streamed, context));
        }
        return [this, files = std::move(files), replaced] { ask(files, replaced); };
    });
}

void Opener::ask(std::vector<Opened> files, const std::string& replaced) {
    std::vector<OpenChoice> unclear;
    for (auto& file : files)
        if (file.choices) unclear.push_back({file.input, *file.choices, file.before, file.counts});
    if (unclear.empty()) return adopt(std::move(files), replaced);
    auto dialog = new OpenQuestion(std::move(unclear), takes_many() && streams(document_.session().method), window_);
    connect(dialog, &QDialog::accepted, this, [this, dialog, files, replaced] {
        if (auto reading = dialog->for_all()) remember_reading(*reading);
        take_answer(files, dialog->chosen(), replaced);
    });
    dialog->open();
}

// `answers`: one list for each unclear file. What was read already is read again only where the answer differs.
void Opener::take_answer(std::vector<Opened> files, std::vector<std::vector<InputSpec>> answers,
                         const std::string& replaced) {
    begin([this, files = std::move(files), answers = std::move(answers), replaced](const Context& context) -> Task::Followup {
        std::vector<Opened> all;
        std::size_t asked = 0;
        for (auto& file : files) {
            if (!file.choices) {
                all.push_back(file);
                continue;
            }
            for (auto& input : answers[asked]) {
                const bool known = file.data.ok() && !input.kind && !input.labels && input.axes.empty();
                all.push_back({input, known ? file.data : read(input, context), {}, {}});
            }
            remember_answer(file.input.path, answers[asked++]);
        }
        return [this, all, replaced] { adopt(all, replaced); };
    });
}

bool Opener::takes_many() const {
    const auto* method = document_.method();
    return method && method->info().most_inputs > 2;
}

// More sets than two begin anew; a method that takes only two would leave the rest aside, so their spectra are compared.
void Opener::adopt(std::vector<Opened> files, std::string replaced) {
    std::vector<SessionDataset> entries;
    QStringList names;
    for (auto& file : files) {
        if (!file.data.ok()) {
            tell(file.input, file.data.error(), replaced);
            continue;
        }
        auto data = *file.data;
        entries.push_back(session_dataset(document_.keep(data), file.input, *data));
        names << QString::fromStdString(data->name);
        remember_file(text(file.input.path));
    }
    if (entries.empty()) return;
    std::vector<Command> more;
    if (entries.size() > 2) {
        replaced.clear();
        const bool members = std::all_of(files.begin(), files.end(), [](auto& file) { return !file.input.member.empty(); });
        if (members && !takes_many()) more.push_back(set_method("spectral-decay"));
    }
    const QString label = names.size() > 3 ? tr("%1 and %2 more").arg(names.front()).arg(names.size() - 1) : names.join(", ");
    place(entries, "Open " + label.toStdString(), replaced, std::move(more));
    for (auto& entry : entries)
        for (auto& warning : document_.data(entry.id)->warnings) emit opened(QString::fromStdString(warning));
    emit opened(tr("opened %1").arg(label));
    for (std::size_t i = 0, at = 0; i < files.size(); ++i)
        if (files[i].data.ok()) tell_streamed(files[i], entries[at++].id);
}

void Opener::tell_streamed(const Opened& file, const std::string& id) {
    if (!is_sampled(**file.data)) return;
    Notice notice{tr("%1 is not read whole: a run reads its rows once and holds none of them; %2 are kept to be looked at.")
                      .arg(QString::fromStdString((*file.data)->name)).arg((*file.data)->rows()), false, {}};
    notice.ways_out.emplace_back(tr("Read it whole"), [this, input = file.input, id] { open_inputs({input}, id, Asking::Unclear, Reach::Whole); });
    emit trouble(notice);
}

void Opener::place(std::vector<SessionDataset> entries, const std::string& label, const std::string& replaced,
                   std::vector<Command> more) {
    auto& session = document_.session();
    std::vector<Command> parts;
    std::vector<std::string> roles = session.roles;
    const auto seat = std::find(roles.begin(), roles.end(), replaced);
    if (seat != roles.end()) {
        *seat = entries[0].id;
    } else if (entries.size() > 1 || roles.size() < 2) {
        if (entries.size() > 1 && roles.size() + entries.size() > 2) {
            for (auto& set : session.datasets) parts.push_back(remove_dataset(set.id));  // a new pair, a new start
            roles.clear();
        }
        for (auto& entry : entries) roles.push_back(entry.id);
    }
    for (auto& entry : entries) parts.push_back(add_dataset(entry));
    if (!replaced.empty() && session.dataset(replaced)) parts.push_back(remove_dataset(replaced));
    parts.push_back(set_roles(roles));
    for (auto& command : more) parts.push_back(std::move(command));
    document_.push(together(label, std::move(parts)));
    const auto& now = document_.session().roles;
    if (std::find(now.begin(), now.end(), entries[0].id) != now.end() || now.size() < 2) return;
    Notice notice{tr("%1 is open beside the two sets in use.").arg(QString::fromStdString(entries[0].name)), false, {}};
    for (std::size_t r = 0; r < 2; ++r)
        notice.ways_out.emplace_back(r == 0 ? tr("Let it move") : tr("Let it stay"), [this, r, id = entries[0].id] {
            auto wanted = document_.session().roles;
            if (wanted.size() > r && document_.session().dataset(id)) wanted[r] = id, document_.push(set_roles(wanted));
        });
    emit trouble(notice);
}

void Opener::tell(const InputSpec& input, const Error& error, const std::string& replaced) {
    if (error.kind == ErrorKind::Cancelled) return;
    Notice notice{QString::fromStdString(error.message()), true, {}};
    if (error.what.find("drop-rows") != std::string::npos)
        notice.ways_out.emplace_back(tr("Drop rows with blanks"), [this, input, replaced] {
            auto again = input;
            again.drop_missing = true;
            open_inputs({again}, replaced);
        });
    Context allowed;
    allowed.memory_limit = memory_;
    if (error.kind == ErrorKind::Memory && worth_streaming(input, allowed))
        notice.ways_out.emplace_back(tr("Stream it for its spectrum"), [this, input, replaced] {
            if (!streams(document_.session().method)) document_.push(set_method("spectral-decay"));
            open_inputs({input}, replaced, Asking::Unclear, Reach::Streamed);
        });
    notice.ways_out.emplace_back(tr("Open another…"), [this, replaced] {
        ask_for_files(window_, [this, replaced](const QStringList& paths) { open_paths(paths, replaced); });
    });
    emit trouble(notice);
}

void Opener::read_as(const std::string& id, Kind kind) {
    auto entry = document_.session().dataset(id);
    if (!entry || !entry->sample.empty()) return;
    auto input = entry->input();
    input.kind = kind;
    remember_answer(input.path, {input});
    open_inputs({input}, id);
}

void Opener::prepare_set(const std::string& id, const ParameterSet& options) {
    auto entry = document_.session().dataset(id);
    auto set = document_.data(id);
    if (!entry || !set) return;
    begin([this, entry = *entry, set, options](const Context& context) -> Task::Followup {
        auto prepared = prepare(set, options_from<PrepareOptions>(options), context);
        if (!prepared) return [this, error = prepared.error()] {
            if (error.kind != ErrorKind::Cancelled) emit trouble({QString::fromStdString(error.message()), true, {}});
        };
        return [this, entry, options, prepared = std::make_shared<const Prepared>(std::move(*prepared))] {
            auto named = std::make_shared<Dataset>(*prepared->data);
            auto made = entry;
            made.name = named->name = entry.name + ", prepared";
            made.preparation = options.to_json();
            made.id = document_.keep(DatasetPtr(named));
            auto roles = document_.session().roles;
            std::replace(roles.begin(), roles.end(), entry.id, made.id);
            document_.push(together("Prepare " + entry.name, {add_dataset(made), set_roles(roles)}));
            for (auto& note : prepared->notes) emit opened(QString::fromStdString(note));
            emit trouble({tr("%1 has %2 rows; the set it was made from stays in the list.")
                              .arg(QString::fromStdString(made.name)).arg(named->rows()), false, {}});
        };
    });
}

void Opener::open_sibling(const std::string& id, int step) {
    auto entry = document_.session().dataset(id);
    if (!entry || entry->path.empty()) return;
    const QFileInfo here(QString::fromStdString(entry->path));
    const auto files = here.dir().entryList(QDir::Files, QDir::Name);
    const auto next = files.indexOf(here.fileName()) + step;
    if (next < 0 || next >= files.size())
        return emit trouble({step > 0 ? tr("This is the last file of its folder.")
                                      : tr("This is the first file of its folder."), false, {}});
    const auto path = here.dir().filePath(files[next]);
    if (is_session_file(path.toStdString()) || results_folder(path.toStdString())) return open_paths({path}, id);
    InputSpec input{path.toStdString(), {}, {}, {}, {}, false};
    // The next of a kind is not asked about.
    if (Kind kind; QFileInfo(path).suffix() == here.suffix() && kind_from_name(entry->kind, kind)) input.kind = kind;
    open_inputs({input}, id);
}

}  // namespace orthoscope
