    vec2 place = (2.0 * gl_PointCoord - 1.0) * (glyphPixels + 1.0) / glyphPixels;
    float away = length(place);
    float radius = 0.5 * glyphPixels;
    float coverage = clamp((1.0 - away) * radius + 0.5, 0.0, 1.0);
    if (ringStroke > 0.0) coverage *= clamp((away - 1.0) * radius + max(ringStroke, 0.2 * radius) + 0.5, 0.0, 1.0);
