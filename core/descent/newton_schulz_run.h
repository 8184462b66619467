// The stepping solver of newton-schulz; internal to core/descent.
#pragma once

#include "core/descent/newton_schulz_method.h"
#include "core/linalg/lapack.h"

namespace orthoscope {

// A value beyond this has escaped: every polynomial of the list grows without bound from far below it.
constexpr double escaped = 1e6;

class NewtonSchulzRun : public LaneRun {
  public:
    NewtonSchulzRun(const Matrix& m, Svd parts, const NewtonSchulzOptions& options);

  private:
    struct Lane {
        const Scheme* scheme;
        Matrix x;                  // the matrix iterate
        Vector scalar;             // the polynomial on the values alone
        std::int64_t steps = 0;
        SharedMatrix start, exact; // values at the start; the polynomial at every step, held once a value escapes
        Track track;
    };
    void begin(int lane) override;
    Status advance(int lane, const Context& context) override;
    Vector followed(const Matrix& x) const;
    void record(int at, bool diverged);

    NewtonSchulzOptions options_;
    Svd parts_;
    std::vector<Lane> lanes_;
    SharedMatrix times_, target_;
    double norm_;
};

}  // namespace orthoscope
