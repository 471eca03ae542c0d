// liblz4.a: 10 MB through the fast and the high compressor, the frame format, damaged input.
#include "ten_megabytes.h"
#include <lz4.h>
#include <lz4frame.h>
#include <lz4hc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *comparison(int size)
{
    return size == plain_size && memcmp(plain, restored, plain_size) == 0 ? "equal" : "different";
}

int main(void)
{
    fill_plain();
    int bound = LZ4_compressBound(plain_size);
    char *packed = malloc((size_t)bound + 1000);
    printf("lz4 %s, plain %08x\n", LZ4_versionString(), fnv(plain, plain_size));
    int size = LZ4_compress_default((char *)plain, packed, plain_size, bound);
    int back = LZ4_decompress_safe(packed, (char *)restored, size, plain_size);
    printf("fast: %s, %s\n", size < plain_size ? "smaller" : "not smaller", comparison(back));
    printf("truncated: %s\n", LZ4_decompress_safe(packed, (char *)restored, size / 2, plain_size) < 0 ? "refused" : "accepted");
    size = LZ4_compress_HC((char *)plain, packed, plain_size, bound, 3);
    back = LZ4_decompress_safe(packed, (char *)restored, size, plain_size);
    printf("high: %s, %s\n", size < plain_size ? "smaller" : "not smaller", comparison(back));
    size_t frame = LZ4F_compressFrame(packed, LZ4F_compressFrameBound(1000000, NULL) < (size_t)bound ? (size_t)bound : 0, plain, 1000000, NULL);
    LZ4F_dctx *context;
    LZ4F_createDecompressionContext(&context, LZ4F_VERSION);
    size_t in = frame, out = plain_size;
    size_t left = LZ4F_decompress(context, restored, &out, packed, &in, NULL);
    LZ4F_freeDecompressionContext(context);
    printf("frame: %s, left %zu, %08x\n", LZ4F_isError(frame) ? "error" : "ok", left, fnv(restored, out));
    free(packed);
    return 0;
}
