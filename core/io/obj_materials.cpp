#include "core/io/obj_materials.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/io/image.h"
#include "core/io/text.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;
using Rgb = std::array<double, 3>;

constexpr Rgb grey{0.6, 0.6, 0.6};

struct Material {
    std::optional<Rgb> diffuse;
    fs::path picture;
};
using Library = std::map<std::string, Material, std::less<>>;

// Options (-s 1 1 1, -clamp on) stand before the name.
fs::path picture_of(std::string name, const fs::path& folder) {
    if (name.starts_with('-')) name.erase(0, name.find_last_of(" \t") + 1);
    for (char& c : name)
        if (c == '\\') c = '/';
    return folder / name;
}

void read_library(const fs::path& path, Library& library, std::vector<std::string>& warnings, const Context& context) {
    auto source = Source::open(path);
    if (!source || !looks_like_text(*source)) {
        warnings.push_back("The materials in " + path.filename().string() + (source ? " are no text" : " cannot be read") + ", so that they were left out.");
        return;
    }
    Lines lines(*source, context);
    Material* now = nullptr;
    for (std::string_view word; lines.next_filled();) {
        lines.field(word);
        if (word == "newmtl") now = &library[std::string(rest_of(lines.text(), word))];
        if (!now) continue;
        if (word == "map_Kd") now->picture = picture_of(std::string(rest_of(lines.text(), word)), path.parent_path());
        if (Rgb rgb{}; word == "Kd" && lines.numbers(rgb, "3 numbers").ok()) now->diffuse = rgb;
    }
}

Rgb texel(const Picture& picture, Index row, Index column) {
    const auto wrapped = [](Index i, Index n) { return ((i % n) + n) % n; };
    const auto at = std::size_t((wrapped(row, picture.height) * picture.width + wrapped(column, picture.width)) * picture.channels);
    Rgb rgb;
    for (std::size_t c = 0; c < 3; ++c) rgb[c] = double(picture.samples[at + (picture.channels == 3 ? c : 0)]) / picture.most;
    return rgb;
}

Rgb sampled(const Picture& picture, double u, double v) {
    const double x = (u - std::floor(u)) * double(picture.width) - 0.5, y = (1 - (v - std::floor(v))) * double(picture.height) - 0.5;
    const double right = x - std::floor(x), down = y - std::floor(y);
    const auto column = Index(std::floor(x)), row = Index(std::floor(y));
    Rgb rgb{};
    for (Index i = 0; i < 2; ++i)
        for (Index j = 0; j < 2; ++j) {
            const Rgb one = texel(picture, row + i, column + j);
            for (std::size_t c = 0; c < 3; ++c) rgb[c] += (i ? down : 1 - down) * (j ? right : 1 - right) * one[c];
        }
    return rgb;
}

struct Paint {
    std::optional<Rgb> diffuse;
    std::optional<Picture> picture;
};

Result<Paint> paint_of(const Material& material, std::vector<std::string>& warnings, const Context& context) {
    Paint paint{material.diffuse, {}};
    if (material.picture.empty()) return paint;
    const std::string name = material.picture.filename().string();
    auto source = Source::open(material.picture);
    auto picture = source ? read_picture(*source, context) : source.error();
    if (!picture && picture.error().kind == ErrorKind::Cancelled) return picture.error();
    if (picture) paint.picture = std::move(*picture);
    warnings.push_back(paint.picture ? "Colours come from the texture " + name + ", sampled at the vertices."
                                     : "The texture " + name + " cannot be read, so that it was left out: " + picture.error().message());
    return paint;
}

}  // namespace

std::string_view rest_of(std::string_view line, std::string_view word) {
    return trimmed(line.substr(std::size_t(word.data() - line.data()) + word.size()));
}

void ObjMaterials::use(std::string_view name) {
    const auto [at, fresh] = numbers_.try_emplace(std::string(name), int(names_.size()));
    if (fresh) names_.emplace_back(name);
    now_ = at->second;
}

Result<Matrix> ObjMaterials::colours(Index vertices, const std::vector<std::int32_t>& corners, const std::vector<std::int32_t>& texture,
                                     const std::vector<double>& coordinates, const fs::path& file,
                                     std::vector<std::string>& warnings, const Context& context) const {
    if (libraries_.empty() || names_.empty()) return Matrix();
    Library library;
    for (auto& name : libraries_) read_library(picture_of(name, file.parent_path()), library, warnings, context);
    std::vector<Paint> paints(names_.size());
    bool any = false;
    for (std::size_t i = 0; i < names_.size(); ++i) {
        const auto known = library.find(names_[i]);
        if (known == library.end()) continue;
        auto paint = paint_of(known->second, warnings, context);
        if (!paint) return paint.error();
        paints[i] = std::move(*paint);
        any = any || paints[i].diffuse || (paints[i].picture && !texture.empty());
    }
    if (!any) return Matrix();
    Matrix colours(vertices, 3);
    for (std::size_t c = 0; c < 3; ++c) colours.col(Index(c)).setConstant(grey[c]);
    for (std::size_t i = corners.size(); i-- > 0;) {  // backwards: the first corner has the last word
        const int material = i / 3 < of_triangle_.size() ? of_triangle_[i / 3] : -1;
        if (material < 0) continue;
        const Paint& paint = paints[std::size_t(material)];
        const std::int32_t at = i < texture.size() ? texture[i] : -1;
        const bool pictured = paint.picture && at >= 0;
        if (!pictured && !paint.diffuse) continue;
        const Rgb rgb = pictured ? sampled(*paint.picture, coordinates[2 * std::size_t(at)], coordinates[2 * std::size_t(at) + 1]) : *paint.diffuse;
        for (std::size_t c = 0; c < 3; ++c) colours(corners[i], Index(c)) = std::clamp(rgb[c], 0.0, 1.0);
    }
    return colours;
}

}  // namespace orthoscope
