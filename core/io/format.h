// Format: what each reader offers to read.cpp. One source file a format; formats.cpp lists them all.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/read.h"

namespace orthoscope {

// A file's bytes, mapped read-only; or any bytes, for tests and fuzzers.
class Source {
  public:
    static Result<Source> open(const std::filesystem::path& path);
    Source(std::string name, std::span<const std::byte> bytes) : name_(std::move(name)), bytes_(bytes) {}
    Source(Source&& other) noexcept;
    Source& operator=(Source&&) = delete;
    ~Source();

    const std::string& name() const { return name_; }
    std::span<const std::byte> bytes() const { return bytes_; }
    std::string_view text() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }
    std::string_view head(std::size_t count = 1024) const { return text().substr(0, count); }

    // Errors that name the place: "cow.off:line 7" and "x.npy:byte 128".
    Error at_line(std::size_t line, std::string what) const;
    Error at_byte(std::size_t byte, std::string what) const;

  private:
    std::string name_;
    std::span<const std::byte> bytes_;
    void* mapping_ = nullptr;
};

struct Format {
    std::string_view name;                        // "PLY"
    std::vector<std::string_view> suffixes;       // ".ply"
    bool (*recognises)(const Source&);            // by content alone; cheap
    Result<FileInfo> (*inspect)(const Source&, const InputSpec&, const Context&);
    Result<Dataset> (*read)(const Source&, const InputSpec&, const Context&);
};

// In the order in which content is tried: the most specific first, plain tables last.
const std::vector<Format>& formats();

// Mesh and point files (each in its own source file).
Format off_format();
Format obj_format();
Format ply_format();
Format stl_format();
Format pcd_format();
// Tables and text.
Format xyz_format();
Format csv_format();   // CSV and TSV
Format vec_format();   // word2vec text and fastText .vec
// Arrays and images.
Format npy_format();
Format npz_format();
Format safetensors_format();
Format image_format();  // PNG, JPEG, PGM

// A folder of images, or of meshes with one numbering, as a sequence in the natural order of names.
Result<FileInfo> inspect_folder(const InputSpec& input, const Context& context);
Result<Dataset> read_folder(const InputSpec& input, const Context& context);

// Turns an array into a Dataset by the rules of cli.md: 2-D of 2 or 3 columns is a cloud, another 2-D array an
// embedding set, 3-D a sequence (time first), 4-D needs `axes`; `kind` overrides. `values` is row-major with
// `shape` leading axis first, flattened to shape[0] x product of the rest (or as the axes say).
Result<Dataset> dataset_from_array(const Source& source, const std::string& name, Matrix values,
                                   std::vector<Index> shape, const InputSpec& input);
Result<MemberInfo> member_from_shape(const Source& source, const std::string& name, const std::string& type,
                                     std::vector<Index> shape, const InputSpec& input);

}  // namespace orthoscope
