// Any bytes through one reader: a whole dataset or one error, never a crash or memory beyond the limit.
#include <cstdlib>

#include "core/io/format.h"

using namespace orthoscope;

namespace {

bool is_whole(const Dataset& dataset) {
    if (!dataset.values().allFinite()) return false;
    for (auto& attribute : dataset.attributes)
        if (!attribute.values.allFinite()) return false;
    auto triangles = dataset.triangles();
    return !triangles || triangles->size() == 0 ||
           (triangles->minCoeff() >= 0 && triangles->maxCoeff() < dataset.rows());
}

void check_read(const Source& source, const Format& format, const InputSpec& input, const Context& context,
                bool inspected) {
    const auto dataset = format.read(source, input, context);
    if (dataset && !is_whole(*dataset)) std::abort();
    if (!dataset && dataset.error().message().empty()) std::abort();
    if (dataset && !inspected) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Format format = ORTHOSCOPE_FORMAT();
    if (size == 0) return 0;  // Source::open refuses it
    const Source source("fuzz", std::as_bytes(std::span(data, size)));
    Context context;
    context.memory_limit = 256'000'000;
    const InputSpec input;
    format.recognises(source);
    const auto info = format.inspect(source, input, context);
    check_read(source, format, input, context, info.ok());
    if (!info) return 0;
    for (auto& member : info->members) {  // of archives; arrays of four axes in two orders
        InputSpec one;
        one.member = member.name;
        check_read(source, format, one, context, true);
        for (const char* axes : {"suyx", "tcyx"}) {
            one.axes = axes;
            if (member.shape.size() == 4) check_read(source, format, one, context, true);
        }
    }
    return 0;
}
