/* What keyhaul-bench says of itself. */
#include <string.h>

#include "bench.h"

static const char general[] =
    "keyhaul-bench measures keyhaul on standard instances.\n\n"
    "  keyhaul-bench run --instances DIR --suite solomon --time-limit 10 --seeds 3 --threads 2 "
    "-o rows.csv\n"
    "  keyhaul-bench compare before.csv after.csv\n\n"
    "keyhaul-bench run --help and compare --help tell more; bench/README.md tells all.\n";

static const char run[] =
    "keyhaul-bench run plans every instance of the suites, verifies each plan and prints gaps to\n"
    "the best known.\n\n"
    "All of Solomon for ten seconds each, rows for later comparison:\n"
    "  keyhaul-bench run --instances DIR --suite solomon --time-limit 10 --threads 2 -o rows.csv\n"
    "Some instances, five seeds, fewest vehicles first:\n"
    "  keyhaul-bench run --instances DIR --suite solomon --only 'R1*,C101' --seeds 5 --first "
    "vehicles\n"
    "The same rows on every machine, two runs at once, going on where it was stopped:\n"
    "  keyhaul-bench run --instances DIR --suite cvrp-x --iterations 200000 --jobs 2 --resume -o "
    "rows.csv\n\n"
    "  --suite NAME[,NAME...]      folders of instances\n"
    "  --instances DIR             the folder of these folders (else KEYHAUL_INSTANCES)\n"
    "  --only 'R1*,C101'           instances of these names alone\n"
    "  --first cost|vehicles       what comes first (else as is usual for the suite)\n"
    "  --time-limit S              seconds of each run (10, or none with --iterations)\n"
    "  --iterations N              steps of each run\n"
    "  --seeds N                   runs of each instance, with seeds 1 to N (1)\n"
    "  --threads N                 of each run (1)\n"
    "  --jobs N                    runs at once (1); keep jobs x threads within the cores\n"
    "  -o, --output rows.csv       a row for each run\n"
    "  --resume                    keep the rows that are there and run what is missing\n"
    "  --trace cost-over-time.csv  the cost at every improvement\n\n"
    "Exit status: 0, 2 bad flags or names, 3 a plan was not made or does not hold.\n";

static const char comparison[] =
    "keyhaul-bench compare pairs the rows of two files by suite, instance, seed and objective.\n\n"
    "  keyhaul-bench compare before.csv after.csv\n\n"
    "Exit status: 0, 1 the second is significantly worse (p < 0.05), 2 a file cannot be read.\n";

bool kb_asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return true;
    return false;
}

void kb_help(FILE *file, const char *command)
{
    const char *text = general;
    if (command != NULL && strcmp(command, "run") == 0) text = run;
    if (command != NULL && strcmp(command, "compare") == 0) text = comparison;
    fputs(text, file);
}
