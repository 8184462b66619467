#include "core/io/format.h"

namespace orthoscope {

const std::vector<Format>& formats() {
    static const std::vector<Format> list{npy_format(), npz_format(), safetensors_format(), image_format(),
                                          ply_format(), pcd_format(), stl_format(),         off_format(),
                                          obj_format(), vec_format(), xyz_format(),         csv_format()};
    return list;
}

}  // namespace orthoscope
