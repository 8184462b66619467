//VTK::Normal::Impl
    // Checks of a place, lines of equal value and stripes where nothing is known, over whatever colour is there.
    if (patternChecks > 0.0) {
        vec2 wave = sin(3.14159265 * patternChecks * patternVS.xy);
        vec2 square = clamp(wave / max(0.7 * fwidth(wave), vec2(1e-4)), -1.0, 1.0);
        float dark = 0.5 - 0.5 * square.x * square.y;
        diffuseColor *= 1.0 - 0.58 * dark * patternStrength * (1.0 - patternVS.w);
    }
    if (patternLines > 0.0) {
        float level = patternVS.z * patternLines;
        float change = fwidth(level);
        float away = abs(fract(level) - 0.5) / max(change, 1e-5);
        // A constant has no lines, whatever its value.
        if (change > 1e-4) diffuseColor *= 1.0 - 0.62 * (1.0 - smoothstep(0.55, 1.25, away)) * patternStrength;
    }
    float stripe = smoothstep(0.35, 0.65, abs(2.0 * fract((gl_FragCoord.x + gl_FragCoord.y) / (9.0 * patternPixels)) - 1.0));
    diffuseColor *= 1.0 - 0.45 * stripe * smoothstep(0.4, 0.6, patternVS.w);
