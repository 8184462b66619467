    // A face whose corners move straight has a normal that is quadratic in the way gone.
    float gone = blendWeight * placeMC.w;
    vec3 otherNormal = blendX * normalOtherMC.x + blendY * normalOtherMC.y + blendZ * normalOtherMC.z;
    vec3 normalNow = (1.0 - gone) * ((1.0 - gone) * normalMC + gone * normalBetweenMC) + gone * gone * otherNormal;
    float normalLength = length(normalNow);
    normalVCVSOutput = normalMatrix * (normalLength > 1e-12 ? normalNow / normalLength : normalMC);
