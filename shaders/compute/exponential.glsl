// exp for arguments of at most 0: by x = n log 2 + r with |r| <= log 2 / 2 and a polynomial in r. What lies below
// exp(-87) in float and exp(-700) in double counts as that. The includer defines REAL, and DOUBLE where that is double.
#ifdef DOUBLE
double exponential(double x) {
    x = max(x, -700.0lf);
    double n = floor(x * 1.44269504088896340736lf + 0.5lf);
    double r = x - n * 0.693147180369123816490lf - n * 1.90821492927058770002e-10lf;
    double p = 1.0lf / 6227020800.0lf;
    p = p * r + 1.0lf / 479001600.0lf;
    p = p * r + 1.0lf / 39916800.0lf;
    p = p * r + 1.0lf / 3628800.0lf;
    p = p * r + 1.0lf / 362880.0lf;
    p = p * r + 1.0lf / 40320.0lf;
    p = p * r + 1.0lf / 5040.0lf;
    p = p * r + 1.0lf / 720.0lf;
    p = p * r + 1.0lf / 120.0lf;
    p = p * r + 1.0lf / 24.0lf;
    p = p * r + 1.0lf / 6.0lf;
    p = p * r + 0.5lf;
    p = p * r + 1.0lf;
    p = p * r + 1.0lf;
    return p * packDouble2x32(uvec2(0u, uint(int(n) + 1023) << 20u));
}
#else
float exponential(float x) {
    x = max(x, -87.0);
    float n = floor(x * 1.442695041 + 0.5);
    float r = x - n * 0.693145752 - n * 1.42860677e-6;
    float p = 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    return p * uintBitsToFloat(uint(int(n) + 127) << 23u);
}
#endif
