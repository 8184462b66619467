// Rows of a set in d dimensions under a d x 3 matrix: places = X M + offset, three floats a row.
layout(local_size_x = 64) in;
layout(std430, binding = 0) readonly buffer Points { float points[]; };  // column-major
layout(std430, binding = 1) readonly buffer Projection { float projection[]; };  // 3 to a coordinate
layout(std430, binding = 2) writeonly buffer Places { float places[]; };
uniform uint rows, columns, first_row, last_row;
uniform vec3 offset;

void main() {
    uint row = first_row + gl_GlobalInvocationID.x;
    if (row >= last_row) return;
    vec3 place = vec3(0.0);
    for (uint c = 0u; c < columns; ++c)
        place += points[c * rows + row] * vec3(projection[3u * c], projection[3u * c + 1u], projection[3u * c + 2u]);
    place += offset;
    places[3u * row] = place.x, places[3u * row + 1u] = place.y, places[3u * row + 2u] = place.z;
}
