/* The ledger of the oracle: who opened what, and who closed it.
 *
 * The object files of a fixture have their calls to the functions below renamed (`fopen` becomes `ledger_fopen`),
 * so the ledger sees what the fixture itself opens and releases, not what the C library does inside. It shows
 * what memory tools cannot: a stream given to `free`, a descriptor closed twice, a mapping nobody unmaps.
 * Addresses are kept disguised, so that the ledger itself does not make a lost block reachable.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum family { NONE, STREAM, PIPE, DIRECTORY, MAPPING };
static const char *const family_names[] = {"none", "stream", "pipe", "directory", "mapping"};

struct entry {
  uintptr_t disguised;
  enum family family;
  int open;
};

static struct entry entries[4096];
static int entry_count;

static uintptr_t disguise(const void *p) { return (uintptr_t)p ^ 0x5a5a5a5a5a5a5a5aULL; }

static struct entry *find(const void *p) {
  for (int i = 0; i < entry_count; i++)
    if (entries[i].disguised == disguise(p)) return &entries[i];
  return NULL;
}

/* The process ends here, like with a sanitizer: what follows an error proves nothing. */
static void verdict(const char *rule, const char *what) {
  char line[256];
  int length = snprintf(line, sizeof line, "ledger: %s %s\n", rule, what);
  if (length > 0 && write(2, line, (size_t)length) < 0) abort();
  _exit(0);
}

static void *opened(void *p, enum family family) {
  if (p == NULL || p == MAP_FAILED) return p;
  struct entry *e = find(p);
  if (e == NULL) {
    if (entry_count == 4096) abort();
    e = &entries[entry_count++];
  }
  *e = (struct entry){disguise(p), family, 1};
  return p;
}

static void closing(void *p, enum family family) {
  struct entry *e = find(p);
  if (e == NULL) {
    if (p != stdin && p != stdout && p != stderr) verdict("mismatched-deallocation", family_names[family]);
    return;
  }
  if (!e->open) verdict("double-free", family_names[family]);
  if (e->family != family) verdict("mismatched-deallocation", family_names[family]);
  e->open = 0;
}

FILE *ledger_fopen(const char *path, const char *mode) { return opened(fopen(path, mode), STREAM); }
FILE *ledger_fdopen(int fd, const char *mode) { return opened(fdopen(fd, mode), STREAM); }
FILE *ledger_tmpfile(void) { return opened(tmpfile(), STREAM); }
FILE *ledger_fmemopen(void *buffer, size_t size, const char *mode) {
  return opened(fmemopen(buffer, size, mode), STREAM);
}
FILE *ledger_open_memstream(char **buffer, size_t *size) { return opened(open_memstream(buffer, size), STREAM); }
FILE *ledger_freopen(const char *path, const char *mode, FILE *stream) {
  closing(stream, STREAM);
  return opened(freopen(path, mode, stream), STREAM);
}
FILE *ledger_popen(const char *command, const char *mode) { return opened(popen(command, mode), PIPE); }
DIR *ledger_opendir(const char *path) { return opened(opendir(path), DIRECTORY); }
DIR *ledger_fdopendir(int fd) { return opened(fdopendir(fd), DIRECTORY); }
void *ledger_mmap(void *hint, size_t size, int protection, int flags, int fd, off_t offset) {
  return opened(mmap(hint, size, protection, flags, fd, offset), MAPPING);
}

int ledger_fclose(FILE *stream) {
  closing(stream, STREAM);
  return fclose(stream);
}
int ledger_pclose(FILE *stream) {
  closing(stream, PIPE);
  return pclose(stream);
}
int ledger_closedir(DIR *directory) {
  closing(directory, DIRECTORY);
  return closedir(directory);
}
int ledger_munmap(void *p, size_t size) {
  struct entry *e = find(p);
  if (e != NULL) e->open = 0;
  return munmap(p, size);
}

/* A freed stream's entry goes stale once malloc hands its address out again. */
static void *allocated(void *p) {
  struct entry *e = find(p);
  if (e != NULL && !e->open) e->disguised = 0;
  return p;
}
void *ledger_malloc(size_t size) { return allocated(malloc(size)); }
void *ledger_calloc(size_t count, size_t size) { return allocated(calloc(count, size)); }
void *ledger_realloc(void *p, size_t size) { return allocated(realloc(p, size)); }
char *ledger_strdup(const char *text) { return allocated(strdup(text)); }
void ledger_free(void *p) {
  struct entry *e = p ? find(p) : NULL;
  if (e != NULL) verdict(e->open ? "mismatched-deallocation" : "double-free", family_names[e->family]);
  free(p);
}

int ledger_close(int fd) {
  int result = close(fd);
  if (result < 0 && errno == EBADF && fd >= 0) verdict("double-free", "descriptor");
  return result;
}
ssize_t ledger_read(int fd, void *buffer, size_t size) {
  ssize_t result = read(fd, buffer, size);
  if (result < 0 && errno == EBADF && fd >= 0) verdict("use-after-free", "descriptor");
  return result;
}
ssize_t ledger_write(int fd, const void *buffer, size_t size) {
  ssize_t result = write(fd, buffer, size);
  if (result < 0 && errno == EBADF && fd >= 0) verdict("use-after-free", "descriptor");
  return result;
}

/* Called by the driver when the case has returned. */
void ledger_close_books(void) {
  for (int i = 0; i < entry_count; i++)
    if (entries[i].disguised != 0 && entries[i].open) verdict("resource-leak", family_names[entries[i].family]);
}
