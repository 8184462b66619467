// Result<T>: a value or one clear Error. Nothing in core throws across a public function.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace orthoscope {

// What went wrong decides the exit status of the command line (see exit_status).
enum class ErrorKind {
    Usage,      // wrong option or argument
    Input,      // a file cannot be read, or data do not fit the method
    Memory,     // refused: would not fit
    Cancelled,  // the person stopped it
    Output,     // cannot be written
};

struct Error {
    ErrorKind kind = ErrorKind::Input;
    std::string place;  // FILE:PLACE, --OPTION or parameter name; may be empty
    std::string what;   // "what was found; what was expected"

    // "place: what", or "what" where there is no place.
    std::string message() const { return place.empty() ? what : place + ": " + what; }
};

// 2 usage, 3 input, 5 memory, 130 cancelled, 3 output.
int exit_status(ErrorKind kind);

inline Error usage_error(std::string place, std::string what) {
    return {ErrorKind::Usage, std::move(place), std::move(what)};
}
inline Error input_error(std::string place, std::string what) {
    return {ErrorKind::Input, std::move(place), std::move(what)};
}
inline Error memory_error(std::string place, std::string what) {
    return {ErrorKind::Memory, std::move(place), std::move(what)};
}

template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return held_.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & { return assert(ok()), std::get<0>(held_); }
    const T& value() const& { return assert(ok()), std::get<0>(held_); }
    T&& value() && { return assert(ok()), std::get<0>(std::move(held_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const { return assert(!ok()), std::get<1>(held_); }

  private:
    std::variant<T, Error> held_;
};

struct Nothing {};
using Status = Result<Nothing>;
inline Status success() { return Nothing{}; }

}  // namespace orthoscope
