/* Memory of benchmark instances. */
#include "instance.h"

#include <stdlib.h>

bool khe_instance_reserve(khe_instance *instance, int32_t sites, int32_t classes)
{
    instance->sites = calloc((size_t)sites, sizeof *instance->sites);
    instance->classes = calloc((size_t)classes, sizeof *instance->classes);
    if (instance->sites == NULL || instance->classes == NULL) return false;
    instance->site_count = sites;
    instance->class_count = classes;
    for (int32_t i = 0; i < sites; i++)
        instance->sites[i] =
            (khe_site){.number = i, .role = KHE_DELIVERY, .close = -1, .prize = -1, .partner = -1};
    for (int32_t k = 0; k < classes; k++)
        instance->classes[k] = (khe_class){.count = -1, .per_unit = 1, .max_duration = -1};
    instance->seconds = 1;
    return true;
}

bool khe_instance_read_matrix(khe_instance *instance, khe_lines *lines)
{
    const int32_t n = instance->site_count;
    if (n > KHE_INSTANCE_MATRIX)
        return khe_lines_fail(lines, KH_E_LIMIT, "expected a matrix of at most %d places, found %d",
                              KHE_INSTANCE_MATRIX, n);
    free(instance->matrix);
    instance->matrix = malloc((size_t)n * (size_t)n * sizeof *instance->matrix);
    if (instance->matrix == NULL) return khe_lines_nomem(lines);
    for (int32_t i = 0; i < n * n; i++) {
        if (khe_lines_at_end(lines) && !khe_lines_next_number(lines))
            return khe_lines_fail(lines, KH_E_SYNTAX, "expected %d numbers of the matrix, found %d",
                                  n * n, i);
        if (!khe_lines_number(lines, "a length", 0, KHE_INSTANCE_TIME, &instance->matrix[i]))
            return false;
    }
    return khe_lines_done(lines, "the matrix's last number");
}

void khe_instance_free(khe_instance *instance)
{
    for (int32_t k = 0; k < instance->class_count; k++) free(instance->classes[k].allowed);
    free(instance->name);
    free(instance->sites);
    free(instance->classes);
    free(instance->matrix);
    *instance = (khe_instance){0};
}
