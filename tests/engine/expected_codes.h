/* What a mutated plan must be found guilty of: a list of codes, all of them and nothing else. */
#ifndef KEYHAUL_EXPECTED_CODES_H
#define KEYHAUL_EXPECTED_CODES_H

#include <stdbool.h>
#include <string.h>

#include <keyhaul/status.h>

#include "test.h"

static bool names_code(const char *codes, const char *code)
{
    const size_t length = strlen(code);
    for (const char *at = strstr(codes, code); at; at = strstr(at + 1, code))
        if ((at == codes || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

static bool found_code(const kh_errors *errors, const char *code, size_t length)
{
    for (size_t i = 0; i < kh_errors_count(errors, KH_ERROR); i++) {
        const char *found = kh_errors_at(errors, KH_ERROR, i)->code;
        if (strlen(found) == length && strncmp(found, code, length) == 0) return true;
    }
    return false;
}

/* Prints what is not as expected; the number of surprises. */
static int32_t surprises(const char *name, const char *codes, kh_status status,
                         const kh_errors *errors)
{
    int32_t count = (status == KH_OK) != (*codes == '\0');
    for (size_t i = 0; i < kh_errors_count(errors, KH_ERROR); i++) {
        const kh_finding *finding = kh_errors_at(errors, KH_ERROR, i);
        if (names_code(codes, finding->code)) continue;
        printf("%s: unexpected %s at %s: %s\n", name, finding->code, finding->pointer,
               finding->message);
        count++;
    }
    for (const char *code = codes; *code;) {
        const size_t length = strcspn(code, " ");
        if (!found_code(errors, code, length)) {
            printf("%s: %.*s was not found\n", name, (int)length, code);
            count++;
        }
        code += length + (code[length] == ' ');
    }
    return count;
}

#endif
