/* keyhaul help: what each subcommand does, on one screen and with an example. */
#include "tool.h"

#include <string.h>

/* clang-format off */
static const char plan_help[] =
    "keyhaul plan ORDERS.json [-o PLAN.json] [FLAG...]\n"
    "\n"
    "Plans an order set: which vehicle serves which orders, when, at what cost. The\n"
    "plan is verified before it is written. Ctrl-C ends the run with the best plan so\n"
    "far. \"-\" is stdin or stdout; without -o the plan goes to stdout.\n"
    "\n"
    "  -o, --output FILE        where the plan goes; then the table goes to stdout\n"
    "@settings"
    "      --quarantine         leave out orders with errors instead of refusing all\n"
    "      --json               findings as a JSON document\n"
    "\n"
    "Exit status: 0 all orders served, 1 some left out (the plan says why), 2 wrong\n"
    "input, 3 an error inside keyhaul.\n"
    "\n"
    "Examples:\n"
    "  keyhaul plan orders.json -o plan.json --time-limit 30\n"
    "  keyhaul plan orders.json -o plan.json --iterations 20000   the same every time\n"
    "  keyhaul plan few.json -o plan.json --exact    the best there is, proved\n"
    "  keyhaul plan - --quarantine <orders.json | keyhaul check orders.json -\n";
static const char check_help[] =
    "keyhaul check ORDERS.json PLAN.json [--json]\n"
    "\n"
    "Recomputes every time, load, rule and cost of a plan from its order set, by code\n"
    "that shares nothing with the planner, and names each breach with its place in\n"
    "the plan. It does not matter who made the plan.\n"
    "\n"
    "      --json               findings as a JSON document\n"
    "\n"
    "Exit status: 0 the plan holds, 1 it breaks a rule, 2 wrong input.\n"
    "\n"
    "Example: keyhaul check orders.json plan.json\n";
static const char schema_help[] =
    "keyhaul schema [KIND] [-o FILE]\n"
    "\n"
    "Prints the JSON Schema (draft 2020-12) of a document kind; without KIND, the\n"
    "kinds that there are. Each key's meaning and default stand in it.\n"
    "\n"
    "Example: keyhaul schema order-set -o order-set.schema.json\n";
static const char convert_help[] =
    "keyhaul convert --from FORMAT FILE [-o ORDERS.json] [FLAG...]\n"
    "\n"
    "Turns a benchmark instance into an order set.\n"
    "\n"
    "      --from FORMAT        solomon (Homberger too), vrplib (VRPTW and other\n"
    "                           sections), lilim or sartori (pickup and delivery)\n"
    "  -o, --output FILE        where the order set goes; else to stdout\n"
    "      --rounding R         dimacs (one decimal, cut), exact (1/1000), integer;\n"
    "                           else as the format's classic set does\n"
    "      --first WHAT         cost or vehicles; else the format's classic objective\n"
    "      --json               findings as a JSON document\n"
    "\n"
    "Example: keyhaul convert --from solomon R101.txt -o R101.json\n"
    "         keyhaul plan R101.json --time-limit 5 -o R101.plan.json\n";
static const char generate_help[] =
    "keyhaul generate [--orders N] [--seed N] [-o ORDERS.json] [FLAG...]\n"
    "\n"
    "Invents a day of distribution: customers in real towns, accounts with their\n"
    "habits, and a fleet that can serve them. The same flags give the same bytes\n"
    "everywhere.\n"
    "\n"
    "      --orders N           all orders, collections among them (60)\n"
    "      --seed N             another seed, another day (1)\n"
    "      --country NAME       germany or brazil (germany)\n"
    "      --accounts LIST      of supermarket, electronics, automotive, pharma,\n"
    "                           beverage, small (no account); all but the last\n"
    "      --depots N           the central one, then satellites; at most 10 (1)\n"
    "      --fleet N            vehicles in all; auto: as many as it takes (auto)\n"
    "      --days N             length of the horizon; at most 14 (1)\n"
    "      --windows WIDTH      tight, usual or wide (usual)\n"
    "      --returns N          per cent of the orders that bring something back (10)\n"
    "      --carriers N         who else may take orders: groupage, hired trucks,\n"
    "                           parcel service, pharma express, the first N of them;\n"
    "                           with --days some orders may then wait (0)\n"
    "  -o, --output FILE        where the order set goes; else to stdout\n"
    "\n"
    "Examples:\n"
    "  keyhaul generate --orders 500 --country brazil --depots 2 -o day.json\n"
    "  keyhaul generate --orders 200 --days 3 --carriers 4 -o days.json\n";
static const char version_help[] =
    "keyhaul version\n"
    "\n"
    "Prints the version of the program and, if it differs, of the library it runs on.\n"
    "\n"
    "Example: keyhaul version\n";
static const char help_help[] =
    "keyhaul help [COMMAND]\n"
    "\n"
    "Says what keyhaul or one of its commands does, as keyhaul COMMAND --help does.\n"
    "\n"
    "Example: keyhaul help plan\n";
/* clang-format on */

static int run_version(int argc, char **argv);
static int run_help(int argc, char **argv);

static const kh_tool_command commands[] = {
    {"plan", kh_tool_plan, "plan an order set", plan_help},
    {"check", kh_tool_check, "verify a plan against its order set", check_help},
    {"schema", kh_tool_schema, "print the JSON Schema of a document kind", schema_help},
    {"convert", kh_tool_convert, "turn a benchmark instance into an order set", convert_help},
    {"generate", kh_tool_generate, "invent an order set", generate_help},
    {"version", run_version, "print the version", version_help},
    {"help", run_help, "explain a command", help_help},
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

const kh_tool_command *kh_tool_command_named(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    return NULL;
}

int kh_tool_unknown_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++) names[i] = commands[i].name;
    const char *nearest = kh_tool_nearest(name, names, COMMAND_COUNT);
    fprintf(stderr, "keyhaul: unknown command \"%s\"", name);
    if (nearest) fprintf(stderr, "; did you mean \"%s\"?", nearest);
    fprintf(stderr, "\nSee: keyhaul help\n");
    return TOOL_WRONG_INPUT;
}

static void print_settings(void)
{
    const kh_setting_info *setting;
    for (size_t i = 0; (setting = kh_setting_at(i)) != NULL; i++) {
        char flag[64];
        snprintf(flag, sizeof flag, "%s %s", setting->name, setting->unit[0] ? "SECONDS" : "N");
        for (char *c = flag; *c; c++)
            if (*c == '_') *c = '-';
        printf("      --%-18s %s (%g)\n", flag, setting->text, setting->initial);
    }
}

static void print_help(const char *text)
{
    static const char mark[] = "@settings";
    const char *at = strstr(text, mark);
    if (!at) {
        fputs(text, stdout);
        return;
    }
    printf("%.*s", (int)(at - text), text);
    print_settings();
    fputs(at + strlen(mark), stdout);
}

int kh_tool_help_on(const char *command)
{
    const kh_tool_command *known = kh_tool_command_named(command);
    if (!known) return kh_tool_unknown_command(command);
    print_help(known->help);
    return TOOL_FINE;
}

void kh_tool_overview(FILE *stream)
{
    fprintf(stream, "keyhaul plans routes for key accounts: an order set in, a verified "
                    "plan out.\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(stream, "  keyhaul %-10s %s\n", commands[i].name, commands[i].summary);
    fprintf(stream, "\nkeyhaul help COMMAND says more. Example:\n\n"
                    "  keyhaul plan orders.json -o plan.json --time-limit 30\n");
}

static bool is_help_flag(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static int run_help(int argc, char **argv)
{
    if (argc > 2) return kh_tool_usage("help", "one command at a time");
    if (argc == 2) return kh_tool_help_on(is_help_flag(argv[1]) ? "help" : argv[1]);
    kh_tool_overview(stdout);
    return TOOL_FINE;
}

static int run_version(int argc, char **argv)
{
    if (argc == 2 && is_help_flag(argv[1])) return kh_tool_help_on("version");
    if (argc > 1) return kh_tool_usage("version", "it takes nothing, not \"%s\"", argv[1]);
    printf("keyhaul %s", KEYHAUL_VERSION);
    if (strcmp(KEYHAUL_VERSION, kh_version()) != 0) printf(" (library %s)", kh_version());
    putchar('\n');
    return TOOL_FINE;
}
