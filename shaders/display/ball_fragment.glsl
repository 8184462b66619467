//VTK::Light::Impl
    // A ray through the ball of rotation vectors. The cost of a vector v is a quadratic form of the unit quaternion
    // (cos |v|/2, sin(|v|/2) v/|v|), scaled here to 0 at the optimum and 1 at the worst; cosine and sine / |v| are
    // series in |v|^2, right to 1e-5 up to |v| = pi.
    vec3 ray = parallelView > 0.5 ? viewAway : normalize(ballPlace - viewEye);
    vec3 origin = parallelView > 0.5 ? ballPlace - 10.0 * viewAway : viewEye;
    float along = dot(origin, ray);
    float reach = along * along - dot(origin, origin) + 9.8696;
    if (reach <= 0.0) discard;
    float half_way = sqrt(reach);
    float enters = max(-along - half_way, 0.0);
    float stride = (half_way - along - enters) / rayMarches;
    float before = -1.0;
    vec3 gathered = vec3(0.0);
    float through = 1.0;
    for (float k = 0.0; k <= rayMarches; k += 1.0) {
        vec3 v = origin + (enters + k * stride) * ray;
        float x = 0.25 * dot(v, v);
        float w = 1.0 + x * (-0.5 + x * (0.0416666667 + x * (-0.00138888889 + x * 0.0000248015873)));
        float s = 0.5 * (1.0 + x * (-0.166666667 + x * (0.00833333333 + x * (-0.000198412698 + x * 0.00000275573192))));
        vec3 u = s * v;
        float cost = clamp(formCorner * w * w + w * dot(formEdge, u) + dot(formSquare, u * u) +
                               dot(formCross, u.yzx * u.zxy),
                           0.0, 1.0);
        if (before >= 0.0) {
            float mean = 0.5 * (cost + before);
            float low = 1.0 - mean;
            // A haze that thickens towards the optimum, and thin shells of equal cost, dense where seen edge on.
            float dense = haze * low * low * low * stride;
            float shell = abs(floor(cost * shells) - floor(before * shells));
            float slope = abs(cost - before) / stride;
            dense += min(shell, 1.0) * (0.03 + 0.10 * low) / (0.14 + slope);
            float kept = exp(-dense);
            vec3 colour = rampA + rampB * clamp(4.0 * mean, 0.0, 1.0) + rampC * clamp(4.0 * mean - 1.0, 0.0, 1.0) +
                          rampD * clamp(4.0 * mean - 2.0, 0.0, 1.0) + rampE * clamp(4.0 * mean - 3.0, 0.0, 1.0);
            gathered += through * (1.0 - kept) * colour;
            through *= kept;
        }
        before = cost;
    }
    float cover = 1.0 - through;
    // The surface of the ball is where its opposite sides meet: a rim shows it.
    float rim = exp(-0.9 * half_way);
    vec3 shown = (gathered + through * rim * 0.35 * rimColour) / max(cover + through * rim * 0.35, 1e-4);
    gl_FragData[0] = vec4(shown, cover + through * rim * 0.35);
