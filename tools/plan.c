/* keyhaul plan: an order set in, a verified plan out. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { SETTINGS_MAX = 32, OWN_FLAGS = 4, NAME_SIZE = 48, SETTING_FLAG = 1000, TABLE_WIDTH = 100 };

typedef struct plan_flags {
    char names[SETTINGS_MAX][NAME_SIZE]; /* the settings' flags */
    struct option list[SETTINGS_MAX + OWN_FLAGS + 1];
} plan_flags;

typedef struct plan_request {
    const char *orders, *output;
    bool quarantine, json, time_given;
    kh_settings settings;
} plan_request;

/* Our own flags and one for each setting of the library, '-' for '_'. */
static void flags_init(plan_flags *flags)
{
    static const struct option own[OWN_FLAGS] = {{"output", required_argument, NULL, 'o'},
                                                 {"quarantine", no_argument, NULL, 'q'},
                                                 {"json", no_argument, NULL, 'j'},
                                                 {"help", no_argument, NULL, 'h'}};
    const kh_setting_info *setting;
    int count = 0;
    memset(flags, 0, sizeof *flags);
    for (; count < SETTINGS_MAX && (setting = kh_setting_at((size_t)count)) != NULL; count++) {
        char *name = flags->names[count];
        snprintf(name, NAME_SIZE, "%s", setting->name);
        for (char *c = name; *c; c++)
            if (*c == '_') *c = '-';
        const int value = strcmp(name, "exact") == 0 ? optional_argument : required_argument;
        flags->list[count] = (struct option){name, value, NULL, SETTING_FLAG + count};
    }
    memcpy(flags->list + count, own, sizeof own);
}

static int set_setting(plan_request *request, const plan_flags *flags, int index, const char *value)
{
    const kh_setting_info *setting = kh_setting_at((size_t)index);
    if (strcmp(setting->name, "time_limit") == 0) request->time_given = true;
    if (kh_settings_set(&request->settings, setting->name, value) == KH_OK) return TOOL_FINE;
    return kh_tool_usage("plan", "--%s: \"%s\" is not a %snumber from %.17g to %.17g",
                         flags->names[index], value, setting->is_integer ? "whole " : "",
                         setting->low, setting->high);
}

static int set_flag(plan_request *request, const plan_flags *flags, int flag)
{
    switch (flag) {
    case 'o':
        request->output = optarg;
        return TOOL_FINE;
    case 'q':
        request->quarantine = true;
        return TOOL_FINE;
    case 'j':
        request->json = true;
        return TOOL_FINE;
    default:
        return set_setting(request, flags, flag - SETTING_FLAG, optarg);
    }
}

/* "--exact" alone asks for a proof; a digit behind it is its value. */
static void take_exact(int argc, char **argv)
{
    static char asked[] = "2";
    const char *next = optind < argc ? argv[optind] : "";
    const bool digit = *next >= '0' && *next <= '9' && !next[1];
    optarg = digit ? argv[optind++] : asked;
}

/* -1: go on; else the exit status. */
static int read_request(plan_request *request, int argc, char **argv)
{
    plan_flags flags;
    int flag;
    flags_init(&flags);
    memset(request, 0, sizeof *request);
    request->output = "-";
    kh_settings_init(&request->settings);
    while ((flag = kh_tool_next_flag(argc, argv, ":o:h", flags.list)) != TOOL_FLAGS_END) {
        if (flag == TOOL_FLAG_BAD) return TOOL_WRONG_INPUT;
        if (flag == 'h') return kh_tool_help_on("plan");
        if (flag >= SETTING_FLAG && !optarg) take_exact(argc, argv);
        if (set_flag(request, &flags, flag) != TOOL_FINE) return TOOL_WRONG_INPUT;
    }
    if (optind + 1 != argc)
        return kh_tool_usage("plan", optind == argc ? "which order set? (- for stdin)"
                                                    : "one order set at a time");
    request->orders = argv[optind];
    if (request->settings.iterations > 0 && !request->time_given) request->settings.time_limit = 0;
    return -1;
}

static bool to_stdout(const plan_request *request) { return strcmp(request->output, "-") == 0; }

/* Findings are a document on stdout, unless the plan goes there. */
static void show_findings(const plan_request *request, const kh_errors *errors)
{
    FILE *stream = request->json && !to_stdout(request) ? stdout : stderr;
    kh_tool_findings(stream, request->orders, errors, request->json);
}

static int columns_of(int file)
{
    struct winsize size;
    if (ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
    return TABLE_WIDTH;
}

/* The table goes where the plan does not. */
static void show_table(const plan_request *request, const kh_plan *plan)
{
    FILE *stream = to_stdout(request) ? stderr : stdout;
    if ((stream == stderr && !isatty(STDERR_FILENO)) || (stream == stdout && request->json)) return;
    char *table = kh_plan_table(plan, columns_of(fileno(stream)));
    if (table) fputs(table, stream);
    kh_text_free(table);
}

static int hand_over(const plan_request *request, const kh_order_set *set, const kh_plan *plan,
                     const kh_errors *errors)
{
    size_t size = 0;
    kh_plan_summary summary;
    const char *text = kh_plan_text(plan, &size);
    if (kh_tool_write("plan", request->output, text, size) != TOOL_FINE) return TOOL_WRONG_INPUT;
    show_findings(request, errors);
    show_table(request, plan);
    kh_plan_summarise(plan, &summary);
    if (request->settings.exact > 1 && !summary.proven)
        fprintf(stderr, "keyhaul plan: this is a good plan, not a proved one: there are too many "
                        "orders, or the budget ended first\n");
    return summary.unserved > 0 || kh_order_set_quarantined(set) > 0 ? TOOL_BUT : TOOL_FINE;
}

static int make_plan(const plan_request *request, const kh_order_set *set, kh_errors *errors)
{
    kh_tool_progress progress;
    kh_plan *plan = NULL;
    kh_tool_progress_init(&progress);
    const kh_status status =
        kh_plan_make(set, &request->settings, kh_tool_on_progress, &progress, &plan, errors);
    int result = kh_tool_exit(status);
    if (status == KH_OK) {
        result = hand_over(request, set, plan, errors);
    } else {
        show_findings(request, errors);
        fprintf(stderr, "keyhaul plan: %s%s\n", kh_status_text(status),
                status == KH_E_INTERNAL
                    ? "; no plan was written. Please report it with the order set and the "
                      "lines above."
                    : "");
    }
    kh_plan_free(plan);
    return result;
}

static int read_and_plan(const plan_request *request, kh_errors *errors)
{
    char *text = NULL, *folder = kh_tool_folder(request->orders);
    size_t size = 0;
    kh_order_set *set = NULL;
    int result = kh_tool_read("plan", request->orders, &text, &size);
    if (result == TOOL_FINE) {
        const kh_read_options options = {.directory = folder, .quarantine = request->quarantine};
        const kh_status status = kh_order_set_parse(text, size, &options, &set, errors);
        result = kh_tool_exit(status);
        if (status != KH_OK) {
            show_findings(request, errors);
            if (!kh_errors_total(errors, KH_ERROR))
                fprintf(stderr, "keyhaul plan: %s\n", kh_status_text(status));
        }
    }
    free(text);
    free(folder);
    if (set) result = make_plan(request, set, errors);
    kh_order_set_free(set);
    return result;
}

int kh_tool_plan(int argc, char **argv)
{
    plan_request request;
    int result = read_request(&request, argc, argv);
    if (result >= 0) return result;
    kh_tool_catch_signals();
    if (kh_tool_can_write("plan", request.output, request.orders) != TOOL_FINE)
        return TOOL_WRONG_INPUT;
    kh_errors *errors = kh_errors_new();
    if (!errors) {
        fprintf(stderr, "keyhaul plan: out of memory\n");
        return TOOL_INTERNAL;
    }
    result = read_and_plan(&request, errors);
    kh_errors_free(errors);
    return result;
}
