    // Nearer points are larger; gl_Position.w is the depth in perspective and 1 in an orthographic view.
    glyphPixels = clamp(glyphSize * referenceDepth / max(gl_Position.w, 1e-30), 1.5, 64.0);
    glyphDepth = clamp(0.5 + (gl_Position.w - referenceDepth) * depthScale, 0.0, 1.0);
    gl_PointSize = glyphPixels + 1.0;
