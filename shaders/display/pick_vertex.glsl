// Numbers in place of colours: what stands before and after the geometry that points and surfaces share.
in vec4 vertexMC;
in vec4 placeMC;
uniform mat4 MCDCMatrix;
uniform float blendWeight;
uniform vec3 blendX;
uniform vec3 blendY;
uniform vec3 blendZ;
uniform vec3 blendShift;
uniform float glyphSize;
uniform float referenceDepth;
uniform uint firstNumber;
uniform uint numberStep;
const float depthScale = 0.0;
float glyphDepth;
out float glyphPixels;
flat out uint number;
