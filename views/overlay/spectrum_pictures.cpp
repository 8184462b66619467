#include "views/overlay/spectrum_pictures.h"

#include <algorithm>
#include <cmath>

#include "views/overlay/number.h"

namespace orthoscope {
namespace {

using Form = ShownField::Kind;
constexpr Index most_table = 64;  // rows and columns of a table that are shown

// A frame of a sequence is an image of h x w pixels; else points of 2 or 3 coordinates; else neither.
struct FrameForm {
    Index rows = 0, columns = 0, channels = 1;
    bool image = false, points = false;
};

FrameForm form_of(const FrameSequence& sequence) {
    FrameForm form;
    const auto& shape = sequence.shape;
    if (shape.size() < 2) return form;
    form.points = sequence.triangles.rows() > 0 || (shape.size() == 2 && shape[1] <= 3);
    form.image = !form.points;
    form.rows = shape[0], form.columns = shape[1];
    form.channels = shape.size() > 2 ? shape[2] : 1;
    return form;
}

Matrix as_image(const RowVector& row, const FrameForm& form) {
    Matrix cells = Matrix::Zero(form.rows, form.columns);
    if (row.size() != form.rows * form.columns * form.channels) return {};
    for (Index i = 0; i < form.rows; ++i)
        for (Index j = 0; j < form.columns; ++j)
            for (Index k = 0; k < form.channels; ++k)
                cells(i, j) += row((i * form.columns + j) * form.channels + k) / double(form.channels);
    return block_means(cells, block_for(form.rows, form.columns, most_cells));
}

Matrix as_points(const RowVector& row, const FrameForm& form) {
    Matrix points(form.rows, form.columns);
    for (Index i = 0; i < form.rows; ++i) points.row(i) = row.segment(i * form.columns, form.columns);
    return points;
}

// Left side of the first p terms, with the values in it: rows of U_p S_p.
Matrix scaled_left(const SpectrumShown& shown, Index from, Index p) {
    Matrix left = shown.front->left->middleCols(from, p);
    for (Index i = 0; i < p; ++i) left.col(i) *= shown.value(from + i);
    return left;
}

RowVector mean_of(const SpectrumShown& shown) {
    const auto& mean = shown.front->mean;
    return mean && mean->cols() == shown.front->right->cols() ? RowVector(mean->row(0)) : RowVector(RowVector::Zero(shown.front->right->cols()));
}

// What p directions leave of given rows (as loaded).
Matrix projected(const SpectrumShown& shown, const Matrix& rows, Index p) {
    const RowVector mean = mean_of(shown);
    const Matrix span = shown.front->right->topRows(p);
    Matrix out = ((rows.rowwise() - mean) * span.transpose()) * span;
    out.rowwise() += mean;
    return out;
}

bool fits(const SpectrumShown& shown) {
    return shown.set && shown.front->right && shown.set->columns() == (shown.front->ascending ? shown.set->columns() : shown.front->right->cols());
}

void put_difference(SpectrumPictures& out, const Matrix& difference) {
    out.difference = image_field(difference, true);
    const double half = std::max((out.original.high - out.original.low) / 2, 1e-300);
    out.difference.low = -half, out.difference.high = half;
    out.rebuilt.low = out.original.low, out.rebuilt.high = out.original.high;
}

// A picture that is one matrix: means over blocks of both sides rebuild the means of what is rebuilt.
void matrix_pictures(SpectrumPictures& out, const SpectrumShown& shown) {
    const Matrix& all = shown.set->values();
    if (!shown.front->left || shown.front->left->rows() != all.rows()) return;
    const Index block = block_for(all.rows(), all.cols(), most_cells);
    const auto term = [&](Index from, Index p) {
        return Matrix(block_rows(scaled_left(shown, from, p), block) * block_rows(shown.front->right->middleRows(from, p).transpose(), block).transpose());
    };
    out.direction = image_field(term(shown.direction, 1), true);
    if (shown.kept < 0) return;
    const Matrix whole = block_means(all, block);
    Matrix rebuilt = shown.kept > 0 ? term(0, shown.kept) : Matrix(Matrix::Zero(whole.rows(), whole.cols()));
    rebuilt.rowwise() += RowVector(block_rows(mean_of(shown).transpose(), block).transpose());
    out.original = image_field(whole, false), out.rebuilt = image_field(rebuilt, false);
    put_difference(out, whole - rebuilt);
}

void sequence_pictures(SpectrumPictures& out, const SpectrumShown& shown, const FrameSequence& sequence) {
    const FrameForm form = form_of(sequence);
    if (!form.image && !form.points) return;
    const Index frame = sequence.frames.rows() / 2;
    const RowVector direction = shown.front->right->row(shown.direction), there = sequence.frames.row(frame);
    if (form.image) {
        out.direction = image_field(as_image(direction, form), true);
        if (shown.kept < 0) return;
        const Matrix left = projected(shown, there, shown.kept);
        const Matrix whole = as_image(there, form), rebuilt = as_image(left.row(0), form);
        out.original = image_field(whole, false), out.rebuilt = image_field(rebuilt, false);
        put_difference(out, whole - rebuilt);
        out.original.caption = "frame " + grouped(frame + 1) + " of " + grouped(sequence.frames.rows());
        return;
    }
    const Matrix points = as_points(there, form), moves = as_points(direction, form);
    out.direction = pushed_field(points, moves, 1.0 / 6, shown.set);
    colour_by(out.direction, moves.rowwise().norm(), false);
    if (shown.kept < 0) return;
    const Matrix rebuilt = as_points(projected(shown, there, shown.kept), form);
    out.original = place_field(points, points, shown.set), out.rebuilt = place_field(rebuilt, points, shown.set);
    out.difference = out.rebuilt;
    colour_by(out.difference, (points - rebuilt).rowwise().norm(), false);
    out.difference.low = 0;
    out.original.caption = "frame " + grouped(frame + 1) + " of " + grouped(sequence.frames.rows());
}

// Points and shapes: a colour each; what a cut leaves moves them.
void place_pictures(SpectrumPictures& out, const SpectrumShown& shown) {
    const Matrix& all = shown.set->values();
    const SpectrumState& front = *shown.front;
    // Of a surface an eigenfunction lifts it along its normals, and the term of a singular vector moves it.
    const auto* triangles = shown.set->triangles();
    const bool surface = triangles && triangles->rows() > 0 && all.cols() == 3;
    if (front.ascending && front.right->cols() == all.rows()) {
        const Vector waves = front.right->row(shown.direction).transpose();
        out.direction = surface ? pushed_field(all, waves.asDiagonal() * vertex_normals(all, *triangles), 1.0 / 36, shown.set) : place_field(all, all, shown.set);
        colour_by(out.direction, waves, true);
    } else if (front.left && front.left->rows() == all.rows()) {
        const Vector scores = front.left->col(shown.direction);
        out.direction = surface ? pushed_field(all, scores * front.right->row(shown.direction), 1.0 / 6, shown.set) : place_field(all, all, shown.set);
        colour_by(out.direction, scores, true);
    }
    if (shown.kept < 0 || (front.ascending && (!front.left || front.left->cols() < shown.kept))) return;
    Matrix rebuilt;
    if (front.ascending)
        rebuilt = shown.kept > 0 ? Matrix(front.right->topRows(shown.kept).transpose() * front.left->leftCols(shown.kept).transpose())
                                 : Matrix(Matrix::Zero(all.rows(), all.cols()));
    else rebuilt = projected(shown, all, shown.kept);
    out.original = place_field(all, all, shown.set), out.rebuilt = place_field(rebuilt, all, shown.set);
    out.difference = out.rebuilt;
    colour_by(out.difference, (all - rebuilt).rowwise().norm(), false);
    out.difference.low = 0;
}

// A table of many columns: its rows along the first two directions; a cut is shown on its upper left corner.
void table_pictures(SpectrumPictures& out, const SpectrumShown& shown) {
    const Matrix& all = shown.set->values();
    const SpectrumState& front = *shown.front;
    if (front.left && front.left->cols() > 1 && front.left->rows() == all.rows()) {
        const Matrix scores = scaled_left(shown, 0, 2);
        out.direction = place_field(scores, scores, nullptr);
        colour_by(out.direction, front.left->col(shown.direction), true);
    }
    if (shown.kept < 0) return;
    const Matrix rows = all.topRows(std::min(all.rows(), most_table));
    const Index columns = std::min(all.cols(), most_table);
    const Matrix rebuilt = projected(shown, rows, shown.kept);
    out.original = image_field(rows.leftCols(columns), true), out.rebuilt = image_field(rebuilt.leftCols(columns), true);
    put_difference(out, (rows - rebuilt).leftCols(columns));
    if (columns < all.cols() || rows.rows() < all.rows())
        out.original.caption = "first " + grouped(rows.rows()) + " rows, " + grouped(columns) + " columns";
}

std::string error_text(const SpectrumShown& shown) {
    const auto& errors = shown.front->errors;
    const double error = errors && shown.kept < errors->rows() ? (*errors)(shown.kept, 0) : tail_error(shown, shown.kept);
    return std::isfinite(error) ? "difference, error " + number(100 * error, 3) + " %" : "difference";
}

}  // namespace

ShownField loaded_field(const DatasetPtr& loaded) {
    const Dataset& set = *loaded;
    const Matrix& all = set.values();
    if (const auto* sequence = std::get_if<FrameSequence>(&set.payload)) {
        const FrameForm form = form_of(*sequence);
        if (form.image) return image_field(as_image(all.row(all.rows() / 2), form), false);
        if (form.points) return place_field(as_points(all.row(all.rows() / 2), form), as_points(all.row(all.rows() / 2), form), nullptr);
    }
    if (set.kind() == Kind::Cloud || set.kind() == Kind::Mesh)
        return place_field(all, all, loaded);
    if (set.kind() == Kind::Matrix) return image_field(block_means(all, block_for(all.rows(), all.cols(), most_cells)), all.minCoeff() < 0);
    return image_field(all.topLeftCorner(std::min(all.rows(), most_table), std::min(all.cols(), most_table)), true);
}

SpectrumPictures spectrum_pictures(const SpectrumShown& shown) {
    SpectrumPictures out;
    if (shown.directions() == 0 || shown.direction >= shown.directions() || !fits(shown)) return out;
    const Dataset& set = *shown.set;
    if (const auto* sequence = std::get_if<FrameSequence>(&set.payload)) sequence_pictures(out, shown, *sequence);
    else if (shown.front->ascending || set.columns() <= 3) place_pictures(out, shown);
    else if (set.kind() == Kind::Matrix) matrix_pictures(out, shown);
    else table_pictures(out, shown);
    if (out.direction.kind != Form::None)
        out.direction.caption = "direction " + grouped(shown.direction + 1) + (shown.front->ascending ? ", λ = " : ", s = ") +
                                number(shown.value(shown.direction), 3);
    if (shown.kept < 0) return out;
    if (out.original.caption.empty()) out.original.caption = "as loaded";
    out.rebuilt.caption = "from " + grouped(shown.kept) + (shown.kept == 1 ? " direction" : " directions");
    out.difference.caption = error_text(shown);
    return out;
}

}  // namespace orthoscope
