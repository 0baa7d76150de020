/* Reads the order set named on the command line, plans it for two seconds and prints the plan. */
#include <keyhaul/keyhaul.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    static char text[1 << 20];
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : stdin;
    size_t size = file ? fread(text, 1, sizeof text, file) : 0;
    kh_order_set *set = NULL;
    kh_plan *plan = NULL;
    kh_errors *errors = kh_errors_new();
    kh_settings settings;
    kh_settings_init(&settings);
    settings.time_limit = 2;
    if (kh_order_set_parse(text, size, NULL, &set, errors) == KH_OK &&
        kh_plan_make(set, &settings, NULL, NULL, &plan, errors) == KH_OK)
        puts(kh_plan_text(plan, &size)); /* a JSON document that has passed the verifier */
    for (size_t i = 0; i < kh_errors_count(errors, KH_ERROR); i++)
        fprintf(stderr, "%s\n", kh_errors_at(errors, KH_ERROR, i)->message);
    kh_plan_free(plan);
    kh_order_set_free(set);
    kh_errors_free(errors);
    return plan ? 0 : 2;
}
