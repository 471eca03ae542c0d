// libzstd.a: 10 MB through several levels, by stream, and damaged input.
#include "ten_megabytes.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

int main(void)
{
    fill_plain();
    size_t bound = ZSTD_compressBound(plain_size);
    unsigned char *packed = malloc(bound);
    printf("zstd %s, plain %08x\n", ZSTD_versionString(), fnv(plain, plain_size));
    for (int level = 1; level <= 9; level += 4)
    {
        memset(restored, 0, sizeof restored);
        size_t packed_size = ZSTD_compress(packed, bound, plain, plain_size, level);
        size_t restored_size = ZSTD_decompress(restored, plain_size, packed, packed_size);
        printf("level %d: %s, %zu, %s\n", level, ZSTD_isError(packed_size) ? "error" : packed_size < plain_size / 2 ? "smaller" : "not smaller",
               restored_size, memcmp(plain, restored, plain_size) == 0 ? "equal" : "different");
    }
    size_t packed_size = ZSTD_compress(packed, bound, plain, plain_size, 3);
    printf("truncated: %s\n", ZSTD_getErrorName(ZSTD_decompress(restored, plain_size, packed, packed_size / 2)));
    ZSTD_DStream *stream = ZSTD_createDStream();
    ZSTD_inBuffer in = { packed, packed_size, 0 };
    unsigned hash_parts = 0;
    size_t total = 0;
    unsigned char chunk[4096];
    for (;;)
    {
        ZSTD_outBuffer out = { chunk, sizeof chunk, 0 };
        size_t left = ZSTD_decompressStream(stream, &out, &in);
        hash_parts = hash_parts * 31 + fnv(chunk, out.pos);
        total += out.pos;
        if (ZSTD_isError(left) || left == 0)
            break;
    }
    ZSTD_freeDStream(stream);
    printf("stream: %zu bytes, %08x\n", total, hash_parts);
    free(packed);
    return 0;
}
