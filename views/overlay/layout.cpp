#include "views/overlay/layout.h"

#include <algorithm>

namespace orthoscope {
namespace {

constexpr double least_gap = 8;  // between blocks of different corners

void place(std::vector<Block>& blocks, Extent canvas, double margin) {
    double top_left = margin, top_right = margin;
    double bottom_left = canvas.height - margin, bottom_right = canvas.height - margin;
    bool first[4] = {true, true, true, true};
    const auto down = [&](Block& block, double& y, bool& start) {
        if (!start) y += block.gap;
        start = false;
        block.box.y = y;
        y += block.size.height;
    };
    const auto up = [&](Block& block, double& y, bool& start) {
        if (!start) y -= block.gap;
        start = false;
        y -= block.size.height;
        block.box.y = y;
    };
    for (auto& block : blocks) {
        block.box.width = block.size.width;
        block.box.height = block.size.height;
        const bool left = block.corner == Corner::TopLeft || block.corner == Corner::BottomLeft;
        block.box.x = left ? margin : canvas.width - margin - block.size.width;
        switch (block.corner) {
            case Corner::TopLeft: down(block, top_left, first[0]); break;
            case Corner::TopRight: down(block, top_right, first[1]); break;
            case Corner::BottomLeft: up(block, bottom_left, first[2]); break;
            case Corner::BottomRight: up(block, bottom_right, first[3]); break;
            case Corner::Centre:
                block.box.x = (canvas.width - block.size.width) / 2;
                block.box.y = (canvas.height - block.size.height) / 2;
                break;
        }
    }
}

// On a small picture the explanation keeps to the upper part of its side, so that the data stay in sight.
double deepest(Extent canvas) { return (compact(canvas) ? 0.75 : 1) * canvas.height; }

// Of the blocks in conflict with another one or with the edge, the least important; -1 where all is well.
int weakest_in_conflict(const std::vector<Block>& blocks, Extent canvas) {
    const Box inside{0, 0, canvas.width, canvas.height};
    int weakest = -1;
    const auto consider = [&](std::size_t i) {
        if (weakest < 0 || blocks[i].importance < blocks[std::size_t(weakest)].importance) weakest = int(i);
    };
    // Whatever shares a corner with a block in conflict can make room for it.
    const auto consider_corner = [&](std::size_t of) {
        for (std::size_t i = 0; i < blocks.size(); ++i)
            if (blocks[i].corner == blocks[of].corner) consider(i);
    };
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (!inside.contains(blocks[i].box)) {
            if (blocks[i].box.width > canvas.width) return int(i);
            consider_corner(i);
        }
        if (blocks[i].corner == Corner::TopRight && blocks[i].box.bottom() > deepest(canvas)) consider_corner(i);
        for (std::size_t j = i + 1; j < blocks.size(); ++j) {
            const Box& b = blocks[j].box;
            const double grow = blocks[i].corner == blocks[j].corner ? 0 : least_gap;
            if (!blocks[i].box.overlaps({b.x - grow, b.y - grow, b.width + 2 * grow, b.height + 2 * grow})) continue;
            consider_corner(i);
            consider_corner(j);
        }
    }
    return weakest;
}

}  // namespace

bool compact(Extent canvas) { return canvas.width < 760 || canvas.height < 500; }

bool tiny(Extent canvas) { return canvas.height < 300; }

Box free_box(const std::vector<Box>& taken, Extent canvas) {
    std::vector<Box> boxes = taken;
    std::sort(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return a.y < b.y; });
    boxes.push_back({0, canvas.height, canvas.width, 0});
    std::vector<double> xs{0, canvas.width};
    for (auto& box : taken) xs.insert(xs.end(), {box.x, box.right()});
    std::sort(xs.begin(), xs.end());
    xs.erase(std::unique(xs.begin(), xs.end()), xs.end());
    const auto room = [](const Box& box) { return std::min(box.width, 1.5 * box.height); };
    const auto better = [&](const Box& a, const Box& b) {
        return room(a) > room(b) || (room(a) == room(b) && a.width * a.height > b.width * b.height);
    };
    Box best;
    // Left and right of the largest lie on edges; between them the boxes are met from above.
    for (double left : xs)
        for (double right : xs) {
            double top = 0;
            for (auto& box : boxes) {
                if (box.x >= right || box.right() <= left) continue;
                const Box between{left, top, right - left, box.y - top};
                if (between.width > 0 && between.height > 0 && better(between, best)) best = between;
                top = std::max(top, box.bottom());
            }
        }
    return best;
}

Columns columns(Extent canvas) {
    Columns found;
    if (compact(canvas)) {
        found.margin = canvas.width < 640 ? 8 : 12;
        const double free = std::max(canvas.width - 2 * found.margin - 16, 80.0);
        found.right = std::max(0.3 * canvas.width - found.margin, std::min(180.0, 0.5 * free));
        found.left = std::max(free - found.right, 40.0);
        return found;
    }
    found.margin = canvas.width < 640 ? 8 : 16;
    const double free = std::max(canvas.width - 3 * found.margin, 80.0);
    found.left = std::min(320.0, 0.46 * free);
    found.right = std::min(296.0, 0.5 * free);
    return found;
}

std::vector<Block> arrange(std::vector<Block> blocks, Extent canvas) {
    const double margin = columns(canvas).margin;
    for (;;) {
        place(blocks, canvas, margin);
        if (blocks.empty()) return blocks;
        const int fold = weakest_in_conflict(blocks, canvas);
        if (fold < 0) return blocks;
        blocks.erase(blocks.begin() + fold);
    }
}

}  // namespace orthoscope
