// Runs pieces of a loop on a few threads of their own.
#pragma once

#include <algorithm>
#include <functional>
#include <thread>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

// work(worker, first, end) over 0..count, split evenly; worker 0 is the caller. Returns when all are done.
inline void parallel(Index count, int threads, const std::function<void(int, Index, Index)>& work) {
    const int used = static_cast<int>(std::clamp<Index>(threads, 1, std::max<Index>(count, 1)));
    std::vector<std::jthread> others;
    for (int t = 1; t < used; ++t)
        others.emplace_back([&, t] { work(t, count * t / used, count * (t + 1) / used); });
    work(0, 0, count / used);
}

}  // namespace orthoscope
