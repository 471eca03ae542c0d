// What members of libm.a and libc.a expect of a statically linked C library: the CPU's features, here none beyond the baseline,
// so that the resolvers of STT_GNU_IFUNC symbols choose the SSE2 bodies on every machine; and three internal names of public functions.
double frexp(double value, int *exponent);
double ldexp(double value, int exponent);
double scalbn(double value, int exponent);

__attribute__((aligned(64))) char _dl_x86_cpu_features[2048];

double __frexp(double value, int *exponent)
{
    return frexp(value, exponent);
}

double __ldexp(double value, int exponent)
{
    return ldexp(value, exponent);
}

double __scalbn(double value, int exponent)
{
    return scalbn(value, exponent);
}
