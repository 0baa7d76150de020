/* keyhaul: the program that planners and scripts start. Finds the subcommand and runs it. */
#include "tool.h"

#include <string.h>

/* Flags that people try first. */
static const char *command_meant(const char *word)
{
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) return "help";
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) return "version";
    return word;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        kh_tool_overview(stderr);
        return TOOL_WRONG_INPUT;
    }
    const kh_tool_command *command = kh_tool_command_named(command_meant(argv[1]));
    if (!command) return kh_tool_unknown_command(argv[1]);
    int result = command->run(argc - 1, argv + 1);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "keyhaul: stdout cannot be written\n");
        result = TOOL_WRONG_INPUT;
    }
    return result;
}
