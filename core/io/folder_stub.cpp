// Stands in until folders can be read: weak, so that the real ones win.
#include "core/io/format.h"

namespace orthoscope {

__attribute__((weak)) Result<FileInfo> inspect_folder(const InputSpec& input, const Context&) {
    return input_error(input.path.string(), "is a folder");
}
__attribute__((weak)) Result<Dataset> read_folder(const InputSpec& input, const Context&) {
    return input_error(input.path.string(), "is a folder");
}

}  // namespace orthoscope
