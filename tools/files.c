/* Files in and out: read whole and within a limit; written beside their place and renamed, so that
 * none is ever half there. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_AT_ONCE = 1 << 16 };
static const size_t size_limit = (size_t)1 << 30; /* bytes */

static bool is_dash(const char *path) { return strcmp(path, "-") == 0; }

const char *kh_tool_shown(const char *path) { return is_dash(path) ? "stdin" : path; }

static int refuse(const char *command, const char *path, const char *why)
{
    fprintf(stderr, "keyhaul %s: %s: %s\n", command, path, why);
    return TOOL_WRONG_INPUT;
}

char *kh_tool_folder(const char *path)
{
    if (is_dash(path)) return NULL;
    const char *slash = strrchr(path, '/');
    if (!slash) return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

/* ---- Reading */

static const char *read_stream(FILE *file, char **text, size_t *size)
{
    size_t capacity = READ_AT_ONCE, used = 0;
    char *buffer = malloc(capacity + 1);
    const char *why = buffer ? NULL : "out of memory";
    while (!why) {
        used += fread(buffer + used, 1, capacity - used, file);
        if (ferror(file)) why = strerror(errno);
        if (why || used < capacity) break;
        if (capacity >= size_limit) {
            why = "larger than 1 GiB";
            break;
        }
        char *larger = realloc(buffer, 2 * capacity + 1);
        if (larger)
            buffer = larger, capacity *= 2;
        else
            why = "out of memory";
    }
    if (why) {
        free(buffer);
        return why;
    }
    buffer[used] = '\0';
    *text = buffer, *size = used;
    return NULL;
}

int kh_tool_read(const char *command, const char *path, char **text, size_t *size)
{
    struct stat status;
    FILE *file = is_dash(path) ? stdin : fopen(path, "rb");
    if (!file) return refuse(command, path, strerror(errno));
    const char *why = NULL;
    if (fstat(fileno(file), &status) == 0 && S_ISDIR(status.st_mode))
        why = "is a folder, not a document";
    else
        why = read_stream(file, text, size);
    if (file != stdin) fclose(file);
    return why ? refuse(command, kh_tool_shown(path), why) : TOOL_FINE;
}

/* ---- Writing */

static bool same_file(const struct stat *a, const char *other)
{
    struct stat b;
    return other && !is_dash(other) && stat(other, &b) == 0 && a->st_dev == b.st_dev &&
           a->st_ino == b.st_ino;
}

int kh_tool_can_write(const char *command, const char *path, const char *input)
{
    struct stat status;
    if (is_dash(path)) return TOOL_FINE;
    if (!*path) return refuse(command, "-o", "the name is empty");
    if (stat(path, &status) == 0) {
        if (S_ISDIR(status.st_mode)) return refuse(command, path, "is a folder; name a file in it");
        if (same_file(&status, input)) return refuse(command, path, "is the input itself");
        if (!S_ISREG(status.st_mode)) return TOOL_FINE;
    }
    char *folder = kh_tool_folder(path);
    if (!folder) return refuse(command, path, "out of memory");
    const int problem = access(folder, W_OK | X_OK) == 0 ? 0 : errno;
    free(folder);
    return problem ? refuse(command, path, strerror(problem)) : TOOL_FINE;
}

static int write_all(int file, const char *text, size_t size)
{
    while (size > 0) {
        const ssize_t written = write(file, text, size);
        if (written < 0 && errno != EINTR) return errno;
        if (written > 0) text += written, size -= (size_t)written;
    }
    return 0;
}

/* Devices, pipes: there is nothing to rename. */
static int write_through(const char *path, const char *text, size_t size)
{
    const int file = open(path, O_WRONLY | O_NOCTTY);
    if (file < 0) return errno;
    int problem = write_all(file, text, size);
    if (close(file) != 0 && !problem) problem = errno;
    return problem;
}

static mode_t mode_for_new(void)
{
    const mode_t mask = umask(0);
    umask(mask);
    return (mode_t)(0666 & ~mask);
}

static void sync_folder(const char *path)
{
    char *folder = kh_tool_folder(path);
    const int file = folder ? open(folder, O_RDONLY | O_DIRECTORY) : -1;
    if (file >= 0) {
        fsync(file);
        close(file);
    }
    free(folder);
}

/* Writes path + ".XXXXXX" in the same folder, then renames it. */
static int write_beside(const char *path, mode_t mode, const char *text, size_t size)
{
    const size_t length = strlen(path);
    char *beside = malloc(length + sizeof ".XXXXXX");
    if (!beside) return ENOMEM;
    memcpy(beside, path, length);
    memcpy(beside + length, ".XXXXXX", sizeof ".XXXXXX");
    const int file = mkstemp(beside);
    int problem = file < 0 ? errno : 0;
    if (file >= 0) {
        problem = write_all(file, text, size);
        if (!problem && fchmod(file, mode) != 0) problem = errno;
        if (!problem && fsync(file) != 0) problem = errno;
        if (close(file) != 0 && !problem) problem = errno;
        if (!problem && rename(beside, path) != 0) problem = errno;
        if (problem) unlink(beside);
    }
    if (!problem) sync_folder(path);
    free(beside);
    return problem;
}

static int write_file(const char *path, const char *text, size_t size)
{
    struct stat status;
    const bool exists = stat(path, &status) == 0;
    if (exists && !S_ISREG(status.st_mode)) return write_through(path, text, size);
    char *target = exists ? realpath(path, NULL) : strdup(path); /* through a link, not over it */
    if (!target) return errno;
    const mode_t mode = exists ? (mode_t)(status.st_mode & 07777) : mode_for_new();
    const int problem = write_beside(target, mode, text, size);
    free(target);
    return problem;
}

/* A signal must not strike between writing and renaming: it waits those milliseconds. */
static int write_undisturbed(const char *path, const char *text, size_t size)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction before[3], ignore;
    memset(&ignore, 0, sizeof ignore);
    ignore.sa_handler = SIG_IGN;
    for (int i = 0; i < 3; i++) sigaction(signals[i], &ignore, &before[i]);
    const int problem = write_file(path, text, size);
    for (int i = 0; i < 3; i++) sigaction(signals[i], &before[i], NULL);
    return problem;
}

int kh_tool_write(const char *command, const char *path, const char *text, size_t size)
{
    if (is_dash(path)) {
        if (fwrite(text, 1, size, stdout) != size || fflush(stdout) != 0)
            return refuse(command, "stdout", strerror(errno));
        return TOOL_FINE;
    }
    const int problem = write_undisturbed(path, text, size);
    return problem ? refuse(command, path, strerror(problem)) : TOOL_FINE;
}
