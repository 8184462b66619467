#include "app/window/features_model.h"

#include "app/window/branch_dialog.h"
#include "core/base/hash.h"
#include "core/session/landmark_file.h"
#include "core/session/start_write.h"

namespace orthoscope {

const std::vector<BreakpointHit>& BreakMarks::of(const std::vector<FramePtr>& frames, const Breakpoints& breakpoints) {
    const bool same = breakpoints == breakpoints_ && !frames.empty() && frames.front() == first_ && seen_ > 0 &&
                      seen_ <= frames.size() && frames[seen_ - 1] == last_;
    if (!same) {
        breakpoints_ = breakpoints;
        watch_ = BreakpointWatch(breakpoints);
        hits_.clear();
        seen_ = 0;
        first_ = frames.empty() ? nullptr : frames.front();
    }
    if (breakpoints.any())
        for (; seen_ < frames.size(); ++seen_)
            for (auto& hit : watch_.next(frames[seen_])) hits_.push_back(std::move(hit));
    last_ = seen_ > 0 ? frames[seen_ - 1] : nullptr;
    return hits_;
}

ProcrustesRules bootstrap_rules(const LiveRun& run) {
    ProcrustesRules rules;
    const auto frames = run.recording->frames();
    if (frames.empty()) return rules;
    const auto state = std::get_if<AlignmentState>(frames.back()->state.get());
    if (!state) return rules;
    rules.scale = state->scale != 1;
    rules.centred = state->centred || !state->pivot.isZero(0) || !state->place.isZero(0);
    if (auto mode = run.options.find("mode"))
        if (auto text = std::get_if<std::string>(&run.options.value(mode->name))) rules.rotation_only = *text == "rotation";
    return rules;
}

Result<Command> remedy_command(const Document& document, const Cause& cause) {
    auto method = find_method(cause.method);
    if (!method) return usage_error("method", "found \"" + cause.method + "\"; expected a method of this version");
    auto options = method->parameters();
    std::vector<Command> parts{set_method(cause.method), reset_options(cause.method)};
    for (auto& [name, value] : cause.options) {
        if (options.find(name)) {
            if (auto status = options.set_text(name, value); !status) return status.error();
            parts.push_back(set_option(cause.method, name, options.value(name)));
        } else {
            parts.push_back(set_pairing_option(name, value));
        }
    }
    std::string start;
    if (cause.start) {
        auto folder = write_start(*cause.start, starts_folder(document.file()), "remedy-" + cause.id, cause.sentence);
        if (!folder) return folder.error();
        start = folder->string();
    }
    parts.push_back(set_pairing_option("start", start));
    return together("Try a remedy", std::move(parts));
}

QString landmark_file_of(const Document& document, const PairingSpec& used) {
    if (used.picked.empty()) return {};
    std::vector<Landmark> all;
    if (!used.landmarks.empty())
        if (auto read = read_landmarks(used.landmarks, used.landmarks_base)) all = *read;
    all.insert(all.end(), used.picked.begin(), used.picked.end());
    Sha256 sum;
    for (auto& pair : all) sum.add(&pair.source, sizeof pair.source), sum.add(&pair.target, sizeof pair.target), sum.add(&pair.weight, sizeof pair.weight);
    const auto folder = starts_folder(document.file());
    std::error_code ignored;  // writing says what is wrong
    std::filesystem::create_directories(folder, ignored);
    const auto path = folder / ("pairs-" + sum.hex().substr(0, 12) + ".txt");
    return write_landmarks(all, path) ? QString::fromStdString(path.string()) : QString();
}

}  // namespace orthoscope
