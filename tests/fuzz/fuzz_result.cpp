// Any text as result.json of a folder whose other files are whole: what it says is checked against them.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/fuzz/tiny_run.h"

using namespace orthoscope;
namespace fs = std::filesystem;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fs::path folder = tiny_run(fs::temp_directory_path() / ("orthoscope-fuzz" + std::to_string(::getpid())));
    std::ofstream(folder / "result.json", std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    Context context;
    context.memory_limit = 256'000'000;
    auto loaded = read_result(folder, context);
    if (!loaded) return loaded.error().message().empty() ? std::abort(), 0 : 0;
    for (auto& [name, values] : loaded->run.result.report.matrices)
        if (!values.allFinite()) std::abort();
    return 0;
}
