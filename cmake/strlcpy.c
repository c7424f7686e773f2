/* For libpg_query on a C library older than glibc 2.38, the first to have BSD's strlcpy. */
#include <string.h>

size_t strlcpy(char *destination, const char *source, size_t size);

size_t strlcpy(char *destination, const char *source, size_t size) {
    const size_t length = strlen(source);
    if (size > 0) {
        const size_t copied = length < size ? length : size - 1;
        memcpy(destination, source, copied);
        destination[copied] = '\0';
    }
    return length;
}
