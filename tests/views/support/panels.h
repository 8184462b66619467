// What tests ask of placed panels: whether one is there, and whether any two overlap.
#pragma once

#include <QString>
#include <algorithm>

#include "views/overlay/overlay.h"

namespace orthoscope::example {

struct Size {
    int width, height;
    double scale, ratio;
};
inline const Size sizes[] = {{1280, 800, 1, 1}, {1280, 720, 1.75, 1}, {800, 600, 1, 1}, {3840, 2160, 1, 2},
                             {900, 560, 1, 1},  {640, 400, 1.75, 1},  {320, 240, 1, 1}};

inline bool has(const std::vector<PlacedPanel>& panels, const std::string& id) {
    return std::any_of(panels.begin(), panels.end(), [&](auto& panel) { return panel.id == id; });
}

inline QString overlap(const std::vector<PlacedPanel>& panels, int width, int height) {
    for (std::size_t i = 0; i < panels.size(); ++i) {
        const auto& a = panels[i];
        if (a.x < 0 || a.y < 0 || a.x + a.width > width + 0.5 || a.y + a.height > height + 0.5)
            return QString::fromStdString(a.id + " leaves the picture");
        for (std::size_t j = 0; j < i; ++j) {
            const auto& b = panels[j];
            if (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
                return QString::fromStdString(a.id + " overlaps " + b.id);
        }
    }
    return {};
}

}  // namespace orthoscope::example
