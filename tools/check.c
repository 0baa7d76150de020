/* keyhaul check: does a plan hold? Recomputed from the order set and the plan alone. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

typedef struct check_request {
    const char *orders, *plan;
    bool json;
} check_request;

/* -1: go on; else the exit status. */
static int read_request(check_request *request, int argc, char **argv)
{
    static const struct option flags[] = {
        {"json", no_argument, NULL, 'j'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    int flag;
    memset(request, 0, sizeof *request);
    while ((flag = kh_tool_next_flag(argc, argv, ":h", flags)) != TOOL_FLAGS_END) {
        if (flag == TOOL_FLAG_BAD) return TOOL_WRONG_INPUT;
        if (flag == 'h') return kh_tool_help_on("check");
        request->json = true;
    }
    if (optind + 2 != argc)
        return kh_tool_usage("check", "it takes two documents: the order set, then the plan");
    request->orders = argv[optind];
    request->plan = argv[optind + 1];
    if (strcmp(request->orders, "-") == 0 && strcmp(request->plan, "-") == 0)
        return kh_tool_usage("check", "only one of the two can be stdin");
    return -1;
}

static void show(const check_request *request, const char *path, const kh_errors *errors,
                 kh_status status)
{
    FILE *stream = request->json || status == KH_E_BREACH ? stdout : stderr;
    kh_tool_findings(stream, path, errors, request->json);
    if (status != KH_OK && status != KH_E_BREACH && !kh_errors_total(errors, KH_ERROR))
        fprintf(stderr, "keyhaul check: %s: %s\n", kh_tool_shown(path), kh_status_text(status));
    if (status == KH_OK && !request->json) printf("%s: the plan holds\n", kh_tool_shown(path));
}

static int read_orders(const check_request *request, kh_order_set **set, kh_errors *errors)
{
    char *text = NULL, *folder = kh_tool_folder(request->orders);
    size_t size = 0;
    int result = kh_tool_read("check", request->orders, &text, &size);
    if (result == TOOL_FINE) {
        /* An order that could not be read is one that the plan must list as left out. */
        const kh_read_options options = {.directory = folder, .quarantine = true};
        const kh_status status = kh_order_set_parse(text, size, &options, set, errors);
        result = kh_tool_exit(status);
        if (status != KH_OK)
            show(request, request->orders, errors, status);
        else if (kh_order_set_quarantined(*set) > 0)
            kh_tool_findings(stderr, request->orders, errors, false);
    }
    free(text);
    free(folder);
    return result;
}

static int check_plan(const check_request *request, const kh_order_set *set, kh_errors *errors)
{
    char *text = NULL;
    size_t size = 0;
    const int result = kh_tool_read("check", request->plan, &text, &size);
    if (result != TOOL_FINE) return result;
    kh_errors_clear(errors);
    const kh_status status = kh_check(set, text, size, errors);
    show(request, request->plan, errors, status);
    free(text);
    return kh_tool_exit(status);
}

int kh_tool_check(int argc, char **argv)
{
    check_request request;
    kh_order_set *set = NULL;
    int result = read_request(&request, argc, argv);
    if (result >= 0) return result;
    kh_errors *errors = kh_errors_new();
    if (!errors) {
        fprintf(stderr, "keyhaul check: out of memory\n");
        return TOOL_INTERNAL;
    }
    result = read_orders(&request, &set, errors);
    if (result == TOOL_FINE) result = check_plan(&request, set, errors);
    kh_order_set_free(set);
    kh_errors_free(errors);
    return result;
}
