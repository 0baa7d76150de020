/* Files read whole. */
#include <stdlib.h>

#include "bench.h"

char *kb_read_text(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    char *text = NULL;
    if (fseek(file, 0, SEEK_END) == 0) {
        const long length = ftell(file);
        rewind(file);
        text = length >= 0 ? malloc((size_t)length + 1) : NULL;
        *size = text != NULL ? fread(text, 1, (size_t)length, file) : 0;
        if (text != NULL) text[*size] = '\0';
    }
    fclose(file);
    return text;
}
