// libz.a: 10 MB through deflate and inflate at several levels, checksums, the gzip format, damaged input.
#include "ten_megabytes.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

int main(void)
{
    fill_plain();
    printf("zlib %s, plain %08x\n", zlibVersion(), fnv(plain, plain_size));
    printf("crc32 %08lx adler32 %08lx\n", crc32(0, plain, plain_size), adler32(1, plain, plain_size));
    uLong bound = compressBound(plain_size);
    unsigned char *packed = malloc(bound);
    for (int level = 1; level <= 6; level += 5)
    {
        uLongf packed_size = bound, restored_size = plain_size;
        memset(restored, 0, sizeof restored);
        int status = compress2(packed, &packed_size, plain, plain_size, level);
        int back = uncompress(restored, &restored_size, packed, packed_size);
        printf("level %d: %d %d, %s, %s\n", level, status, back, packed_size < plain_size / 2 ? "smaller" : "not smaller",
               memcmp(plain, restored, plain_size) == 0 ? "equal" : "different");
        packed[packed_size / 2] ^= 1;
        restored_size = plain_size;
        printf("damaged: %d\n", uncompress(restored, &restored_size, packed, packed_size));
    }
    z_stream stream = { 0 };
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = plain, stream.avail_in = 100000, stream.next_out = packed, stream.avail_out = (uInt)bound;
    printf("gzip: %d", deflate(&stream, Z_FINISH));
    deflateEnd(&stream);
    printf(" magic %02x%02x\n", packed[0], packed[1]);
    free(packed);
    return 0;
}
