#include "core/io/array.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace orthoscope {
namespace {

constexpr std::string_view leading_letters = "tsu", frame_letters = "yxc";

std::string list_of(const std::vector<Kind>& kinds) {
    std::string text;
    for (std::size_t i = 0; i < kinds.size(); ++i)
        text += (i == 0 ? "" : i + 1 == kinds.size() ? " or " : ", ") + std::string(name_of(kinds[i]));
    return text;
}

Kind default_kind(const std::vector<Index>& shape) {
    if (shape.size() < 2) return Kind::Matrix;
    if (shape.size() > 2) return Kind::Sequence;
    return shape[1] == 2 || shape[1] == 3 ? Kind::Cloud : Kind::Embedding;
}

// What an array of this shape may be opened as, the usual kind first.
std::vector<Kind> possible_kinds(const std::vector<Index>& shape) {
    std::vector<Kind> kinds{default_kind(shape)};
    auto add = [&](Kind kind) {
        if (kind != kinds[0]) kinds.push_back(kind);
    };
    if (shape.size() < 2 || (shape.size() == 2 && shape[1] <= 3)) add(Kind::Cloud);
    add(Kind::Embedding);
    add(Kind::Matrix);
    if (shape.size() >= 2) add(Kind::Sequence);
    return kinds;
}

Status check_axes(const std::string& axes, const std::vector<Index>& shape) {
    auto wrong = [&](const std::string& what) {
        return usage_error("--axes",
                           "found '" + axes + "' for an array of shape " + shape_text(shape) + "; " + what);
    };
    if (axes.size() != shape.size())
        return wrong("expected " + std::to_string(shape.size()) + " letters, one an axis");
    bool leading = false, frame = false;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const bool is_leading = leading_letters.find(axes[i]) != std::string_view::npos;
        const bool is_frame = frame_letters.find(axes[i]) != std::string_view::npos;
        if (!is_leading && !is_frame) return wrong("expected letters among t s u y x c");
        if (axes.find(axes[i], i + 1) != std::string::npos) return wrong("expected each letter once");
        leading |= is_leading, frame |= is_frame;
    }
    if (!leading || !frame)
        return wrong("expected at least one of t s u (frames) and one of y x c (inside a frame)");
    return success();
}

// Axis numbers: those of t s u in the file's order, then y, x, c.
std::vector<Index> canonical_order(const std::string& axes) {
    std::vector<Index> order;
    for (std::size_t i = 0; i < axes.size(); ++i)
        if (leading_letters.find(axes[i]) != std::string_view::npos) order.push_back(static_cast<Index>(i));
    for (char letter : frame_letters)
        if (auto at = axes.find(letter); at != std::string::npos) order.push_back(static_cast<Index>(at));
    return order;
}

Result<std::string> sequence_axes(const std::vector<Index>& shape, const InputSpec& input) {
    if (!input.axes.empty()) {
        if (Status status = check_axes(input.axes, shape); !status) return status.error();
        return input.axes;
    }
    if (shape.size() == 2) return std::string("tc");
    if (shape.size() == 3) return std::string("tyx");
    return usage_error("--axes",
                       "missing for an array of " + std::to_string(shape.size()) + " axes, shape " +
                           shape_text(shape) +
                           "; expected a letter an axis among t s u y x c, such as suyx, styx or tyxc"
                           " (or --kind matrix or embedding: first axis rows, the rest columns)");
}

Error empty_array(const Source& source, std::size_t at, const std::vector<Index>& shape) {
    return source.at_byte(
        at, "found an empty array of shape " + shape_text(shape) + "; expected at least one element");
}

Dataset wrap(const ArrayPlan& plan, const std::string& name, Matrix values) {
    Dataset dataset;
    dataset.name = name;
    switch (plan.kind) {
        case Kind::Cloud:
            dataset.payload = PointCloud{std::move(values)};
            break;
        case Kind::Embedding:
            dataset.payload = EmbeddingSet{std::move(values)};
            break;
        case Kind::Sequence:
            dataset.payload =
                FrameSequence{std::move(values), plan.frame, plan.axes, plan.leading, Triangles(0, 3)};
            break;
        default:
            dataset.payload = MatrixData{std::move(values)};
    }
    return dataset;
}

// Bytes of the valid, visible character at the front of `text`; 0: there is none.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    if (lead < 0x80) return lead >= 0x20 && lead != 0x7f;
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if (byte(i) >> 6 != 2) return 0;
    const bool too_long = (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xf0 && byte(1) < 0x90);
    const bool forbidden = (lead == 0xed && byte(1) > 0x9f) || (lead == 0xf4 && byte(1) > 0x8f);
    return too_long || forbidden ? 0 : length;
}

}  // namespace

std::optional<std::uint64_t> product(const std::vector<Index>& sizes) {
    constexpr std::uint64_t most = std::uint64_t{1} << 62;
    std::uint64_t total = 1;
    for (Index size : sizes) {
        if (size < 0) return std::nullopt;
        if (size == 0) return 0;
    }
    for (Index size : sizes) {
        if (static_cast<std::uint64_t>(size) > most / total) return std::nullopt;
        total *= static_cast<std::uint64_t>(size);
    }
    return total;
}

std::string shape_text(const std::vector<Index>& shape) {
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + (shape.size() == 1 ? ",)" : ")");
}

std::string printable(std::string_view text, bool* changed) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text.substr(at));
        result += length ? text.substr(at, length) : "\uFFFD";
        if (!length && changed) *changed = true;
        at += std::max<std::size_t>(length, 1);
    }
    return result;
}

Error member_error(const Source& source, const std::string& wanted, const std::vector<std::string>& names) {
    constexpr std::size_t most = 20;
    std::string list;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i)
        list += (i ? ", " : "") + printable(names[i]);
    if (names.size() > most) list += " and " + std::to_string(names.size() - most) + " more";
    if (wanted.empty())
        return usage_error(source.name(), "found " + std::to_string(names.size()) +
                                              " members; expected one to be named as FILE::MEMBER among " +
                                              list);
    return input_error(source.name(), "found no member '" + printable(wanted) + "'; expected one of " + list);
}

std::vector<Index> c_strides(const std::vector<Index>& shape) {
    std::vector<Index> strides(shape.size(), 1);
    if (product(shape).value_or(0) == 0)
        return strides;  // empty: the sizes might overflow, no stride is used
    for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
    return strides;
}

std::vector<Index> fortran_strides(const std::vector<Index>& shape) {
    std::vector<Index> strides(shape.size(), 1);
    if (product(shape).value_or(0) == 0) return strides;
    for (std::size_t i = 1; i < shape.size(); ++i) strides[i] = strides[i - 1] * shape[i - 1];
    return strides;
}

Result<ArrayPlan> plan_array(const std::vector<Index>& shape, const InputSpec& input) {
    const auto kinds = possible_kinds(shape);
    ArrayPlan plan;
    plan.kind = input.kind.value_or(input.axes.empty() ? kinds[0] : Kind::Sequence);
    if (std::find(kinds.begin(), kinds.end(), plan.kind) == kinds.end())
        return usage_error(input.kind ? "--kind" : "--axes",
                           "found " + std::string(name_of(plan.kind)) + " for an array of shape " +
                               shape_text(shape) + "; expected " + list_of(kinds));
    std::size_t leading_axes = std::min<std::size_t>(1, shape.size());
    plan.order.resize(shape.size());
    std::iota(plan.order.begin(), plan.order.end(), Index{0});
    if (plan.kind == Kind::Sequence) {
        auto axes = sequence_axes(shape, input);
        if (!axes) return axes.error();
        plan.order = canonical_order(*axes);
        for (Index axis : plan.order) plan.axes += (*axes)[static_cast<std::size_t>(axis)];
        leading_axes = std::min(plan.axes.size(), plan.axes.find_first_of(frame_letters));
    }
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const Index size = shape[static_cast<std::size_t>(plan.order[i])];
        (i < leading_axes ? plan.leading : plan.frame).push_back(size);
    }
    const auto rows = product(plan.leading), columns = product(plan.frame);
    if (!rows || !columns || !product(shape))
        return input_error("", "found shape " + shape_text(shape) + "; expected fewer than 2^62 elements");
    plan.rows = static_cast<Index>(*rows), plan.columns = static_cast<Index>(*columns);
    return plan;
}

Result<Dataset> dataset_from_view(const ArrayView& view, const std::string& name, const Source& source,
                                  std::size_t data_offset, const InputSpec& input, const Context& context) {
    auto plan = plan_array(view.shape, input);
    if (!plan) return plan.error();
    if (plan->rows == 0 || plan->columns == 0) return empty_array(source, data_offset, view.shape);
    std::vector<std::string> warnings;
    auto values = matrix_from_view(view, *plan, source, data_offset, context, warnings);
    if (!values) return values.error();
    Dataset dataset = wrap(*plan, name, std::move(values).value());
    dataset.warnings = std::move(warnings);
    return dataset;
}

Result<Dataset> dataset_from_array(const Source& source, const std::string& name, Matrix values,
                                   std::vector<Index> shape, const InputSpec& input) {
    assert(product(shape) && *product(shape) == static_cast<std::uint64_t>(values.size()));
    auto plan = plan_array(shape, input);
    if (!plan) return plan.error();
    if (values.size() == 0) return empty_array(source, 0, shape);
    const bool in_order = std::is_sorted(plan->order.begin(), plan->order.end());
    if (in_order && values.rows() == plan->rows) {
        for (Index column = 0; column < values.cols(); ++column)
            for (Index row = 0; row < values.rows(); ++row)
                if (!std::isfinite(values(row, column)))
                    return input_error(source.name(), "found " + std::to_string(values(row, column)) +
                                                          " at row " + std::to_string(row) + ", column " +
                                                          std::to_string(column) +
                                                          "; expected finite numbers");
        return wrap(*plan, name, std::move(values));
    }
    ArrayView view{reinterpret_cast<const std::byte*>(values.data()), Element::F64, false, shape,
                   c_strides(shape)};
    for (std::size_t i = 1; i < shape.size(); ++i) view.strides[i] *= values.rows();
    if (!shape.empty()) view.strides[0] = 1;
    return dataset_from_view(view, name, source, 0, input, {});
}

Result<MemberInfo> member_from_shape(const Source&, const std::string& name, const std::string& type,
                                     std::vector<Index> shape, const InputSpec& input) {
    auto kinds = possible_kinds(shape);
    if (auto plan = plan_array(shape, input); plan) {
        const auto at = std::find(kinds.begin(), kinds.end(), plan->kind);
        std::rotate(kinds.begin(), at, at + 1);
    }
    MemberInfo member{name, type, std::move(shape), kinds[0], {kinds.begin() + 1, kinds.end()}};
    return member;
}

}  // namespace orthoscope
