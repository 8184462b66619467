#include "core/io/npy.h"

#include <charconv>

namespace orthoscope {
namespace {

constexpr std::string_view magic{"\x93NUMPY", 6};

// The header is a Python literal: a dict of strings, booleans and a tuple of integers.
class HeaderParser {
  public:
    HeaderParser(const Source& source, std::size_t begin, std::size_t end)
        : source_(source), text_(source.text().substr(0, end)), at_(begin) {}

    Result<NpyHeader> parse() {
        NpyHeader header;
        bool has_type = false, has_order = false, has_shape = false;
        if (!take('{')) return wrong("expected '{'");
        while (!take('}')) {
            auto key = string();
            if (!key) return key.error();
            if (!take(':')) return wrong("expected ':'");
            Status status = success();
            if (*key == "descr" && !has_type)
                has_type = true, status = type(header);
            else if (*key == "fortran_order" && !has_order)
                has_order = true, status = boolean(header.fortran);
            else if (*key == "shape" && !has_shape)
                has_shape = true, status = tuple(header.shape);
            else
                return wrong("expected 'descr', 'fortran_order' and 'shape', each once");
            if (!status) return status.error();
            if (!take(',') && !peek('}')) return wrong("expected ',' or '}'");
        }
        if (!has_type || !has_order || !has_shape)
            return wrong("expected 'descr', 'fortran_order' and 'shape'");
        return header;
    }

  private:
    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
    }
    bool peek(char c) { return skip_blanks(), at_ < text_.size() && text_[at_] == c; }
    bool take(char c) { return peek(c) ? ++at_, true : false; }

    Error wrong(const std::string& expected) const {
        std::string found = at_ < text_.size() ? "'" + std::string(1, text_[at_]) + "'" : "the end";
        if (at_ < text_.size() && (text_[at_] < ' ' || text_[at_] > '~'))
            found = "byte value " + std::to_string(static_cast<unsigned char>(text_[at_]));
        return source_.at_byte(at_, "found " + found + " in the NPY header; " + expected);
    }

    Result<std::string> string() {
        skip_blanks();
        const char quote = at_ < text_.size() ? text_[at_] : ' ';
        if (quote != '\'' && quote != '"') return wrong("expected a quoted string");
        const auto end = text_.find(quote, at_ + 1);
        if (end == std::string_view::npos) return wrong("expected the string to end");
        std::string result(text_.substr(at_ + 1, end - at_ - 1));
        at_ = end + 1;
        return result;
    }

    Status boolean(bool& value) {
        skip_blanks();
        for (bool candidate : {false, true}) {
            const std::string_view word = candidate ? "True" : "False";
            if (text_.substr(at_, word.size()) != word) continue;
            at_ += word.size(), value = candidate;
            return success();
        }
        return wrong("expected True or False");
    }

    Status tuple(std::vector<Index>& shape) {
        if (!take('(')) return wrong("expected '('");
        while (!take(')')) {
            skip_blanks();
            Index size = 0;
            const auto result = std::from_chars(text_.data() + at_, text_.data() + text_.size(), size);
            if (result.ec != std::errc() || size < 0) return wrong("expected a size from 0 to 2^63 - 1");
            at_ = static_cast<std::size_t>(result.ptr - text_.data());
            take('L');  // written by Python 2
            shape.push_back(size);
            if (shape.size() > 32) return wrong("expected at most 32 axes");
            if (!take(',') && !peek(')')) return wrong("expected ',' or ')'");
        }
        return success();
    }

    // Records are lists of tuples: skipped to their closing bracket, and refused when read.
    Status record(NpyHeader& header) {
        int depth = 0;
        const auto begin = at_;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '\'' || c == '"') {
                if (auto skipped = string(); !skipped) return skipped.error();
                continue;
            }
            depth += (c == '[' || c == '(' || c == '{') - (c == ']' || c == ')' || c == '}');
            ++at_;
            if (depth == 0) {
                header.type =
                    "record " + std::string(text_.substr(begin, std::min<std::size_t>(at_ - begin, 60)));
                return success();
            }
        }
        return wrong("expected the record type to end");
    }

    Status type(NpyHeader& header) {
        if (peek('[') || peek('(')) return record(header);
        auto code = string();
        if (!code) return code.error();
        std::string_view rest = *code;
        header.big_endian = !rest.empty() && rest[0] == '>';
        if (!rest.empty() && std::string_view("<>|=").find(rest[0]) != std::string_view::npos)
            rest.remove_prefix(1);
        static constexpr std::pair<std::string_view, Element> known[] = {
            {"b1", Element::Bool}, {"?", Element::Bool},  {"i1", Element::I8},        {"i2", Element::I16},
            {"i4", Element::I32},  {"i8", Element::I64},  {"u1", Element::U8},        {"u2", Element::U16},
            {"u4", Element::U32},  {"u8", Element::U64},  {"f2", Element::F16},       {"f4", Element::F32},
            {"f8", Element::F64},  {"V2", Element::BF16}, {"bfloat16", Element::BF16}};
        for (auto& [name, element] : known)
            if (name == rest) header.element = element;
        header.guessed = rest == "V2";
        header.type = header.element ? std::string(name_of(*header.element)) : describe(rest);
        return success();
    }

    static std::string describe(std::string_view code) {
        const char letter = code.empty() ? ' ' : code[0];
        std::string text = letter == 'O'                    ? "Python objects"
                           : letter == 'U' || letter == 'S' ? "strings"
                           : letter == 'c'                  ? "complex numbers"
                           : letter == 'M' || letter == 'm' ? "dates or times"
                                                            : "elements of type";
        text += " '";
        for (char c : code.substr(0, 40)) text += c < ' ' || c > '~' ? '?' : c;
        return text + "'";
    }

    const Source& source_;
    std::string_view text_;
    std::size_t at_;
};

std::uint32_t little_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

bool recognises(const Source& source) {
    return is_npy(source.head());
}

Result<FileInfo> inspect_npy(const Source& source, const InputSpec& input, const Context&) {
    auto header = parse_npy_header(source, source.bytes().size());
    if (!header) return header.error();
    FileInfo info{"NPY", {}, {}};
    auto member = member_from_shape(source, "", header->type, header->shape, input);
    if (!member) return member.error();
    info.members.push_back(std::move(member).value());
    if (!header->element)
        info.warnings.push_back("it holds " + header->type + ", which cannot be read as numbers");
    if (header->shape.size() > 3 && input.axes.empty())
        info.warnings.push_back("an array of " + std::to_string(header->shape.size()) +
                                " axes is a sequence only with --axes");
    return info;
}

Result<Dataset> read_whole(const Source& source, const InputSpec& input, const Context& context) {
    auto dataset = read_npy(source, "", input, context);
    if (dataset) dataset->origin.format = "NPY, " + dataset->origin.format;
    return dataset;
}

}  // namespace

bool is_npy(std::string_view head) {
    return head.substr(0, magic.size()) == magic;
}

Result<NpyHeader> parse_npy_header(const Source& source, std::uint64_t size) {
    const auto text = source.text();
    if (!is_npy(text)) return source.at_byte(0, "found other bytes; expected the NPY signature \\x93NUMPY");
    if (text.size() < 10)
        return source.at_byte(text.size(), "found the end of the file; expected an NPY header");
    const unsigned version = static_cast<unsigned char>(text[6]);
    if (version < 1 || version > 3)
        return source.at_byte(6, "found NPY version " + std::to_string(version) + "; expected 1, 2 or 3");
    const std::size_t begin = version == 1 ? 10 : 12;
    if (text.size() < begin)
        return source.at_byte(text.size(), "found the end of the file; expected an NPY header");
    const std::uint64_t length = little_endian(text.substr(8, begin - 8));
    if (begin + length > size)
        return source.at_byte(8, "found header length " + std::to_string(length) + " in a file of " +
                                     std::to_string(size) +
                                     " bytes; expected the header to end inside the file");
    if (length > npy_header_limit)
        return source.at_byte(8, "found header length " + std::to_string(length) + "; expected at most " +
                                     std::to_string(npy_header_limit));
    auto header = HeaderParser(source, begin, begin + length).parse();
    if (!header) return header;
    header->data_offset = begin + length;
    const auto elements = product(header->shape);
    if (!elements)
        return source.at_byte(
            begin, "found shape " + shape_text(header->shape) + "; expected fewer than 2^62 elements");
    if (!header->element) return header;
    const std::uint64_t item = size_of(*header->element), present = size - header->data_offset;
    if (*elements > present / item)
        return source.at_byte(size, "found " + std::to_string(present) + " bytes of data; expected " +
                                        std::to_string(*elements) + " elements of " + std::to_string(item) +
                                        " bytes for shape " + shape_text(header->shape) + " (" +
                                        header->type + ")");
    header->data_bytes = *elements * item;
    return header;
}

Result<Dataset> read_npy(const Source& source, const std::string& name, const InputSpec& input,
                         const Context& context) {
    const std::uint64_t size = source.bytes().size();
    auto header = parse_npy_header(source, size);
    if (!header) return header.error();
    if (!header->element)
        return source.at_byte(10, "found " + header->type + "; expected numbers (bool, int, uint or float)");
    const auto strides = header->fortran ? fortran_strides(header->shape) : c_strides(header->shape);
    const ArrayView view{source.bytes().data() + header->data_offset, *header->element, header->big_endian,
                         header->shape, strides};
    auto dataset = dataset_from_view(view, name, source, header->data_offset, input, context);
    if (!dataset) return dataset;
    dataset->origin.format = header->type + (header->fortran ? ", Fortran order" : ", C order");
    if (header->guessed) dataset->warnings.push_back("elements of two raw bytes were read as bfloat16");
    if (const auto extra = size - header->data_offset - header->data_bytes)
        dataset->warnings.push_back(std::to_string(extra) + " bytes after the array were ignored");
    return dataset;
}

Format npy_format() {
    return {"NPY", {".npy"}, recognises, inspect_npy, read_whole};
}

}  // namespace orthoscope
