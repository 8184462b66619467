    // Glass lies behind the moving surface by a hair, so that matched surfaces do not flicker through each other.
    gl_Position.z += setBack * gl_Position.w;
