// Element conversion and the blocked transpose into column-major doubles.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "core/io/array.h"

namespace orthoscope {
namespace {

enum Flaw : unsigned { NotFinite = 1, Rounded = 2 };

template <class Bits>
Bits swapped(Bits bits) {
    if constexpr (sizeof(Bits) == 2) return __builtin_bswap16(bits);
    if constexpr (sizeof(Bits) == 4) return __builtin_bswap32(bits);
    if constexpr (sizeof(Bits) == 8) return __builtin_bswap64(bits);
    return bits;
}

double half_to_double(std::uint16_t bits) {
    const std::uint32_t magnitude = bits & 0x7fffu;
    double value = static_cast<double>(std::bit_cast<float>(magnitude << 13)) * 0x1p112;
    if (magnitude >= 0x7c00) value = magnitude == 0x7c00 ? INFINITY : NAN;
    return bits & 0x8000 ? -value : value;
}

// The bits of one element, in the machine's order, as a double.
template <Element element>
struct As;
template <class Bits_, class Value>
struct AsNumber {
    using Bits = Bits_;
    static double convert(Bits bits) { return static_cast<double>(std::bit_cast<Value>(bits)); }
};
template <>
struct As<Element::I8> : AsNumber<std::uint8_t, std::int8_t> {};
template <>
struct As<Element::I16> : AsNumber<std::uint16_t, std::int16_t> {};
template <>
struct As<Element::I32> : AsNumber<std::uint32_t, std::int32_t> {};
template <>
struct As<Element::I64> : AsNumber<std::uint64_t, std::int64_t> {};
template <>
struct As<Element::U8> : AsNumber<std::uint8_t, std::uint8_t> {};
template <>
struct As<Element::U16> : AsNumber<std::uint16_t, std::uint16_t> {};
template <>
struct As<Element::U32> : AsNumber<std::uint32_t, std::uint32_t> {};
template <>
struct As<Element::U64> : AsNumber<std::uint64_t, std::uint64_t> {};
template <>
struct As<Element::F32> : AsNumber<std::uint32_t, float> {};
template <>
struct As<Element::F64> : AsNumber<std::uint64_t, double> {};
template <>
struct As<Element::Bool> {
    using Bits = std::uint8_t;
    static double convert(Bits bits) { return bits ? 1 : 0; }
};
template <>
struct As<Element::F16> {
    using Bits = std::uint16_t;
    static double convert(Bits bits) { return half_to_double(bits); }
};
template <>
struct As<Element::BF16> {
    using Bits = std::uint16_t;
    static double convert(Bits bits) {
        return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16));
    }
};

// Part of one column: out[i] = element at base + offsets[i].
using Fill = unsigned (*)(const std::byte* base, const Index* offsets, Index count, double* out);

template <Element element, bool swap>
unsigned fill(const std::byte* base, const Index* offsets, Index count, double* out) {
    using Bits = typename As<element>::Bits;
    constexpr bool is_float = element >= Element::F16;
    constexpr bool may_round = element == Element::I64 || element == Element::U64;
    double zero = 0;
    bool rounded = false;
    for (Index i = 0; i < count; ++i) {
        Bits bits;
        std::memcpy(&bits, base + offsets[i] * static_cast<Index>(sizeof bits), sizeof bits);
        if constexpr (swap) bits = swapped(bits);
        const double value = As<element>::convert(bits);
        out[i] = value;
        if constexpr (is_float) zero += value * 0;  // stays 0 unless some value is not finite
        if constexpr (may_round) rounded |= std::abs(value) >= 9007199254740992.0;
    }
    return (zero == 0 ? 0u : NotFinite) | (rounded ? Rounded : 0u);
}

template <Element element>
Fill either(bool swap) {
    return swap ? fill<element, true> : fill<element, false>;
}

Fill fill_for(Element element, bool swap) {
    switch (element) {
        case Element::Bool:
            return either<Element::Bool>(swap);
        case Element::I8:
            return either<Element::I8>(swap);
        case Element::I16:
            return either<Element::I16>(swap);
        case Element::I32:
            return either<Element::I32>(swap);
        case Element::I64:
            return either<Element::I64>(swap);
        case Element::U8:
            return either<Element::U8>(swap);
        case Element::U16:
            return either<Element::U16>(swap);
        case Element::U32:
            return either<Element::U32>(swap);
        case Element::U64:
            return either<Element::U64>(swap);
        case Element::F16:
            return either<Element::F16>(swap);
        case Element::BF16:
            return either<Element::BF16>(swap);
        case Element::F32:
            return either<Element::F32>(swap);
        case Element::F64:
            return either<Element::F64>(swap);
    }
    return either<Element::F64>(swap);
}

// Offset of the i-th combination, in C order, of some axes.
class Offsets {
  public:
    Offsets(const ArrayView& view, const Index* axes, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto axis = static_cast<std::size_t>(axes[i]);
            if (view.shape[axis] == 1) continue;
            // An axis that continues the one before it is merged with it.
            if (!sizes_.empty() && strides_.back() == view.strides[axis] * view.shape[axis]) {
                sizes_.back() *= view.shape[axis], strides_.back() = view.strides[axis];
            } else {
                sizes_.push_back(view.shape[axis]), strides_.push_back(view.strides[axis]);
            }
        }
    }
    Index operator()(Index i) const {
        Index offset = 0;
        for (std::size_t axis = sizes_.size(); axis-- > 1; i /= sizes_[axis])
            offset += i % sizes_[axis] * strides_[axis];
        return sizes_.empty() ? 0 : offset + i * strides_[0];
    }
    Index step() const { return strides_.empty() ? 0 : strides_.back(); }

  private:
    std::vector<Index> sizes_, strides_;
};

// One run of matrix_from_view: block by block, tall blocks where a column lies together in the file, else
// tiles that fit the cache.
class Conversion {
  public:
    Conversion(const ArrayView& view, const ArrayPlan& plan, const Source& source, std::size_t data_offset,
               Matrix& values)
        : view_(view),
          source_(source),
          unknown_(plan.unknown),
          data_offset_(data_offset),
          values_(values),
          row_offset_(view, plan.order.data(), plan.leading.size()),
          column_offset_(view, plan.order.data() + plan.leading.size(), plan.frame.size()),
          fill_(fill_for(view.element, view.big_endian != (std::endian::native == std::endian::big))),
          item_(static_cast<Index>(size_of(view.element))) {
        const bool columns_together = row_offset_.step() <= column_offset_.step();
        height_ = columns_together ? 4096 : 64;
        width_ = columns_together ? 1 : 16;
    }

    Status run(const Context& context) {
        const Index down = (values_.rows() + height_ - 1) / height_,
                    across = (values_.cols() + width_ - 1) / width_;
        Index pending = 0;  // elements since the context was last asked
        for (Index k = 0; k < down * across; ++k) {
            const Index row_block = width_ == 1 ? k % down : k / across;
            const Index column_block = width_ == 1 ? k / down : k % across;
            if (Status status = block(row_block, column_block); !status) return status;
            pending += height_ * width_;
            if (pending < 2'000'000) continue;
            pending = 0;
            if (context.stopped()) return cancelled_error();
            context.report(static_cast<double>(k + 1) / static_cast<double>(down * across),
                           "reading " + source_.name());
        }
        return success();
    }

    bool rounded() const { return flaws_ & Rounded; }

  private:
    Status block(Index row_block, Index column_block) {
        const Index row = row_block * height_, count = std::min(height_, values_.rows() - row);
        if (offsets_of_ != row_block)
            for (Index i = 0; i < count; ++i) offsets_[static_cast<std::size_t>(i)] = row_offset_(row + i);
        offsets_of_ = row_block;
        const Index last = std::min(values_.cols(), (column_block + 1) * width_);
        for (Index column = column_block * width_; column < last; ++column) {
            const Index start = column_offset_(column);
            double* out = values_.data() + column * values_.rows() + row;
            flaws_ |= fill_(view_.data + start * item_, offsets_.data(), count, out);
            if (!(flaws_ & NotFinite)) continue;
            if (!unknown_ || std::any_of(out, out + count, [](double v) { return std::isinf(v); })) return not_finite(row, column, start, out);
            flaws_ &= ~unsigned(NotFinite);
        }
        return success();
    }

    Error not_finite(Index row, Index column, Index start, const double* out) const {
        Index i = 0;
        while (unknown_ ? !std::isinf(out[i]) : std::isfinite(out[i])) ++i;
        const Index element = start + offsets_[static_cast<std::size_t>(i)];
        return source_.at_byte(data_offset_ + static_cast<std::size_t>(element * item_),
                               "found " + std::string(std::isnan(out[i]) ? "NaN" : "infinity") + " at row " +
                                   std::to_string(row + i) + ", column " + std::to_string(column) +
                                   " (from 0); expected finite numbers");
    }

    const ArrayView& view_;
    const Source& source_;
    bool unknown_;
    std::size_t data_offset_;
    Matrix& values_;
    Offsets row_offset_, column_offset_;
    Fill fill_;
    Index item_, height_ = 0, width_ = 0;
    std::array<Index, 4096> offsets_{};  // of the rows of one block
    Index offsets_of_ = -1;              // the block whose offsets are held
    unsigned flaws_ = 0;
};

}  // namespace

std::size_t size_of(Element element) {
    constexpr std::array<std::size_t, 13> sizes{1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8};
    return sizes[static_cast<std::size_t>(element)];
}

std::string_view name_of(Element element) {
    constexpr std::array<std::string_view, 13> names{"bool",     "int8",    "int16",  "int32",  "int64",
                                                     "uint8",    "uint16",  "uint32", "uint64", "float16",
                                                     "bfloat16", "float32", "float64"};
    return names[static_cast<std::size_t>(element)];
}

Result<Matrix> matrix_from_view(const ArrayView& view, const ArrayPlan& plan, const Source& source,
                                std::size_t data_offset, const Context& context,
                                std::vector<std::string>& warnings) {
    const auto bytes = static_cast<std::uint64_t>(plan.rows) * static_cast<std::uint64_t>(plan.columns) * 8;
    if (Status status = context.fits(bytes, source.name()); !status) return status.error();
    Matrix values(plan.rows, plan.columns);

    Conversion conversion(view, plan, source, data_offset, values);
    if (Status status = conversion.run(context); !status) return status.error();
    if (conversion.rounded())
        warnings.push_back("some integers reach 2^53 or more and are rounded to double precision");
    return values;
}

}  // namespace orthoscope
