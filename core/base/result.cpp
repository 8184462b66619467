#include "core/base/result.h"

namespace orthoscope {

int exit_status(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Usage: return 2;
        case ErrorKind::Input: return 3;
        case ErrorKind::Memory: return 5;
        case ErrorKind::Cancelled: return 130;
        case ErrorKind::Output: return 3;
    }
    return 3;
}

}  // namespace orthoscope
