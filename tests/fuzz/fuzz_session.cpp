// Any text as a session: one that can be written and read back as the same, or one error.
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/base/json_fields.h"
#include "core/session/session.h"

using namespace orthoscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto session = parse_session({reinterpret_cast<const char*>(data), size}, "/fuzz/a.orthoscope");
    if (!session) {
        if (session.error().message().empty()) std::abort();
        return 0;
    }
    const auto text = json_text(to_json(*session, "/fuzz"));
    auto again = parse_session(text, "/fuzz/a.orthoscope");
    if (!again || json_text(to_json(*again, "/fuzz")) != text) std::abort();
    (void)planned_run(*session);
    return 0;
}
