/* keyhaul generate: random daily order sets, the same for a seed on every machine. */
#include <stdlib.h>
#include <string.h>

#include "generate.h"
#include "tool.h"

enum { COMMAND_ERROR = -1 };
static const char command[] = "generate";

/* A whole number within bounds, else an explanation and COMMAND_ERROR. */
static long long number(const char *flag, const char *text, long long least, long long most)
{
    char *end;
    const long long value = strtoll(text, &end, 10);
    if (end != text && *end == 0 && value >= least && value <= most) return value;
    kh_tool_usage(command, "%s: \"%s\" is not a whole number from %lld to %lld", flag, text, least,
                  most);
    return COMMAND_ERROR;
}

/* One name of the list of accounts. */
static bool add_account(gen_settings *set, const char *name)
{
    const char *keys[GEN_ACCOUNTS];
    for (int p = 0; p < GEN_ACCOUNTS; p++) keys[p] = gen_profiles[p].key;
    const char *key = kh_tool_one_of(command, "--accounts", name, keys, GEN_ACCOUNTS);
    for (int p = 0; key != NULL && p < GEN_ACCOUNTS; p++) {
        if (key == keys[p]) set->account[p] = true;
    }
    return key != NULL;
}

static bool set_accounts(gen_settings *set, const char *list)
{
    char name[32];
    memset(set->account, 0, sizeof set->account);
    for (;;) {
        const size_t length = strcspn(list, ",");
        snprintf(name, sizeof name, "%.*s", (int)length, list);
        if (!add_account(set, name)) return false;
        if (list[length] == 0) return true;
        list += length + 1;
    }
}

static bool set_country(gen_settings *set, const char *name)
{
    static const char *const names[] = {"germany", "brazil"};
    const char *known = kh_tool_one_of(command, "--country", name, names, 2);
    if (known != NULL) set->country = known == names[0] ? &gen_germany : &gen_brazil;
    return known != NULL;
}

static bool set_width(gen_settings *set, const char *name)
{
    static const char *const names[] = {"tight", "usual", "wide"};
    const char *known = kh_tool_one_of(command, "--windows", name, names, 3);
    for (int w = 0; w < 3; w++) {
        if (known == names[w]) set->width = (gen_width)w;
    }
    return known != NULL;
}

static bool set_number(int *out, const char *flag, const char *text, int least, int most)
{
    const long long value = number(flag, text, least, most);
    if (value != COMMAND_ERROR) *out = (int)value;
    return value != COMMAND_ERROR;
}

static bool set_seed(gen_settings *set, const char *text)
{
    const long long value = number("--seed", text, 0, 1000000000000000);
    if (value != COMMAND_ERROR) set->seed = (uint64_t)value;
    return value != COMMAND_ERROR;
}

static bool set_fleet(gen_settings *set, const char *text)
{
    set->fleet = 0;
    return strcmp(text, "auto") == 0 || set_number(&set->fleet, "--fleet", text, 1, GEN_ORDERS);
}

static bool apply(gen_settings *set, int flag, const char *value)
{
    switch (flag) {
    case 'n':
        return set_number(&set->orders, "--orders", value, 1, GEN_ORDERS);
    case 's':
        return set_seed(set, value);
    case 'c':
        return set_country(set, value);
    case 'a':
        return set_accounts(set, value);
    case 'd':
        return set_number(&set->depots, "--depots", value, 1, GEN_DEPOTS);
    case 'f':
        return set_fleet(set, value);
    case 't':
        return set_number(&set->days, "--days", value, 1, GEN_DAYS);
    case 'w':
        return set_width(set, value);
    case 'r':
        return set_number(&set->returns, "--returns", value, 0, 25);
    case 'k':
        return set_number(&set->carriers, "--carriers", value, 0, GEN_CARRIERS);
    case 'o':
        set->output = value;
        return true;
    default:
        return false;
    }
}

static int read_flags(gen_settings *set, int argc, char **argv)
{
    static const struct option flags[] = {{"orders", required_argument, NULL, 'n'},
                                          {"seed", required_argument, NULL, 's'},
                                          {"country", required_argument, NULL, 'c'},
                                          {"accounts", required_argument, NULL, 'a'},
                                          {"depots", required_argument, NULL, 'd'},
                                          {"fleet", required_argument, NULL, 'f'},
                                          {"days", required_argument, NULL, 't'},
                                          {"windows", required_argument, NULL, 'w'},
                                          {"returns", required_argument, NULL, 'r'},
                                          {"output", required_argument, NULL, 'o'},
                                          {"carriers", required_argument, NULL, 'k'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    for (;;) {
        const int flag = kh_tool_next_flag(argc, argv, ":o:h", flags);
        if (flag == TOOL_FLAGS_END) break;
        if (flag == 'h') return kh_tool_help_on(command), COMMAND_ERROR;
        if (flag == TOOL_FLAG_BAD || !apply(set, flag, optarg)) return TOOL_WRONG_INPUT;
    }
    if (optind < argc) return kh_tool_usage(command, "unexpected \"%s\"", argv[optind]);
    return TOOL_FINE;
}

static void list_workdays(gen_state *state)
{
    for (int day = 0; day < state->set->days; day++) {
        if ((day + 1) % 7 < 5) state->workday[state->workdays++] = day; /* day 0 is a Tuesday */
    }
}

static bool make(gen_state *state)
{
    list_workdays(state);
    if (!gen_make_depots(state) || !gen_make_orders(state)) return false;
    gen_make_carriers(state);
    gen_make_fleet(state);
    return true;
}

static int write_out(const gen_state *state)
{
    char *text = NULL;
    size_t size = 0;
    bool *mark = calloc((size_t)state->place_count, sizeof *mark);
    FILE *out = mark != NULL ? open_memstream(&text, &size) : NULL;
    int status = TOOL_INTERNAL;
    if (out != NULL) {
        gen_write(state, mark, out);
        const bool broken = ferror(out) != 0;
        if (fclose(out) == 0 && !broken) {
            status = kh_tool_write(command, state->set->output, text, size);
        }
    }
    free(text);
    free(mark);
    return status;
}

int kh_tool_generate(int argc, char **argv)
{
    gen_settings set = {.orders = 60,
                        .depots = 1,
                        .days = 1,
                        .returns = 10,
                        .seed = 1,
                        .country = &gen_germany,
                        .account = {true, true, true, true, true, false},
                        .width = GEN_USUAL,
                        .output = "-"};
    int status = read_flags(&set, argc, argv);
    if (status != TOOL_FINE) return status == COMMAND_ERROR ? TOOL_FINE : status;
    status = kh_tool_can_write(command, set.output, NULL);
    if (status != TOOL_FINE) return status;
    gen_state state = {.set = &set, .random = set.seed};
    if (make(&state)) {
        status = write_out(&state);
    } else {
        fprintf(stderr, "keyhaul generate: out of memory\n");
        status = TOOL_INTERNAL;
    }
    free(state.orders);
    free(state.places);
    return status;
}
