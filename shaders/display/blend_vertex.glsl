    // Part of the way to another place; the other places may have been turned and shifted as a whole since they came.
    vec3 otherMC = blendX * placeMC.x + blendY * placeMC.y + blendZ * placeMC.z + blendShift;
    gl_Position = MCDCMatrix * vec4(mix(vertexMC.xyz, otherMC, blendWeight * placeMC.w), 1.0);
