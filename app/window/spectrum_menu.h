// Of what a spectrum can be looked at: what the shown run has computed, and the sets in use.
#pragma once

namespace orthoscope {

class MainWindow;

// A menu at the button that asks for it (or over the picture); the choice runs spectral-decay, on a set of its own where it is a
// matrix that was computed.
void offer_spectra(MainWindow& window);

}  // namespace orthoscope
