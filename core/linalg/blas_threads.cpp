#include "core/linalg/blas_threads.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "core/linalg/blas_kernels.h"
#include "core/linalg/lapack.h"

extern "C" {
void openblas_set_num_threads(int);
int openblas_get_num_threads();
}

namespace orthoscope {
namespace {

// Whatever calls LAPACK or BLAS brings this file with it.
[[maybe_unused]] const bool kernels_are_chosen = (choose_blas_kernels(), true);

// Scopes of several threads overlap, so none of them may restore what it found.
struct Limits {
    std::mutex guard;
    std::multiset<int> scopes;
    int otherwise = openblas_get_num_threads();

    template <class Change> void change(const Change& make) {
        const std::lock_guard lock(guard);
        make();
        const int wanted = scopes.empty() ? otherwise : std::min(otherwise, *scopes.begin());
        if (wanted != openblas_get_num_threads()) openblas_set_num_threads(wanted);
    }
};

Limits& limits() {
    static Limits only;
    return only;
}

}  // namespace

BlasThreads::BlasThreads(int most) : most_(std::max(1, most)) {
    limits().change([&] { limits().scopes.insert(most_); });
}

BlasThreads::~BlasThreads() {
    limits().change([&] { limits().scopes.erase(limits().scopes.find(most_)); });
}

void set_blas_threads(int threads) {
    limits().change([&] { limits().otherwise = std::max(1, threads); });
}

}  // namespace orthoscope
