#include "views/charts/brush.h"

namespace orthoscope {

Colour Brush::colour_of(const ChartSeries& series) const {
    const Palette& p = colours();
    switch (series.tone) {
        case Tone::Source: return p.source;
        case Tone::Target: return p.target_bright;
        case Tone::Green: return p.further[0];
        case Tone::Purple: return p.further[1];
        case Tone::Yellow: return p.further[2];
        case Tone::Bad: return p.bad;
        case Tone::Selection: return p.selection;
        case Tone::Accent: return p.accent;
        case Tone::Text: return p.text;
        case Tone::Secondary: return p.secondary;
        case Tone::Category: break;
    }
    return category(series.category, &p == &palette(Theme::Light) ? Theme::Light : Theme::Dark);
}

}  // namespace orthoscope
