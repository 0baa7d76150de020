/* keyhaul-bench, the program. */
#include <string.h>

#include "bench.h"

int main(int argc, char **argv)
{
    const char *command = argc > 1 ? argv[1] : NULL;
    if (kb_asks_for_help(argc, argv)) {
        kb_help(stdout, command);
        return 0;
    }
    if (command != NULL && strcmp(command, "run") == 0) return kb_run(argc - 1, argv + 1);
    if (command != NULL && strcmp(command, "compare") == 0) return kb_compare(argc - 1, argv + 1);
    if (command != NULL) fprintf(stderr, "keyhaul-bench: there is no command %s\n\n", command);
    kb_help(stderr, NULL);
    return 2;
}
