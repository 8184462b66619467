// Ctrl+C as a stop token: the first stops the work cleanly, the second ends the program.
#pragma once

#include <stop_token>
#include <thread>

namespace orthoscope {

class Interrupt {
  public:
    Interrupt();   // takes SIGINT; one at a time
    ~Interrupt();  // and gives it back
    std::stop_token token() const { return source_.get_token(); }
    bool requested() const { return source_.stop_requested(); }

  private:
    std::stop_source source_;
    std::jthread watcher_;
};

}  // namespace orthoscope
