// Recording: every frame of a run, append-only, byte-capped, readable while the worker writes.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/recording/frame.h"

namespace orthoscope {

enum class Outcome { Completed, Converged, IterationLimit, Stalled, TimeLimit, Cancelled };
std::string_view name_of(Outcome outcome);  // "completed", "iteration-limit", ... as in result.json

struct InputRecord {
    std::string path, member, sha256, kind;
    std::int64_t rows = 0, columns = 0;
};

// What made the recording; enough to make it again.
struct Provenance {
    std::string method;
    std::string options = "{}";  // resolved: what auto became; a JSON object
    std::uint64_t seed = 1;
    int threads = 1;
    std::string backend = "cpu", version;
    std::vector<InputRecord> inputs;
};

class Recording {
  public:
    // `byte_cap`: when full, whole iterations are thinned, never phases inside one, and thinned() says so.
    explicit Recording(Provenance provenance, std::size_t byte_cap = std::size_t(1) << 30);

    // Any thread.
    std::vector<FramePtr> frames() const;
    std::size_t size() const;
    FramePtr frame(std::size_t index) const;
    std::optional<Outcome> outcome() const;  // none while running
    std::size_t thinned() const;             // frames dropped so far
    std::vector<std::string> lanes() const;  // names of the lanes, by number; empty: there is one, without a name
    const Provenance& provenance() const { return provenance_; }

    // The worker alone.
    void append(Frame frame);
    void finish(Outcome outcome);
    void name_lanes(std::vector<std::string> names);
    // A reader alone: how many frames had been dropped before the recording was written.
    void restore_thinned(std::size_t count) {
        std::lock_guard lock(mutex_);
        thinned_ = count;
    }

  private:
    void thin();
    mutable std::mutex mutex_;
    const Provenance provenance_;
    const std::size_t byte_cap_;
    std::size_t bytes_ = 0, thinned_ = 0;
    std::vector<FramePtr> frames_;
    std::vector<std::string> lanes_;
    std::optional<Outcome> outcome_;
};

// Heap bytes that a frame alone holds (shared matrices counted once, at their first frame).
std::size_t bytes_of(const Frame& frame, const Frame* before);

// The .orec file: magic, version, one JSON header, then the arrays; everything checked on reading, any bytes
// survived. Errors name FILE:byte N.
Status write_recording(const Recording& recording, const std::filesystem::path& path);
Result<std::shared_ptr<Recording>> read_recording(const std::filesystem::path& path);
Result<std::shared_ptr<Recording>> parse_recording(std::string_view bytes, const std::string& name);

}  // namespace orthoscope
