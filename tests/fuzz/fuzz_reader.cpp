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
    const auto dataset = format.read(source, input, context);
    if (dataset && !is_whole(*dataset)) std::abort();
    if (!dataset && dataset.error().message().empty()) std::abort();
    if (dataset && !info) std::abort();
    return 0;
}
