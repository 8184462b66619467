// A folder of pictures of one size, or of meshes (or clouds) of one numbering, as a sequence.
#include <algorithm>

#include "core/base/hash.h"
#include "core/io/array.h"
#include "core/io/image.h"
#include "core/io/natural_order.h"
#include "core/io/text.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view mesh_suffixes[] = {".off", ".obj", ".ply", ".stl"};

struct Listing {
    std::vector<fs::path> files;  // in natural order of names
    bool pictures = false;
    std::size_t others = 0;
};

std::string lower_suffix(const fs::path& path) {
    std::string suffix = path.extension().string();
    for (char& c : suffix)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return suffix;
}

Result<Listing> list_folder(const InputSpec& input, const Context& context) {
    const std::string place = input.path.string();
    if (!input.member.empty() || !input.axes.empty())
        return usage_error(input.axes.empty() ? place : "--axes",
                           "found '" + (input.axes.empty() ? input.member : input.axes) +
                               "' with a folder; expected neither a member nor axes");
    const auto picture_suffixes = image_format().suffixes;
    Listing listing;
    std::vector<fs::path> meshes;
    std::error_code problem;
    for (fs::directory_iterator entry(input.path, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        if (context.stopped()) return cancelled_error();
        std::error_code ignored;
        const std::string suffix = lower_suffix(entry->path());
        if (!entry->is_regular_file(ignored) || entry->path().filename().string().starts_with(".")) continue;
        if (std::find(picture_suffixes.begin(), picture_suffixes.end(), suffix) != picture_suffixes.end())
            listing.files.push_back(entry->path());
        else if (std::find(std::begin(mesh_suffixes), std::end(mesh_suffixes), suffix) !=
                 std::end(mesh_suffixes))
            meshes.push_back(entry->path());
        else
            ++listing.others;
    }
    if (problem) return input_error(place, "cannot be listed: " + problem.message());
    if (!listing.files.empty() && !meshes.empty())
        return input_error(place, "found " + counted(listing.files.size(), "picture") + " and " +
                                      counted(meshes.size(), "mesh file") +
                                      "; expected one of these sorts alone");
    listing.pictures = !listing.files.empty();
    if (!listing.pictures) listing.files = std::move(meshes);
    if (listing.files.empty())
        return input_error(place,
                           "found no picture or mesh in the folder; expected PNG, JPEG, PGM or PPM files, or "
                           "OFF, OBJ, PLY or STL files");
    std::sort(listing.files.begin(), listing.files.end(), [](const fs::path& a, const fs::path& b) {
        return natural_less(a.filename().string(), b.filename().string());
    });
    return listing;
}

std::string size_text(const Picture& picture) {
    return std::to_string(picture.width) + " x " + std::to_string(picture.height) +
           (picture.channels == 3 ? " in colour" : " in grey");
}

bool same_size(const Picture& a, const Picture& b) {
    return a.width == b.width && a.height == b.height && a.channels == b.channels;
}

Error other_size(const std::string& place, const Picture& picture, const Picture& first,
                 const fs::path& first_file) {
    return input_error(place, "found a picture of " + size_text(picture) + "; expected " + size_text(first) +
                                  ", as " + first_file.filename().string());
}

// The frames of a folder as they are collected, one file a row.
class Collector {
  public:
    Collector(const InputSpec& input, const Listing& listing, const Context& context)
        : input_(input), listing_(listing), context_(context) {}

    Result<Dataset> run() {
        const std::size_t count = listing_.files.size();
        for (std::size_t i = 0; i < count; ++i) {
            if (context_.stopped()) return cancelled_error();
            const auto& file = listing_.files[i];
            context_.report(static_cast<double>(i) / static_cast<double>(count),
                            "reading " + file.filename().string());
            Status status = listing_.pictures ? picture(file, i) : mesh(file, i);
            if (!status) return status.error();
        }
        Dataset dataset;
        sequence_.leading = {static_cast<Index>(count)};
        if (sequence_.triangles.rows() == 0) sequence_.triangles.resize(0, 3);
        dataset.payload = std::move(sequence_);
        dataset.origin.sha256 = hash_.hex();
        dataset.origin.format = listing_.pictures ? "folder of pictures" : "folder of meshes";
        if (listing_.others)
            dataset.warnings.push_back(counted(listing_.others, "other file") + " in the folder ignored");
        if (warned_)
            dataset.warnings.push_back(counted(warned_, "file") +
                                       " read with warnings, the first: " + first_warning_);
        return dataset;
    }

  private:
    Status begin(Index columns) {
        const auto bytes = product({static_cast<Index>(listing_.files.size()), columns, 8});
        if (Status status = context_.fits(bytes.value_or(UINT64_MAX), input_.path.string()); !status)
            return status;
        sequence_.frames.resize(static_cast<Index>(listing_.files.size()), columns);
        return success();
    }

    void note(const fs::path& file, const std::vector<std::string>& warnings) {
        if (!warnings.empty() && ++warned_ == 1)
            first_warning_ = file.filename().string() + ": " + warnings.front();
    }

    Status picture(const fs::path& file, std::size_t i) {
        const auto source = Source::open(file);
        if (!source) return source.error();
        auto picture = read_picture(*source, context_);
        if (!picture) return picture.error();
        const std::string name = file.filename().string();
        hash_.add(name.data(), name.size() + 1);
        hash_.add(source->bytes().data(), source->bytes().size());
        note(file, picture->warnings);
        if (i == 0) {
            if (Status status = begin(static_cast<Index>(picture->samples.size())); !status) return status;
            sequence_.shape = {picture->height, picture->width};
            sequence_.axes = picture->channels == 3 ? "tyxc" : "tyx";
            if (picture->channels == 3) sequence_.shape.push_back(3);
            first_ = *picture;
            first_.samples.clear();
        }
        if (!same_size(*picture, first_))
            return other_size(file.string(), *picture, first_, listing_.files[0]);
        const double scale = 1.0 / picture->most;
        for (std::size_t k = 0; k < picture->samples.size(); ++k)
            sequence_.frames(static_cast<Index>(i), static_cast<Index>(k)) = picture->samples[k] * scale;
        return success();
    }

    Status mesh(const fs::path& file, std::size_t i) {
        InputSpec one;
        one.path = file;
        const auto dataset = read(one, context_);
        if (!dataset) return dataset.error();
        const Matrix& points = (*dataset)->values();
        const Triangles* faces = (*dataset)->triangles();
        const std::string name = file.filename().string();
        hash_.add(name.data(), name.size() + 1);
        hash_.add((*dataset)->origin.sha256.data(), (*dataset)->origin.sha256.size());
        note(file, (*dataset)->warnings);
        if (i == 0) {
            if (Status status = begin(points.size()); !status) return status;
            sequence_.shape = {points.rows(), points.cols()};
            sequence_.axes = "tyc";
            if (faces) sequence_.triangles = *faces;
        }
        if (Status status = same_numbering(file, points, faces); !status) return status;
        for (Index vertex = 0; vertex < points.rows(); ++vertex)
            for (Index axis = 0; axis < points.cols(); ++axis)
                sequence_.frames(static_cast<Index>(i), vertex * points.cols() + axis) = points(vertex, axis);
        return success();
    }

    Status same_numbering(const fs::path& file, const Matrix& points, const Triangles* faces) const {
        const std::string as_first = ", as " + listing_.files[0].filename().string();
        const std::vector<Index> shape{points.rows(), points.cols()};
        const Index face_count = faces ? faces->rows() : 0;
        if (shape != sequence_.shape)
            return input_error(file.string(), "found vertices of shape " + shape_text(shape) + "; expected " +
                                                  shape_text(sequence_.shape) + as_first);
        if (face_count != sequence_.triangles.rows())
            return input_error(file.string(), "found " + std::to_string(face_count) +
                                                  " triangles; expected " +
                                                  std::to_string(sequence_.triangles.rows()) + as_first);
        if (faces && *faces != sequence_.triangles)
            return input_error(file.string(),
                               "found triangles of another numbering; expected the same" + as_first);
        return success();
    }

    const InputSpec& input_;
    const Listing& listing_;
    const Context& context_;
    FrameSequence sequence_;
    Picture first_;  // without its samples
    Sha256 hash_;
    std::size_t warned_ = 0;
    std::string first_warning_;
};

// Shape of the whole from the headers alone.
Result<std::vector<Index>> picture_shape(const Listing& listing, const Context& context) {
    Picture first;
    for (auto& file : listing.files) {
        if (context.stopped()) return cancelled_error();
        const auto source = Source::open(file);
        if (!source) return source.error();
        auto picture = picture_header(*source, context);
        if (!picture) return picture.error();
        if (&file == &listing.files[0]) first = *picture;
        if (!same_size(*picture, first)) return other_size(file.string(), *picture, first, listing.files[0]);
    }
    std::vector<Index> shape{static_cast<Index>(listing.files.size()), first.height, first.width};
    if (first.channels == 3) shape.push_back(3);
    return shape;
}

}  // namespace

Result<FileInfo> inspect_folder(const InputSpec& input, const Context& context) {
    const auto listing = list_folder(input, context);
    if (!listing) return listing.error();
    FileInfo info{listing->pictures ? "folder of pictures" : "folder of meshes", {}, {}};
    MemberInfo member{
        "", listing->pictures ? "uint8" : "float64", {}, Kind::Sequence, {Kind::Embedding, Kind::Matrix}};
    if (listing->pictures) {
        auto shape = picture_shape(*listing, context);
        if (!shape) return shape.error();
        member.shape = std::move(shape).value();
    } else {
        auto dataset = Collector(input, *listing, context).run();
        if (!dataset) return dataset.error();
        const auto& sequence = std::get<FrameSequence>(dataset->payload);
        member.shape = {sequence.frames.rows(), sequence.shape[0], sequence.shape[1]};
    }
    if (listing->others)
        info.warnings.push_back(counted(listing->others, "other file") + " in the folder ignored");
    info.members.push_back(std::move(member));
    return info;
}

Result<Dataset> read_folder(const InputSpec& input, const Context& context) {
    const auto listing = list_folder(input, context);
    if (!listing) return listing.error();
    return Collector(input, *listing, context).run();
}

}  // namespace orthoscope
