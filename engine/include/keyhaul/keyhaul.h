/** keyhaul: route and load optimisation for key-account logistics. The one header a user needs. */
#ifndef KEYHAUL_H
#define KEYHAUL_H

#include <keyhaul/order_set.h>
#include <keyhaul/plan.h>
#include <keyhaul/settings.h>
#include <keyhaul/status.h>

#define KEYHAUL_VERSION "0.1.0"

#ifdef __cplusplus
extern "C" {
#endif
/** The version of the library that runs, "major.minor.patch". Static. */
KH_API const char *kh_version(void);
#ifdef __cplusplus
}
#endif
#endif
