//VTK::Light::Impl
    // Matt, with a soft key light over the left shoulder, a weak fill from the right and a rim towards the ground.
    vec3 facing = normalize(normalVCVSOutput);
    if (facing.z < 0.0) facing = -facing;
    float key = pow(0.5 + 0.5 * dot(facing, normalize(vec3(-0.45, 0.65, 0.62))), 1.35);
    float fill = max(0.0, dot(facing, normalize(vec3(0.8, -0.15, 0.35))));
    float edge = 1.0 - facing.z;
    vec3 shown = diffuseColor * (0.26 + 0.80 * key + 0.10 * fill);
    shown += pow(edge, 3.0) * 0.22 * mix(diffuseColor, vec3(1.0), 0.45);
    if (glass > 0.0) {
        // The set that stays is seen through: clear where it faces the eye, dense at its silhouette.
        float dense = mix(0.14, 0.90, pow(edge, 1.7));
        gl_FragData[0] = vec4(mix(shown, diffuseColor, 0.35), dense * glass);
    } else {
        gl_FragData[0] = vec4(shown, 1.0);
    }
