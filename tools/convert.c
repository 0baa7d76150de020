/* keyhaul convert: a benchmark file becomes an order set. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

typedef struct convert_request {
    const char *format, *input, *output;
    kh_convert_options options;
    char name[128];
    bool json;
} convert_request;

static const char *const formats[] = {"solomon", "vrplib", "lilim", "sartori"};
static const char *const roundings[] = {"dimacs", "exact", "integer"};
static const char *const objectives[] = {"cost", "vehicles"};
static const struct option convert_flags[] = {{"from", required_argument, NULL, 'f'},
                                              {"output", required_argument, NULL, 'o'},
                                              {"rounding", required_argument, NULL, 'r'},
                                              {"first", required_argument, NULL, 'v'},
                                              {"json", no_argument, NULL, 'j'},
                                              {"help", no_argument, NULL, 'h'},
                                              {NULL, 0, NULL, 0}};

static bool set_flag(convert_request *request, int flag)
{
    switch (flag) {
    case 'f':
        return (request->format = kh_tool_one_of("convert", "--from", optarg, formats, 4)) != NULL;
    case 'r':
        return (request->options.rounding =
                    kh_tool_one_of("convert", "--rounding", optarg, roundings, 3)) != NULL;
    case 'v':
        return (request->options.first =
                    kh_tool_one_of("convert", "--first", optarg, objectives, 2)) != NULL;
    case 'o':
        request->output = optarg;
        return true;
    case 'j':
        request->json = true;
        return true;
    default:
        return false;
    }
}

/* "folder/R101.txt" is called R101 where the file does not say it itself. */
static void name_after_file(convert_request *request)
{
    const char *slash = strrchr(request->input, '/'), *base = slash ? slash + 1 : request->input;
    const char *dot = strrchr(base, '.');
    if (strcmp(request->input, "-") == 0) return;
    snprintf(request->name, sizeof request->name, "%.*s",
             (int)(dot && dot != base ? dot - base : (long)strlen(base)), base);
    request->options.name = request->name;
}

/* -1: go on; else the exit status. */
static int read_request(convert_request *request, int argc, char **argv)
{
    int flag;
    memset(request, 0, sizeof *request);
    request->output = "-";
    while ((flag = kh_tool_next_flag(argc, argv, ":o:h", convert_flags)) != TOOL_FLAGS_END) {
        if (flag == 'h') return kh_tool_help_on("convert");
        if (!set_flag(request, flag)) return TOOL_WRONG_INPUT;
    }
    if (!request->format)
        return kh_tool_usage("convert", "which format is it? --from solomon|vrplib|lilim|sartori");
    if (optind + 1 != argc) return kh_tool_usage("convert", "it takes one file (- for stdin)");
    request->input = argv[optind];
    name_after_file(request);
    return -1;
}

static int convert_text(const convert_request *request, const char *text, size_t size,
                        kh_errors *errors)
{
    char *document = NULL;
    const kh_status status =
        kh_convert(request->format, text, size, &request->options, &document, errors);
    int result = kh_tool_exit(status);
    FILE *stream = request->json && strcmp(request->output, "-") != 0 ? stdout : stderr;
    kh_tool_findings(stream, request->input, errors, request->json);
    if (status != KH_OK && !kh_errors_total(errors, KH_ERROR))
        fprintf(stderr, "keyhaul convert: %s: %s\n", kh_tool_shown(request->input),
                kh_status_text(status));
    if (status == KH_OK)
        result = kh_tool_write("convert", request->output, document, strlen(document));
    kh_text_free(document);
    return result;
}

int kh_tool_convert(int argc, char **argv)
{
    convert_request request;
    char *text = NULL;
    size_t size = 0;
    int result = read_request(&request, argc, argv);
    if (result >= 0) return result;
    if (kh_tool_can_write("convert", request.output, request.input) != TOOL_FINE)
        return TOOL_WRONG_INPUT;
    if (kh_tool_read("convert", request.input, &text, &size) != TOOL_FINE) return TOOL_WRONG_INPUT;
    kh_errors *errors = kh_errors_new();
    result = errors ? convert_text(&request, text, size, errors) : TOOL_INTERNAL;
    kh_errors_free(errors);
    free(text);
    return result;
}
