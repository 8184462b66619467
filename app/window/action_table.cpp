#include "app/window/action_table.h"

namespace orthoscope {
namespace {

constexpr bool check = true, group = true;

constexpr ActionRow table[] = {
    {"file.open", "Open…", "Ctrl+O", "File", "open", "Opens point clouds, meshes, embedding sets, matrices or a session."},
    {"file.open-folder", "Open Folder…", "Ctrl+Shift+O", "File", "", "Opens a results folder, or a folder of images or meshes as a sequence."},
    {"file.next", "Next File of the Folder", "Ctrl+PgDown", "File", "", "Replaces the set that moves by the next file of its folder."},
    {"file.previous", "Previous File of the Folder", "Ctrl+PgUp", "File", "", "Replaces the set that moves by the previous file of its folder."},
    {"file.start", "Start Page", "Ctrl+Shift+H", "File", "", "Shows the samples and recent files."},
    {"file.save-session", "Save Session", "Ctrl+S", "File", "save", "Saves sets, options, runs and view as a session.", false, group},
    {"file.save-session-as", "Save Session As…", "Ctrl+Shift+S", "File", "", "Saves the session under another name."},
    {"file.save-results", "Save Results…", "Ctrl+E", "File", "results", "Writes the folder that `orthoscope run` writes."},
    {"file.save-picture", "Save Picture…", "Ctrl+Shift+E", "File", "picture", "Writes the picture as PNG, at one to eight times its size."},
    {"file.save-plot", "Save Plot…", "Ctrl+Alt+E", "File", "", "Writes one of the plots on the picture as SVG, or its numbers as CSV."},
    {"file.save-carried", "Save Target with Attribute…", "", "File", "", "Writes the target painted with the attribute of the source that is shown, as coloured PLY, OFF or OBJ."},
    {"file.close", "Close All", "Ctrl+W", "File", "", "Starts afresh, with no sets.", false, group},
    {"file.quit", "Quit", "Ctrl+Q", "File", "", "Closes the window."},

    {"edit.undo", "Undo", "Ctrl+Z", "Edit", "undo", "Takes back the last change."},
    {"edit.redo", "Redo", "Ctrl+Shift+Z Ctrl+Y", "Edit", "redo", "Makes the change again that was taken back."},
    {"edit.copy-command", "Copy as Command Line", "Ctrl+Shift+C", "Edit", "terminal", "Copies the command that computes the shown run without a window.", false, group},
    {"edit.copy-results", "Copy Results", "Ctrl+Alt+C", "Edit", "", "Copies verdict and metrics with all digits."},
    {"edit.find-action", "Find Action…", "Ctrl+K Ctrl+Shift+P", "Edit", "search", "Finds any action by its name.", false, group},

    {"edit.find-word", "Find Word…", "Ctrl+F", "Edit", "", "Finds a label or row in both sets and shows its neighbours."},
    {"edit.clear-selection", "Select Nothing", "Ctrl+Shift+A", "Edit", "", "Takes the outline off the selected row."},

    {"data.swap", "Swap Moving and Staying Set", "X", "Data", "swap", "The set that moved stays, the one that stayed moves."},
    {"data.rename", "Rename Set…", "F2", "Data", "", "Gives the chosen set another name."},
    {"data.prepare", "Prepare Set…", "Ctrl+Shift+M", "Data", "", "Welds, keeps the largest component, remeshes, thins out or scales the chosen mesh or cloud, as a new set."},
    {"data.remove", "Remove Set", "Del", "Data", "", "Takes the chosen set out of the session."},

    {"pairs.pick", "Pick Pairs", "P", "Data", "", "Clicks on the picture pick a point that moves, then its partner that stays.", check, group},
    {"pairs.delete", "Delete Picked Pair", "", "Data", "", "Takes the chosen rows out of the table of picked pairs."},
    {"pairs.clear", "Delete All Picked Pairs", "", "Data", "", "Empties the table of picked pairs."},
    {"pairs.import", "Import Pairs…", "", "Data", "", "Reads pairs from a file, source and target row a line."},
    {"pairs.export", "Export Pairs…", "", "Data", "", "Writes the picked pairs into a file."},

    {"run.start", "Run", "F5 Ctrl+Return", "Run", "run", "Runs the method on the sets."},
    {"run.cancel", "Cancel", "Esc", "Run", "cancel", "Stops the run and keeps its frames."},
    {"run.continue", "Continue", "F8", "Run", "", "Lets the run go on that stands at a breakpoint."},
    {"run.breakpoints", "Breakpoints…", "Ctrl+B", "Run", "", "Chooses the events at which a run pauses.", false, group},
    {"run.branch", "Branch from This Frame…", "B", "Run", "", "Starts a new run from the pose that is shown, with other options."},
    {"run.guess", "Start from This Guess", "G", "Run", "", "Starts a new run from the rotation dragged to in the landscape."},
    {"run.diagnose", "Find Out Why", "Ctrl+D", "Run", "", "Looks for the reason why the sets do not align."},
    {"run.spectrum", "Spectrum Of…", "S", "Run", "", "Shows how fast the values fall of what this run has computed, or of a set: residuals, cross-covariance, functional map, Gram matrix, Laplacian."},
    {"run.reset", "Reset Options to Default", "", "Run", "", "Gives every option of the method its default value.", false, group},

    {"play.toggle", "Play or Pause", "Space", "Playback", "play", "Plays the recorded run, or pauses."},
    {"play.back", "Step Back", "Left", "Playback", "step-back", "Goes to the frame before."},
    {"play.forward", "Step Forward", "Right", "Playback", "step-forward", "Goes to the next frame."},
    {"play.previous-phase", "Previous Phase", "PgUp", "Playback", "", "Goes to the start of this phase, then of the one before."},
    {"play.next-phase", "Next Phase", "PgDown", "Playback", "", "Goes to the start of the next phase."},
    {"play.first", "First Frame", "Home", "Playback", "first", "Goes to the start of the run."},
    {"play.last", "Last Frame", "End", "Playback", "last", "Goes to the end of the run."},
    {"play.reverse", "Play Backwards", "J", "Playback", "", "Plays backwards; again: faster.", false, group},
    {"play.pause", "Pause", "K", "Playback", "", "Pauses."},
    {"play.ahead", "Play Forwards", "L", "Playback", "", "Plays forwards; again: faster."},
    {"play.slower", "Slower", "[", "Playback", "", "Halves the speed, down to a quarter.", false, group},
    {"play.faster", "Faster", "]", "Playback", "", "Doubles the speed, up to four times."},
    {"play.once", "Play Once", "", "Playback", "once", "Stops at the end.", check, group},
    {"play.repeat", "Loop", "", "Playback", "loop", "Starts again at the end.", check},
    {"play.ping-pong", "Loop There and Back", "", "Playback", "ping-pong", "Turns round at either end.", check},

    {"lane.next", "Next Lane", ".", "Playback", "", "Shows the next lane of the run.", false, group},
    {"lane.previous", "Previous Lane", ",", "Playback", "", "Shows the lane before."},
    {"lane.best", "Best Lane", ";", "Playback", "", "Shows the lane that wins, and follows the best while a run goes on.", check},

    {"planes.play", "Play Planes On", "W", "Playback", "", "Plays the planes on and on, also beyond the recorded frames.", check, group},
    {"planes.next", "Next Plane", "N", "Playback", "", "Chooses the next plane for the mixer."},
    {"planes.previous", "Previous Plane", "Shift+N", "Playback", "", "Chooses the plane before for the mixer."},
    {"planes.switch", "Switch Plane", "M", "Playback", "", "Leaves the chosen plane out of the rebuilt frame, or takes it in again."},
    {"planes.slower", "Slow Plane Down", "<", "Playback", "", "Turns the chosen plane a quarter step less for each step of the others."},
    {"planes.faster", "Speed Plane Up", ">", "Playback", "", "Turns the chosen plane a quarter step more for each step of the others."},
    {"planes.behind", "Turn Plane Back", "A", "Playback", "", "Turns the chosen plane back by a quarter of a step."},
    {"planes.ahead", "Turn Plane Ahead", "D", "Playback", "", "Turns the chosen plane ahead by a quarter of a step."},
    {"planes.more", "More Planes", "=", "Playback", "", "Rebuilds frames from one plane more."},
    {"planes.fewer", "Fewer Planes", "-", "Playback", "", "Rebuilds frames from one plane less."},
    {"planes.reset", "Reset Mixer", "U", "Playback", "", "Every plane takes part, at its own speed, and time is that of the timeline."},

    {"view.fit", "Fit", "F", "View", "fit", "Shows everything."},
    {"view.front", "Front", "1", "View", "", "Looks from the front."},
    {"view.right", "Right", "3", "View", "", "Looks from the right."},
    {"view.top", "Top", "7", "View", "", "Looks from above."},
    {"view.orthographic", "Orthographic", "O", "View", "", "Parallel lines stay parallel.", check},
    {"view.correspondences", "Correspondence Lines", "C", "View", "lines", "Draws lines between partners.", check, group},
    {"view.halos", "Certainty Halos", "H", "View", "", "Shows where each point would lie in other samples of the pairs.", check},
    {"scene.alignment", "Alignment", "Ctrl+1", "View", "", "Shows the sets as the run moves them.", check, group},
    {"scene.landscape", "Landscape of Rotations", "Ctrl+2", "View", "", "Shows the cost of every rotation beside the sets; drag a guess in it.", check},
    {"scene.race", "Race", "Ctrl+3", "View", "", "Shows up to four lanes or runs side by side on one timeline.", check},
    {"race.choose", "Choose Racers…", "R", "View", "", "Chooses the lanes and runs that race."},
    {"race.iteration", "Race by Iteration", "", "View", "", "Every racer stands at the same iteration.", check},
    {"race.time", "Race by Time", "", "View", "", "Every racer stands where it was at the same time.", check},
    {"race.cost", "Race by Cost", "", "View", "", "Every racer stands where it first reached the same cost.", check},
    {"projection.principal-axes", "Principal Axes", "", "View", "", "High dimensions are seen along the axes of largest variance.", check, group},
    {"projection.turning-planes", "Turning Planes", "", "View", "", "High dimensions are seen in the planes that turn most.", check},
    {"projection.grand-tour", "Grand Tour", "", "View", "", "Turns through random projections as playback goes.", check},
    {"projection.guided-tour", "Guided Tour", "", "View", "", "Turns towards the projection in which the sets differ most.", check},
    {"map.place", "Colours of Places", "", "View", "", "Paints every place of a shape and carries the colours through the map.", check, group},
    {"map.checker", "Checker", "", "View", "", "Carries checks through the map: they show stretch and tears.", check},
    {"map.stripes", "Stripes", "", "View", "", "Carries stripes across the source through the map: they show where it tears.", check},
    {"map.error", "Error of the Map", "", "View", "", "Colours each vertex by how far its image lies from the truth.", check},
    {"map.eigenfunction", "Eigenfunction", "E", "View", "", "Shows one eigenfunction of each shape, with lines of equal value.", check},
    {"map.attribute", "Attribute of the Source", "", "View", "", "Paints both shapes with what the source has beside its shape: colours, numbers or labels; again: the next.", check},
    {"carry.functions", "Carry by C", "", "View", "", "Carries numbers of the source as functions, by the matrix C; else vertex by vertex, by the map.", check},
    {"map.next-function", "Next Eigenfunction", ")", "View", "", "Shows the eigenfunction of the next higher frequency."},
    {"map.previous-function", "Previous Eigenfunction", "(", "View", "", "Shows the eigenfunction of the next lower frequency."},
    {"map.matrix", "Large Matrix C", "I", "View", "", "Shows the matrix C large over the shapes, or small again; the wheel goes nearer."},
    {"basis.cut-off", "Basis Cut-off", "T", "View", "", "Shows shapes and their map, or the data of a spectrum, as the first functions or directions alone give them.", check},
    {"basis.more", "Keep More Functions", "}", "View", "", "Moves the cut-off to one function or direction more."},
    {"basis.fewer", "Keep Fewer Functions", "{", "View", "", "Moves the cut-off to one function or direction less."},
    {"axes.linear", "Linear Axes", "", "View", "", "Decay plots have linear axes.", check, group},
    {"axes.log", "Logarithmic Values", "", "View", "", "Decay plots have their values on a logarithmic axis.", check},
    {"axes.log-log", "Both Axes Logarithmic", "", "View", "", "Decay plots have values and their numbers on logarithmic axes: a power law is a line.", check},
    {"axes.next", "Next Scales of the Axes", "A", "View", "", "Goes from linear to logarithmic to both logarithmic."},
    {"spectrum.next-layer", "Next Matrix", "N", "View", "", "Puts the next of several matrices in front."},
    {"spectrum.previous-layer", "Previous Matrix", "Shift+N", "View", "", "Puts the matrix before in front."},
    {"spectrum.next-direction", "Next Direction", "D", "View", "", "Shows the direction of the next value of a spectrum, or follows the next of the values that are driven."},
    {"spectrum.previous-direction", "Previous Direction", "Shift+D", "View", "", "The same of the value before."},
    {"plot.next", "Next Plot", "V", "View", "", "On a board without room for all its plots: brings the next one to the front."},
    {"plot.previous", "Previous Plot", "Shift+V", "View", "", "Brings the plot before to the front."},
    {"view.ease", "Camera Glides", "", "View", "", "The camera moves softly between views.", check},
    {"view.larger", "Larger", "Ctrl+= Ctrl++", "View", "", "Enlarges text, lines and points.", false, group},
    {"view.smaller", "Smaller", "Ctrl+-", "View", "", "Makes text, lines and points smaller."},
    {"view.normal", "Normal Size", "Ctrl+0", "View", "", "Text, lines and points at their own size."},
    {"view.theme", "Light Theme", "Ctrl+Shift+L", "View", "", "Changes between the dark and the light theme.", check, group},
    {"view.picture-only", "Picture Only", "F11", "View", "picture-only", "Leaves the picture and its readout.", check},
    {"view.data", "Data Panel", "", "View", "", "Shows or hides the panel of the sets.", check, group},
    {"view.method", "Method Panel", "", "View", "", "Shows or hides the panel of the method and its results.", check},
    {"view.pairs", "Picked Pairs", "", "View", "", "Shows or hides the table of picked pairs.", check},
    {"view.find", "Neighbours", "", "View", "", "Shows or hides the search and the neighbours of the selected row.", check},
    {"view.log", "Log", "Ctrl+L", "View", "", "Shows or hides the log.", check},

    {"help.shortcuts", "Keyboard Shortcuts", "F1 ?", "Help", "", "Lists every action with its keys."},
    {"help.about", "About Orthoscope", "", "Help", "", "Version, licence and libraries."},
};

}  // namespace

std::span<const ActionRow> action_table() { return table; }

const ActionRow* find_action(std::string_view id) {
    for (auto& row : table)
        if (row.id == id) return &row;
    return nullptr;
}

}  // namespace orthoscope
