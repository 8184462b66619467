//VTK::PositionVC::Impl
    ballPlace = vertexMC.xyz;
