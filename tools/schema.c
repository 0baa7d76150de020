/* keyhaul schema: the published JSON Schema of a document kind. */
#include "tool.h"

#include <string.h>

enum { KINDS_MAX = 16 };

static int list_kinds(void)
{
    const char *kind;
    for (size_t i = 0; (kind = kh_schema_kind(i)) != NULL; i++) puts(kind);
    return TOOL_FINE;
}

static int unknown_kind(const char *name)
{
    const char *kinds[KINDS_MAX];
    size_t count = 0;
    while (count < KINDS_MAX && (kinds[count] = kh_schema_kind(count)) != NULL) count++;
    kh_tool_one_of("schema", "document kind", name, kinds, count);
    return TOOL_WRONG_INPUT;
}

int kh_tool_schema(int argc, char **argv)
{
    static const struct option flags[] = {{"output", required_argument, NULL, 'o'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    const char *output = "-";
    int flag;
    while ((flag = kh_tool_next_flag(argc, argv, ":o:h", flags)) != TOOL_FLAGS_END) {
        if (flag == TOOL_FLAG_BAD) return TOOL_WRONG_INPUT;
        if (flag == 'h') return kh_tool_help_on("schema");
        output = optarg;
    }
    if (optind == argc) return list_kinds();
    if (optind + 1 != argc) return kh_tool_usage("schema", "one document kind at a time");
    const char *text = kh_schema(argv[optind]);
    if (!text) return unknown_kind(argv[optind]);
    if (kh_tool_can_write("schema", output, NULL) != TOOL_FINE) return TOOL_WRONG_INPUT;
    return kh_tool_write("schema", output, text, strlen(text));
}
