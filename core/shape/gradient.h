// Gradients of functions on a triangle mesh, and the divergence of fields of vectors on its faces.
#pragma once

#include "core/shape/laplacian.h"

namespace orthoscope {

// Piecewise linear functions: one gradient a face, in its plane. Faces without an area have the gradient 0, no area and no
// normal. For f the functions' n values a column:
//   gradients of f at face t = sum over corners c of f(c) grad_t(c),   grad(c) = n x e / (2 area), e the side across from c.
struct FaceGeometry {
    Triangles triangles;  // f x 3
    Matrix normals;       // f x 3, unit, by the right hand; of a mesh in the plane (0, 0, 1) or (0, 0, -1)
    Vector areas;         // f
    Matrix corner[3];     // f x 3: the gradient of the function that is 1 at that corner and 0 at the others

    Index faces() const { return triangles.rows(); }
};

// Vertices n x 3, or n x 2 in the plane z = 0. Precondition: finite; the faces name vertices that are there.
FaceGeometry face_geometry(const Mesh& mesh);

// f x 3: the gradient on each face of a function of n vertices.
Matrix face_gradients(const FaceGeometry& faces, const Vector& function);

// n: the integrated divergence of a field (f x 3): div(v) = -sum over faces of area grad(vertex) . v, so that
// W f = -divergence(face_gradients(f)) for the cotangent W, and phi' divergence(v) = -integral of grad phi . v. At a
// boundary the flow through it is counted (natural). Over the mass it is the divergence at a vertex.
Vector divergence(const FaceGeometry& faces, Index vertices, const Matrix& field);

// The operator g -> <u, grad g> for a field u (f x 3), averaged from faces to vertices by area: n x n; rows of vertices
// without a face are 0. With u = n x grad f / |grad f| it is the orientation operator of f (Ren et al. 2018, section 4).
SparseMatrix directional_derivative(const FaceGeometry& faces, Index vertices, const Matrix& field);

// n x grad f / |grad f| on each face, 0 where the gradient vanishes (below 1e-12 of its largest).
Matrix turned_directions(const FaceGeometry& faces, const Vector& function);

}  // namespace orthoscope
