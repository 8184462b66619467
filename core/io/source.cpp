#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/io/format.h"

namespace orthoscope {

Result<Source> Source::open(const std::filesystem::path& path) {
    const auto refuse = [&](const std::string& why) { return input_error(path.string(), why); };
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return refuse(std::string("cannot be opened: ") + std::strerror(errno));
    struct stat about {};
    const bool known = fstat(file, &about) == 0;
    if (!known || !S_ISREG(about.st_mode) || about.st_size == 0) {
        ::close(file);
        return refuse(!known                    ? "cannot be examined"
                      : !S_ISREG(about.st_mode) ? "is not a regular file; expected a file of data"
                                                : "the file is empty; expected data");
    }
    const auto size = static_cast<std::size_t>(about.st_size);
    void* mapping = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    const int code = errno;
    ::close(file);
    if (mapping == MAP_FAILED) return refuse(std::string("cannot be mapped: ") + std::strerror(code));
    madvise(mapping, size, MADV_WILLNEED);
    Source source(path.string(), {static_cast<const std::byte*>(mapping), size});
    source.mapping_ = mapping;
    return source;
}

Source::Source(Source&& other) noexcept
    : name_(std::move(other.name_)), bytes_(other.bytes_), mapping_(std::exchange(other.mapping_, nullptr)) {}

Source::~Source() {
    if (mapping_) munmap(mapping_, bytes_.size());
}

Error Source::at_line(std::size_t line, std::string what) const {
    return input_error(name_ + ":line " + std::to_string(line), std::move(what));
}

Error Source::at_byte(std::size_t byte, std::string what) const {
    return input_error(name_ + ":byte " + std::to_string(byte), std::move(what));
}

}  // namespace orthoscope
