// The functions that rustc writes into a program's last crate, which a set of rlibs lacks: Rust's allocator is that of its std.
#include <stddef.h>

void *__rdl_alloc(size_t size, size_t alignment);
void __rdl_dealloc(void *block, size_t size, size_t alignment);
void *__rdl_realloc(void *block, size_t old_size, size_t alignment, size_t new_size);
void *__rdl_alloc_zeroed(size_t size, size_t alignment);
void __rdl_oom(size_t size, size_t alignment);

unsigned char __rust_alloc_error_handler_should_panic;

void *__rust_alloc(size_t size, size_t alignment)
{
    return __rdl_alloc(size, alignment);
}

void __rust_dealloc(void *block, size_t size, size_t alignment)
{
    __rdl_dealloc(block, size, alignment);
}

void *__rust_realloc(void *block, size_t old_size, size_t alignment, size_t new_size)
{
    return __rdl_realloc(block, old_size, alignment, new_size);
}

void *__rust_alloc_zeroed(size_t size, size_t alignment)
{
    return __rdl_alloc_zeroed(size, alignment);
}

void __rust_alloc_error_handler(size_t size, size_t alignment)
{
    __rdl_oom(size, alignment);
}
