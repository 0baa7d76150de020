#include <keyhaul/keyhaul.h>

const char *kh_version(void) { return KEYHAUL_VERSION; }
