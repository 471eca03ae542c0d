// Calls the Rust library rust.rs, as a staticlib and as a set of rlibs.
#include <stdio.h>

unsigned rust_answer(unsigned limit);
unsigned rust_panics(void);
unsigned rust_threads(void);

int main(void)
{
    printf("answer %u\n", rust_answer(100));
    fflush(stdout);
    unsigned drops = rust_panics();
    printf("drops %u\n", drops);
    fflush(stdout);
    printf("threads %u\n", rust_threads());
    return 0;
}
