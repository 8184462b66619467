// Context: what long work needs from its caller, whether window, command line or test.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>

#include "core/base/result.h"

namespace orthoscope {

struct Context {
    std::stop_token stop;  // polled between pieces of at most some 50 ms
    // fraction in 0..1 (negative: unknown), and what is being done, for a person. Called from the worker.
    std::function<void(double fraction, std::string_view what)> progress;
    std::uint64_t memory_limit = 0;  // bytes; 0: three quarters of the machine's memory

    bool stopped() const { return stop.stop_requested(); }
    void report(double fraction, std::string_view what) const {
        if (progress) progress(fraction, what);
    }
    // The limit in force, in bytes.
    std::uint64_t memory() const;
    // ErrorKind::Memory, naming the need and the limit, where `bytes` do not fit.
    Status fits(std::uint64_t bytes, std::string_view place) const;
};

inline Error cancelled_error() { return {ErrorKind::Cancelled, "", "stopped on request"}; }

// "1.5 GB": decimal units, at most three significant digits.
std::string human_bytes(std::uint64_t bytes);

}  // namespace orthoscope
