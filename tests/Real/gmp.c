// libgmp.a (hand-written assembler): 10 000 digits of pi by Chudnovsky's series and binary splitting; a Mersenne prime; a big power.
#include <gmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void split(mpz_t p, mpz_t q, mpz_t t, unsigned long a, unsigned long b)
{
    if (b - a == 1)
    {
        if (a == 0)
        {
            mpz_set_ui(p, 1);
            mpz_set_ui(q, 1);
        }
        else
        {
            mpz_set_ui(p, 6 * a - 5);
            mpz_mul_ui(p, p, 2 * a - 1);
            mpz_mul_ui(p, p, 6 * a - 1);
            mpz_set_ui(q, a);
            mpz_mul_ui(q, q, a);
            mpz_mul_ui(q, q, a);
            mpz_mul_ui(q, q, 10939058860032000ul);
        }
        mpz_set_ui(t, 545140134ul);
        mpz_mul_ui(t, t, a);
        mpz_add_ui(t, t, 13591409ul);
        mpz_mul(t, t, p);
        if (a & 1)
            mpz_neg(t, t);
        return;
    }
    mpz_t p2, q2, t2;
    mpz_inits(p2, q2, t2, NULL);
    unsigned long middle = (a + b) / 2;
    split(p, q, t, a, middle);
    split(p2, q2, t2, middle, b);
    mpz_mul(t, t, q2);
    mpz_mul(t2, t2, p);
    mpz_add(t, t, t2);
    mpz_mul(p, p, p2);
    mpz_mul(q, q, q2);
    mpz_clears(p2, q2, t2, NULL);
}

int main(void)
{
    const unsigned long digits = 10000;
    mpz_t p, q, t, one, root;
    mpz_inits(p, q, t, one, root, NULL);
    split(p, q, t, 0, digits / 14 + 2);
    mpz_ui_pow_ui(one, 10, 2 * (digits + 10));
    mpz_mul_ui(one, one, 10005);
    mpz_sqrt(root, one);
    mpz_mul_ui(root, root, 426880);
    mpz_mul(root, root, q);
    mpz_tdiv_q(root, root, t);
    char *text = mpz_get_str(NULL, 10, root);
    text[digits + 1] = 0;
    unsigned hash = 2166136261u;
    for (char *c = text; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    printf("pi: %c.%.20s... %s, %zu digits, %08x\n", text[0], text + 1, text + digits - 19, strlen(text), hash);
    free(text);
    mpz_ui_pow_ui(p, 2, 521);
    mpz_sub_ui(p, p, 1);
    printf("2^521-1 prime: %d\n", mpz_probab_prime_p(p, 25) > 0);
    mpz_set_ui(q, 3);
    mpz_powm_ui(q, q, 1000003, p);
    gmp_printf("3^1000003 mod 2^521-1 = %Zx\n", q);
    mpz_clears(p, q, t, one, root, NULL);
    return 0;
}
