/* The version of the library that runs. */
#include <keyhaul/keyhaul.h>

const char *kh_version(void) { return KEYHAUL_VERSION; }
