// Formatted output for code of Apple's systems on arm64, which passes variable arguments on the stack, where this system's C library does not look for them: what the programs here format, by functions
// that take a fixed number of arguments.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sink
{
    char *to;
    size_t room, size;
};

static void put(struct sink *sink, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++, sink->size++)
        if (sink->size + 1 < sink->room)
            sink->to[sink->size] = text[i];
}

static void pad(struct sink *sink, int count, char with)
{
    for (; count > 0; count--)
        put(sink, &with, 1);
}

static int digits(char *end, unsigned long value, unsigned base)
{
    int count = 0;
    do
        *--end = "0123456789abcdef"[value % base], count++;
    while ((value /= base) != 0);
    return count;
}

// [flags][width][.precision][h, hh, l, ll, z](d, i, u, x, c, s, p, g, f, %)
int vsnprintf(char *to, size_t room, const char *format, va_list arguments)
{
    struct sink sink = {to, room, 0};
    for (; *format; format++)
    {
        if (*format != '%')
        {
            put(&sink, format, 1);
            continue;
        }
        int zero = 0, left = 0, width = 0, precision = -1, is_long = 0;
        for (format++; *format == '0' || *format == '-'; format++)
            *format == '0' ? (zero = 1) : (left = 1);
        for (; *format >= '0' && *format <= '9'; format++)
            width = 10 * width + *format - '0';
        if (*format == '.')
            for (precision = 0, format++; *format == '*' || (*format >= '0' && *format <= '9'); format++)
                precision = *format == '*' ? va_arg(arguments, int) : 10 * precision + *format - '0';
        for (; *format == 'l' || *format == 'z' || *format == 'h'; format++)
            is_long |= *format != 'h';
        char text[512], *start = text;
        int size = 0;
        const char *sign = "";
        switch (*format)
        {
            case 'd': case 'i':
            {
                long value = is_long ? va_arg(arguments, long) : va_arg(arguments, int);
                sign = value < 0 ? "-" : "";
                size = digits(text + sizeof text, value < 0 ? -(unsigned long)value : (unsigned long)value, 10);
                start = text + sizeof text - size;
                break;
            }
            case 'u': case 'x':
                size = digits(text + sizeof text, is_long ? va_arg(arguments, unsigned long) : va_arg(arguments, unsigned), *format == 'x' ? 16 : 10);
                start = text + sizeof text - size;
                break;
            case 'p':
                sign = "0x";
                size = digits(text + sizeof text, (unsigned long)va_arg(arguments, void *), 16);
                start = text + sizeof text - size;
                break;
            case 'c':
                text[0] = (char)va_arg(arguments, int);
                size = 1;
                break;
            case 's':
                start = va_arg(arguments, char *);
                size = (int)(precision >= 0 ? strnlen(start, precision) : strlen(start));
                break;
            case 'g':
                gcvt(va_arg(arguments, double), precision < 0 ? 6 : precision, text);
                size = (int)strlen(text);
                break;
            case 'f':
            {
                int point, negative;
                double value = va_arg(arguments, double);
                int places = precision < 0 ? 6 : precision;
                char figures[400];
                strcpy(figures, fcvt(value, places, &point, &negative));
                sign = negative ? "-" : "";
                if (point <= 0)
                    text[size++] = '0';
                for (int i = 0; i < point; i++)
                    text[size++] = figures[i];
                if (places > 0)
                    text[size++] = '.';
                for (int i = 0; i < places; i++)
                    text[size++] = point + i < 0 ? '0' : figures[point + i];
                break;
            }
            case '%':
                text[0] = '%';
                size = 1;
                break;
            default:
                abort();
        }
        int used = size + (int)strlen(sign);
        if (!left && !zero)
            pad(&sink, width - used, ' ');
        put(&sink, sign, strlen(sign));
        if (!left && zero)
            pad(&sink, width - used, '0');
        put(&sink, start, size);
        if (left)
            pad(&sink, width - used, ' ');
    }
    if (room)
        to[sink.size < room ? sink.size : room - 1] = 0;
    return (int)sink.size;
}

int snprintf(char *to, size_t room, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(to, room, format, arguments);
    va_end(arguments);
    return size;
}

int sprintf(char *to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(to, 1 << 20, format, arguments);
    va_end(arguments);
    return size;
}

static int write_to(FILE *file, const char *format, va_list arguments)
{
    char text[8192];
    int size = vsnprintf(text, sizeof text, format, arguments);
    fwrite(text, 1, size, file);
    return size;
}

int printf(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = write_to(stdout, format, arguments);
    va_end(arguments);
    return size;
}

int fprintf(FILE *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = write_to(file, format, arguments);
    va_end(arguments);
    return size;
}
