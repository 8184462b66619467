#include "core/io/write.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "core/io/table_columns.h"

namespace orthoscope {
namespace {

static_assert(std::endian::native == std::endian::little,
              "PLY and NPY are written as the machine holds numbers");

// Text or bytes in memory, with the numbers of the formats.
class Output {
  public:
    Output& operator<<(std::string_view text) { return bytes_ += text, *this; }
    Output& operator<<(char c) { return bytes_ += c, *this; }
    // The shortest text that reads back as the same double: at most 17 significant digits.
    Output& operator<<(double value) {
        char text[32];
        bytes_.append(text, std::to_chars(text, text + sizeof text, value).ptr);
        return *this;
    }
    Output& operator<<(Index value) { return bytes_ += std::to_string(value), *this; }
    template <class T>
    void raw(T value) {
        char text[sizeof(T)];
        std::memcpy(text, &value, sizeof(T));
        bytes_.append(text, sizeof(T));
    }
    void reserve(std::size_t bytes) { bytes_.reserve(bytes); }
    std::string_view bytes() const { return bytes_; }

  private:
    std::string bytes_;
};

Error failed(const std::filesystem::path& path, const char* what) {
    return {ErrorKind::Output, path.string(), std::string(what) + ": " + std::strerror(errno)};
}

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto done = ::write(file, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        bytes.remove_prefix(std::size_t(done));
    }
    return true;
}

// Beside its place, then renamed: a failure leaves the old file, or none.
Status write_safely(std::string_view bytes, const std::filesystem::path& path) {
    const std::string beside = path.string() + ".part" + std::to_string(::getpid());
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return failed(path, "cannot be written");
    const bool whole = write_all(file, bytes);
    const bool closed = ::close(file) == 0;
    if (whole && closed && ::rename(beside.c_str(), path.c_str()) == 0) return success();
    const Error error = failed(path, "cannot be written");
    ::unlink(beside.c_str());
    return error;
}

const Attribute* colors_of(const Dataset& dataset) {
    const Attribute* color = dataset.attribute("color");
    const bool usable = color && color->domain == Attribute::Domain::Row &&
                        color->values.rows() == dataset.rows() &&
                        (color->values.cols() == 3 || color->values.cols() == 4);
    return usable ? color : nullptr;
}

// 0..1 as a byte.
Index color_byte(double value) {
    return Index(std::lround(255 * std::clamp(value, 0.0, 1.0)));
}

double coordinate(const Matrix& points, Index row, Index column) {
    return column < points.cols() ? points(row, column) : 0.0;
}

void write_row(Output& out, const Matrix& values, Index row, Index columns, char separator = ' ') {
    for (Index c = 0; c < columns; ++c) {
        if (c) out << separator;
        out << coordinate(values, row, c);
    }
}

void encode_off(const Dataset& dataset, Output& out) {
    const Matrix& points = dataset.values();
    const Attribute* color = colors_of(dataset);
    const Triangles* triangles = dataset.triangles();
    out << (color ? "COFF\n" : "OFF\n") << points.rows() << ' ' << (triangles ? triangles->rows() : 0)
        << " 0\n";
    for (Index i = 0; i < points.rows(); ++i) {
        write_row(out, points, i, 3);
        for (Index c = 0; color && c < 4; ++c)
            out << ' ' << (c < color->values.cols() ? color_byte(color->values(i, c)) : Index(255));
        out << '\n';
    }
    for (Index f = 0; triangles && f < triangles->rows(); ++f)
        out << "3 " << Index((*triangles)(f, 0)) << ' ' << Index((*triangles)(f, 1)) << ' '
            << Index((*triangles)(f, 2)) << '\n';
}

void encode_obj(const Dataset& dataset, Output& out) {
    const Matrix& points = dataset.values();
    const Attribute* color = colors_of(dataset);
    const Attribute* texture = dataset.attribute("texture");
    const bool corners = texture && texture->domain == Attribute::Domain::Corner && dataset.triangles();
    for (Index i = 0; i < points.rows(); ++i) {
        out << "v ";
        write_row(out, points, i, 3);
        if (color) out << ' ', write_row(out, color->values, i, 3);
        out << '\n';
    }
    for (Index i = 0; texture && i < texture->values.rows(); ++i)
        out << "vt ", write_row(out, texture->values, i, 2), out << '\n';
    const Triangles* triangles = dataset.triangles();
    for (Index f = 0; triangles && f < triangles->rows(); ++f) {
        out << 'f';
        for (Index c = 0; c < 3; ++c) {
            const Index vertex = (*triangles)(f, c) + 1;
            out << ' ' << vertex;
            if (texture && texture->domain != Attribute::Domain::Face)
                out << '/' << (corners ? 3 * f + c + 1 : vertex);
        }
        out << '\n';
    }
}

void encode_ply(const Dataset& dataset, Output& out) {
    const Matrix& points = dataset.values();
    const Attribute* color = colors_of(dataset);
    const Triangles* triangles = dataset.triangles();
    out << "ply\nformat binary_little_endian 1.0\ncomment Orthoscope\nelement vertex " << points.rows()
        << "\nproperty double x\nproperty double y\nproperty double z\n";
    static constexpr const char* channels[] = {"red", "green", "blue", "alpha"};
    for (Index c = 0; color && c < color->values.cols(); ++c) out << "property uchar " << channels[c] << '\n';
    if (triangles)
        out << "element face " << triangles->rows() << "\nproperty list uchar int vertex_indices\n";
    out << "end_header\n";
    out.reserve(out.bytes().size() + std::size_t(points.rows()) * 28 +
                std::size_t(triangles ? triangles->rows() : 0) * 13);
    for (Index i = 0; i < points.rows(); ++i) {
        for (Index c = 0; c < 3; ++c) out.raw(coordinate(points, i, c));
        for (Index c = 0; color && c < color->values.cols(); ++c)
            out.raw(std::uint8_t(color_byte(color->values(i, c))));
    }
    for (Index f = 0; triangles && f < triangles->rows(); ++f) {
        out.raw(std::uint8_t(3));
        for (Index c = 0; c < 3; ++c) out.raw((*triangles)(f, c));
    }
}

std::string csv_cell(const std::string& text) {
    if (text.find_first_of(",\"\n\r;\t ") == text.npos && !text.empty()) return text;
    std::string cell = "\"";
    for (char c : text) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
    return cell + '"';
}

void encode_csv(const Dataset& dataset, const TableColumns& columns, Output& out) {
    const Matrix& values = dataset.values();
    const bool labelled = Index(dataset.labels.size()) == values.rows() && values.rows() > 0;
    const Index before = std::min(columns.before_labels, values.cols());
    const auto row = [&](const auto& label, const auto& cell) {
        bool first = true;
        const auto next = [&] { out << (first ? "" : ","), first = false; };
        for (Index c = 0; c <= values.cols(); ++c) {
            if (labelled && c == before) next(), label();
            if (c < values.cols()) next(), cell(c);
        }
        out << '\n';
    };
    const auto name = [&](Index c) {
        const bool known = c < Index(columns.names.size());
        out << csv_cell(known ? columns.names[std::size_t(c)] : "column " + std::to_string(c + 1));
    };
    if (!columns.names.empty())
        row([&] { if (!columns.label_name.empty()) out << csv_cell(columns.label_name); }, name);
    for (Index i = 0; i < values.rows(); ++i)
        row([&] { out << csv_cell(dataset.labels[std::size_t(i)]); }, [&](Index c) { out << values(i, c); });
}

Status write_array(const void* data, std::size_t bytes, const char* type, const std::vector<Index>& shape,
                   const std::filesystem::path& path) {
    std::string sizes;
    for (Index size : shape) sizes += std::to_string(size) + ", ";
    if (shape.size() > 1) sizes.resize(sizes.size() - 2);
    if (shape.size() == 1) sizes.pop_back();
    std::string header =
        std::string("{'descr': '") + type + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
    header.append(63 - (10 + header.size()) % 64, ' ');
    header += '\n';
    Output out;
    out.reserve(10 + header.size() + bytes);
    out << "\x93NUMPY\x01" << '\0';
    out.raw(std::uint16_t(header.size()));
    out << header << std::string_view(static_cast<const char*>(data), bytes);
    return write_safely(out.bytes(), path);
}

// The shape as it was read: frames keep their axes.
std::vector<Index> shape_of(const Dataset& dataset) {
    auto sequence = std::get_if<FrameSequence>(&dataset.payload);
    if (!sequence) return {dataset.rows(), dataset.columns()};
    std::vector<Index> shape =
        sequence->leading.empty() ? std::vector<Index>{dataset.rows()} : sequence->leading;
    shape.insert(shape.end(), sequence->shape.begin(), sequence->shape.end());
    return shape;
}

}  // namespace

Status write(const Dataset& dataset, const std::filesystem::path& path) {
    const std::string suffix = path.extension().string();
    if (suffix == ".npy") return write_npy(dataset.values(), shape_of(dataset), path);
    const bool spatial = suffix == ".off" || suffix == ".obj" || suffix == ".ply";
    if (!spatial && suffix != ".csv")
        return usage_error(path.string(),
                           "found the suffix \"" + suffix + "\"; expected .off, .ply, .obj, .npy or .csv");
    if (spatial && (dataset.columns() > 3 || dataset.kind() == Kind::Sequence))
        return usage_error(path.string(), "found " + std::to_string(dataset.columns()) +
                                              " columns; expected 2 or 3 for " + suffix +
                                              " (.npy and .csv take any)");
    Output out;
    if (suffix == ".off") encode_off(dataset, out);
    if (suffix == ".obj") encode_obj(dataset, out);
    if (suffix == ".ply") encode_ply(dataset, out);
    if (suffix == ".csv") encode_csv(dataset, {}, out);
    return write_safely(out.bytes(), path);
}

Status write_table(const Dataset& dataset, const TableColumns& columns, const std::filesystem::path& path) {
    Output out;
    encode_csv(dataset, columns, out);
    return write_safely(out.bytes(), path);
}

Status write_npy(const Matrix& rows, const std::vector<Index>& shape, const std::filesystem::path& path) {
    using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Rows values = rows;
    return write_array(values.data(), std::size_t(values.size()) * 8, "<f8", shape, path);
}

Status write_npy(const Matrix& values, const std::filesystem::path& path) {
    return write_npy(values, {values.rows(), values.cols()}, path);
}

Status write_npy(const Vector& values, const std::filesystem::path& path) {
    return write_array(values.data(), std::size_t(values.size()) * 8, "<f8", {values.size()}, path);
}

Status write_npy(const Indices& values, const std::filesystem::path& path) {
    return write_array(values.data(), std::size_t(values.size()) * 8, "<i8", {values.size()}, path);
}

Status write_text(std::string_view text, const std::filesystem::path& path) {
    return write_safely(text, path);
}

}  // namespace orthoscope
