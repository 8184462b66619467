// Workbench: all of the window that is not a widget.
#pragma once

#include "app/window/autosaver.h"
#include "app/window/exhibit_feed.h"
#include "app/window/exporter.h"
#include "app/window/opener.h"

namespace orthoscope {

struct Workbench {
    explicit Workbench(QWidget* window) : opener(document, window) {}
    Document document;
    RunController runner{document};
    Playback playback;
    Opener opener;
    Exporter exporter{document};
    ExhibitFeed feed{document, runner, playback};
    Autosaver autosave{document};
};

}  // namespace orthoscope
