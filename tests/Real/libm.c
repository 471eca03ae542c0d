// libm.a: functions that choose their body at load time (STT_GNU_IFUNC) and others; results printed exactly, in hexadecimal.
#include <complex.h>
#include <fenv.h>
#include <math.h>
#include <stdio.h>

static volatile double half = 0.5, ten = 10, minus = -2.5;
static volatile float third = 1.0f / 3;
static volatile long double tiny = 1e-30L;

int main(void)
{
    printf("sin %a cos %a tan %a\n", sin(half), cos(half), tan(half));
    printf("exp %a log %a pow %a\n", exp(half), log(ten), pow(ten, half));
    printf("atan %a atan2 %a asin %a acos %a\n", atan(half), atan2(half, minus), asin(half), acos(half));
    printf("floor %a ceil %a rint %a trunc %a nearbyint %a\n", floor(minus), ceil(minus), rint(minus), trunc(minus), nearbyint(minus));
    printf("fma %a fmaf %a\n", fma(half, ten, minus), (double)fmaf(third, third, third));
    printf("sinf %a cosf %a expf %a logf %a powf %a exp2f %a\n", (double)sinf(third), (double)cosf(third), (double)expf(third), (double)logf(third),
           (double)powf(third, third), (double)exp2f(third));
    printf("sinh %a cosh %a tanh %a cbrt %a hypot %a\n", sinh(half), cosh(half), tanh(half), cbrt(ten), hypot(half, ten));
    printf("gamma %a lgamma %a erf %a j0 %a\n", tgamma(half), lgamma(ten), erf(half), j0(half));
    printf("expl %La logl %La sqrtl %La\n", expl(tiny), logl(tiny), sqrtl(tiny));
    printf("fmod %a remainder %a ldexp %a scalbn %a\n", fmod(ten, minus), remainder(ten, minus), ldexp(half, 10), scalbn(half, -10));
    double complex z = cexp(half + ten * I);
    printf("cexp %a %a cabs %a\n", creal(z), cimag(z), cabs(z));
    feclearexcept(FE_ALL_EXCEPT);
    volatile double bad = log(-half);
    printf("log(-0.5) is nan: %d, invalid: %d\n", isnan(bad) != 0, fetestexcept(FE_INVALID) != 0);
    return 0;
}
