    vec3 shown = diffuseColor;
    if (ringStroke <= 0.0) {
        // Lit like a button, and darker at its rim where the disc is large enough to show one.
        float light = 0.5 - 0.5 * dot(place, vec2(0.5, 0.8));
        shown *= mix(1.0, 0.90 + 0.22 * light, smoothstep(3.0, 7.0, glyphPixels));
        float rim = smoothstep(1.0 - 3.0 / max(radius, 3.0), 1.0, away) * smoothstep(3.5, 7.0, glyphPixels);
        shown = mix(shown, groundColour, 0.35 * rim);
    }
    if (coverage < 0.04) discard;
    shown = mix(shown, groundColour, 0.30 * glyphDepth * depthFade);
    gl_FragData[0] = vec4(shown, opacity * presence * coverage);
