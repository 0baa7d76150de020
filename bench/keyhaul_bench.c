/* keyhaul-bench, the program. */
#include <string.h>

#include "bench.h"

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "run") == 0) return kb_run(argc - 1, argv + 1);
    if (argc > 1 && strcmp(argv[1], "compare") == 0) return kb_compare(argc - 1, argv + 1);
    fprintf(stderr, "keyhaul-bench measures keyhaul on standard instances.\n\n"
                    "  keyhaul-bench run --instances DIR --suite solomon --time-limit 10 "
                    "--seeds 3 --threads 2 -o rows.csv\n"
                    "  keyhaul-bench compare before.csv after.csv\n\n"
                    "See bench/README.md.\n");
    return 2;
}
