// How many threads OpenBLAS takes, for a while.
#pragma once

namespace orthoscope {

// That many until the end of the scope, then as many as before: for code that divides its work itself, or whose calls are
// too small to be divided.
class BlasThreads {
  public:
    explicit BlasThreads(int threads);
    ~BlasThreads();
    BlasThreads(const BlasThreads&) = delete;
    BlasThreads& operator=(const BlasThreads&) = delete;

  private:
    int before_;
};

}  // namespace orthoscope
