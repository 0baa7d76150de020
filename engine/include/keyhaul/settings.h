/* Settings of a planning run: struct, defaults, ranges, flags and manual from one table. */
#ifndef KEYHAUL_SETTINGS_H
#define KEYHAUL_SETTINGS_H

#include <stddef.h>
#include <stdint.h>

#include <keyhaul/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off */
/*    field       type     default  min  max      unit  what it does                                    */
#define KH_SETTINGS_MAP(X)                                                                                \
    X(time_limit, double,  10.0,    0.0, 86400,   "s",  "stop the search after this; 0: only iterations") \
    X(iterations, int64_t, 0,       0,   1000000000000000, "", "steps over all islands; given alone: no clock") \
    X(islands,    int32_t, 0,       0,   256,     "",   "independent searches; 0: 4, or threads if timed") \
    X(threads,    int32_t, 0,       0,   1024,    "",   "0: all the machine has; see islands")            \
    X(seed,       int64_t, 1,       0,   9007199254740991, "", "another seed, another search")             \
    X(exact,      int32_t, 1,       0,   2,       "",   "1: 10 orders are proved; 2, or no N: up to 20")
/* clang-format on */

typedef struct kh_settings {
#define X(field, type, initial, low, high, unit, text) type field;
    KH_SETTINGS_MAP(X)
#undef X
} kh_settings;

typedef struct kh_setting_info {
    const char *name; /* as the field; a flag is the same with '-' for '_' */
    double initial, low, high;
    const char *unit, *text;
    int is_integer;
} kh_setting_info;

KH_API void kh_settings_init(kh_settings *settings);
/** The i-th setting's description, or NULL past the last. */
KH_API const kh_setting_info *kh_setting_at(size_t i);
/** Sets a field by name from text. KH_E_ARGUMENT if unknown, not a number or out of range. */
KH_API kh_status kh_settings_set(kh_settings *settings, const char *name, const char *value);

#ifdef __cplusplus
}
#endif
#endif
