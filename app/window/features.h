// Features: what stands beside the straight road of opening, running and playing: lanes, races, picked pairs,
// breakpoints, branches, causes, search and the selection that they share. Each part is a class of its own; here they
// meet the window.
#pragma once

#include <QObject>

#include "app/window/features_model.h"

class QTimer;

namespace orthoscope {

class CausesList;
class CutOffFeed;
class FinderDock;
class LaneList;
class MainWindow;
class MapBar;
class PairsDock;
class PlanesBar;
class RaceView;
class RowLists;
class SpectrumBar;

class Features : public QObject {
    Q_OBJECT
  public:
    explicit Features(MainWindow& window);
    ~Features() override;

    void refresh_actions(bool picture);  // what can act now; `picture`: sets are shown
    void refresh_docks(bool panels);
    Selection& selection() { return selection_; }
    LaneList& lanes() { return *lanes_; }
    PairsDock& pairs() { return *pairs_; }
    RaceView& race() { return *race_; }
    bool picking() const;
    void look_changed();  // the window's look is another one

  private:
    void build();
    void bind_lanes();
    void bind_pairs();
    void bind_runs();
    void bind_scenes();
    void clicked(QPointF place);
    void show_marks();      // of picked pairs
    void show_breaks();     // on the timeline
    void tell_pause();
    void bind_maps();
    void show_eigenfunction(int index);
    void show_attribute(const std::string& name);
    void next_attribute();
    void save_carried();
    void step_eigenfunction(int step);
    void cut_off(int functions);  // 0: shows shapes and map as they are
    void drag(const std::function<void(Look&)>& change);
    void follow_map();      // what the session and the run say of shapes
    void bind_planes();
    void bind_mixer();
    void bind_plane_clock();
    void follow_planes();   // what the session and the run say of rotation planes
    void show_planes(const std::function<void(PlaneLook&)>& change);
    void tick_planes();
    void to_phasors();
    int planes_kept();
    void keep_planes(int count);
    void choose_plane(int plane);
    PlaneMix changed_mix(const std::function<void(PlanePlay&)>& change);  // of the chosen plane
    void drag_plane(const std::function<void(PlanePlay&)>& change);
    void mix_plane(const std::function<void(PlanePlay&)>& change);
    bool plane_clicked(QPointF place);
    void bind_spectra();
    SpectrumView spectrum_view() const;  // of the run in progress, else of the one that is shown
    void view_spectrum(const std::function<void(SpectrumView&)>& change);
    void choose_axes(DecayAxes axes);
    void choose_plot(const std::string& plot);
    void step_plot(int step);
    bool clicked_on_spectrum(QPointF place);  // true: the click is used up
    void show_layer(int layer);
    void show_direction(int direction);
    void follow_value(int number);
    void drag_spectrum(const std::function<void(Look&)>& change);
    void drag_kept(int kept);
    void keep(int kept);           // directions; -1: as the run has it
    bool step_kept(int step);      // false: no spectrum is shown
    bool cut_spectrum(bool on);    // the same
    int spectrum_directions() const;
    void follow_spectrum();        // what session and run say of spectra
    void tell_spectrum();          // the bar and the actions
    void follow_view();     // what the session says of scene and projection
    void change_view(const std::function<void(SessionView&)>& change);
    void choose_racers();
    void branch_from(FramePtr frame);
    void run_from(const Start& start, const std::string& method, const ParameterSet& options, const std::string& label,
                  const std::string& name, const std::string& parent, std::int64_t frame);
    void diagnose();
    void try_remedy(const Cause& cause);
    void halos(bool on);
    void tour_to(double seconds);

    MainWindow& window_;
    Selection selection_;
    BreakMarks breaks_;
    LaneList* lanes_ = nullptr;
    CausesList* causes_ = nullptr;
    RowLists* rows_ = nullptr;
    PairsDock* pairs_ = nullptr;
    FinderDock* finder_ = nullptr;
    RaceView* race_ = nullptr;
    MapBar* map_bar_ = nullptr;
    PlanesBar* planes_bar_ = nullptr;
    QTimer* plane_clock_ = nullptr;
    bool panels_ = false;     // docks are shown
    double plane_line_ = -1;  // where the timeline stood last
    std::unique_ptr<CutOffFeed> cuts_;
    int last_cut_off_ = 20;
    SpectrumBar* spectrum_bar_ = nullptr;
    int last_kept_ = 0;            // 0: none yet
    Task bootstrap_;
    int lane_before_pause_ = -1;
};

}  // namespace orthoscope
