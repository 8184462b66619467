#include "core/session/commands.h"

namespace orthoscope {

Status UndoStack::push(Session& session, Command command) {
    auto undo = command.apply(session);
    if (!undo) return undo.error();
    if (clean_ > static_cast<std::ptrdiff_t>(done_)) clean_ = -1;  // the saved state can no longer be reached
    entries_.resize(done_);
    const bool merge = merging_ && done_ > 0 && !command.merge_key.empty() &&
                       entries_.back().command.merge_key == command.merge_key;
    merging_ = true;
    if (merge) {
        entries_.back().command = std::move(command);  // its undo still leads to before the first of them
        return success();
    }
    entries_.push_back({std::move(command), std::move(*undo)});
    ++done_;
    return success();
}

bool UndoStack::undo(Session& session) {
    if (!can_undo()) return false;
    entries_[--done_].undo(session);
    merging_ = false;
    return true;
}

bool UndoStack::redo(Session& session) {
    if (!can_redo()) return false;
    merging_ = false;
    auto& entry = entries_[done_];
    auto undo = entry.command.apply(session);
    if (!undo) return false;
    entry.undo = std::move(*undo);
    ++done_;
    return true;
}

std::string UndoStack::undo_label() const { return can_undo() ? entries_[done_ - 1].command.label : ""; }

std::string UndoStack::redo_label() const { return can_redo() ? entries_[done_].command.label : ""; }

void UndoStack::clear() {
    entries_.clear();
    done_ = 0, clean_ = -1, merging_ = false;
}

bool Autosave::due(const Session& session, double now_seconds) const {
    return started_ && now_seconds - last_ >= interval_ && session != saved_;
}

Status Autosave::save(const Session& session, const std::filesystem::path& session_file, double now_seconds) {
    started_ = true, last_ = now_seconds;
    const auto path = autosave_path(session_file);
    std::error_code code;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), code);
    auto status = write_session(session, path);
    if (status.ok()) saved_ = session;
    return status;
}

Status Autosave::tick(const Session& session, const std::filesystem::path& session_file, double now_seconds) {
    if (!started_) {
        started_ = true, last_ = now_seconds, saved_ = session;
        return success();
    }
    return due(session, now_seconds) ? save(session, session_file, now_seconds) : success();
}

void Autosave::discard(const std::filesystem::path& session_file) {
    std::error_code code;
    std::filesystem::remove(autosave_path(session_file), code);
    started_ = false;
}

}  // namespace orthoscope
