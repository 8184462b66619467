#include "app/cli/interrupt.h"

#include <unistd.h>

#include <csignal>

namespace orthoscope {
namespace {

// A handler may only write a byte; a thread at the other end of the pipe does the rest.
int pipe_ends[2] = {-1, -1};
volatile std::sig_atomic_t interrupts = 0;

void on_interrupt(int) {
    if (interrupts) _exit(130);
    interrupts = 1;
    const char byte = 'i';
    [[maybe_unused]] auto written = ::write(pipe_ends[1], &byte, 1);
}

}  // namespace

Interrupt::Interrupt() {
    if (::pipe(pipe_ends) != 0) return;
    interrupts = 0;
    watcher_ = std::jthread([this, end = pipe_ends[0]] {
        char byte = 0;
        while (::read(end, &byte, 1) < 0) continue;
        if (byte == 'i') source_.request_stop();
    });
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    sigaction(SIGINT, &action, nullptr);
}

Interrupt::~Interrupt() {
    std::signal(SIGINT, SIG_DFL);
    if (!watcher_.joinable()) return;
    const char byte = 'q';
    [[maybe_unused]] auto written = ::write(pipe_ends[1], &byte, 1);
    watcher_.join();
    ::close(pipe_ends[0]), ::close(pipe_ends[1]);
}

}  // namespace orthoscope
