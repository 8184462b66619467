in float glyphPixels;
flat in uint number;
uniform float glyphSize;
uniform float ringStroke;
out uint seen;
