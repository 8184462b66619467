// Eigenbases kept on disk from one run to the next.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/shape/eigenbasis.h"

namespace orthoscope {

class BasisCache {
  public:
    BasisCache();  // the folder of shape_basis(); empty: off
    explicit BasisCache(std::filesystem::path folder, std::uintmax_t limit = 2'000'000'000);

    const std::filesystem::path& folder() const { return folder_; }
    // SHA-256 of coordinates, faces, kind of data, kind of Laplacian and the version of the computation.
    std::string key(const Dataset& shape, LaplacianKind kind) const;
    // The first k vectors of a kept basis that has as many, or all there are; nothing where none is kept or its bytes are
    // damaged.
    std::optional<Eigenbasis> load(const std::string& key, Index k) const;
    // `asked` may exceed the basis' size: then it is known to be complete. A folder that cannot be written is no error.
    void store(const std::string& key, Index asked, const Eigenbasis& basis) const;

  private:
    std::filesystem::path file(const std::string& key) const { return folder_ / (key + ".basis"); }
    void prune() const;
    std::filesystem::path folder_;
    std::uintmax_t limit_ = 0;
};

}  // namespace orthoscope
