#include <keyhaul/keyhaul.h>
#include <stdio.h>

int main(void)
{
    static char text[1 << 20];
    size_t size = fread(text, 1, sizeof text, stdin);
    kh_errors *errors = kh_errors_new();
    kh_order_set *set = NULL;
    kh_plan *plan = NULL;
    kh_status status = kh_order_set_parse(text, size, NULL, &set, errors);
    if (status == KH_OK) status = kh_plan_make(set, NULL, NULL, NULL, &plan, errors);
    if (status == KH_OK) puts(kh_plan_text(plan, NULL)); /* it has passed the verifier */
    for (size_t i = 0; i < kh_errors_count(errors, KH_ERROR); i++)
        fprintf(stderr, "%s\n", kh_errors_at(errors, KH_ERROR, i)->message);
    kh_plan_free(plan);
    kh_order_set_free(set);
    kh_errors_free(errors);
    return status == KH_OK ? 0 : 2;
}
