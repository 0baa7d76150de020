/* What a status code means in words. */
#include <keyhaul/status.h>

const char *kh_status_text(kh_status status)
{
    switch (status) {
#define X(name, value, text)                                                                       \
    case KH_##name:                                                                                \
        return text;
        KH_STATUS_MAP(X)
#undef X
    }
    return "unknown status";
}
