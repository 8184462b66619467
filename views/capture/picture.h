// Pictures without a display: an own surfaceless EGL context, a Stage, and PNG.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "views/stage/stage.h"

namespace orthoscope {

struct Image {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgb;  // rows from the top, 3 bytes a pixel
};

// One EGL context and one Stage kept over many pictures (frame sequences, tests).
class Studio {
  public:
    // Error: no EGL device gives OpenGL 3.3 core; says what was tried.
    static Result<std::unique_ptr<Studio>> open(const Look& look = {});
    ~Studio();
    Stage& stage();
    Image picture(int width, int height);  // of the stage as it stands
    double time(int width, int height);    // the seconds that such a picture takes, without bringing it here

  private:
    Studio();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// `text` chunks carry provenance (keys as in PNG tEXt).
Status write_png(const Image& image, const std::filesystem::path& path,
                 const std::vector<std::pair<std::string, std::string>>& text = {});

}  // namespace orthoscope
