#include "core/io/format.h"

namespace orthoscope {

const std::vector<Format>& formats() {
    static const std::vector<Format> list{ply_format(), off_format(), obj_format(), csv_format()};
    return list;
}

}  // namespace orthoscope
