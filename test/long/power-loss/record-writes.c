/*
 * Preloaded into a server: records in a file, in their order, what it asks the disk to do below one folder. RECORD_BELOW
 * is the folder, RECORD_TO the file. Each record is a line of text, which for a write is followed by its bytes.
 * The index file of SQLite (-shm) is left out, because SQLite makes it again.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_FILES 65536
#define PATH_BYTES 4096

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int output = -1;
static const char *below;
static struct { ino_t inode; int is_directory; char path[512]; } opened[MAX_FILES];


__attribute__((constructor)) static void begin(void) {
  const char *to = getenv("RECORD_TO");
  below = getenv("RECORD_BELOW");
  if (to == NULL || below == NULL) abort();
  output = syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (output < 0) abort();
}

static void put(const void *bytes, size_t length) {
  for (const char *from = bytes; length > 0;) {
    long written = syscall(SYS_write, output, from, length);
    if (written <= 0) abort();
    from += written;
    length -= written;
  }
}

static void record(const char *format, ...) {
  char line[PATH_BYTES * 2];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line, format, values);
  va_end(values);
  put(line, length);
}

static int is_recorded(const char *path) {
  size_t length = strlen(path);
  if (strncmp(path, below, strlen(below)) != 0) return 0;
  return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

static int holds(int file) {
  struct stat found;
  if (file < 0 || file >= MAX_FILES || opened[file].inode == 0) return 0;
  return fstat(file, &found) == 0 && found.st_ino == opened[file].inode;
}

static int open_recorded(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode) {
  struct stat found;
  if (!is_recorded(path)) {
    int file = real(path, flags, mode);
    if (file >= 0 && file < MAX_FILES) opened[file].inode = 0;
    return file;
  }
  pthread_mutex_lock(&lock);
  int existed = stat(path, &found) == 0;
  int file = real(path, flags, mode);
  if (file >= 0 && file < MAX_FILES && fstat(file, &found) == 0) {
    opened[file].inode = found.st_ino;
    opened[file].is_directory = S_ISDIR(found.st_mode);
    snprintf(opened[file].path, sizeof opened[file].path, "%s", path);
    if (!existed) record("create %lu %s\n", (unsigned long)found.st_ino, path);
    else if ((flags & O_TRUNC) != 0) record("truncate %lu 0\n", (unsigned long)found.st_ino);
  }
  pthread_mutex_unlock(&lock);
  return file;
}

static mode_t mode_of(int flags, va_list values) { return (flags & O_CREAT) != 0 ? va_arg(values, mode_t) : 0; }

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    static int (*real)(const char *, int, ...); \
    if (real == NULL) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name); \
    va_list values; \
    va_start(values, flags); \
    mode_t mode = mode_of(flags, values); \
    va_end(values); \
    return open_recorded(real, path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

static ssize_t recorded_write(int file, const void *bytes, ssize_t written, off_t offset) {
  if (written > 0) {
    record("write %lu %ld %ld\n", (unsigned long)opened[file].inode, (long)offset, (long)written);
    put(bytes, written);
  }
  return written;
}

ssize_t write(int file, const void *bytes, size_t length) {
  if (!holds(file)) return syscall(SYS_write, file, bytes, length);
  pthread_mutex_lock(&lock);
  off_t offset = (fcntl(file, F_GETFL) & O_APPEND) != 0 ? lseek(file, 0, SEEK_END) : lseek(file, 0, SEEK_CUR);
  ssize_t written = recorded_write(file, bytes, syscall(SYS_write, file, bytes, length), offset);
  pthread_mutex_unlock(&lock);
  return written;
}

static ssize_t write_at(int file, const void *bytes, size_t length, off_t offset) {
  if (!holds(file)) return syscall(SYS_pwrite64, file, bytes, length, offset);
  pthread_mutex_lock(&lock);
  ssize_t written = recorded_write(file, bytes, syscall(SYS_pwrite64, file, bytes, length, offset), offset);
  pthread_mutex_unlock(&lock);
  return written;
}
ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) { return write_at(file, bytes, length, offset); }
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
  return write_at(file, bytes, length, offset);
}

static int truncate_to(int file, off_t length) {
  if (!holds(file)) return syscall(SYS_ftruncate, file, length);
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_ftruncate, file, length);
  if (result == 0) record("truncate %lu %ld\n", (unsigned long)opened[file].inode, (long)length);
  pthread_mutex_unlock(&lock);
  return result;
}
int ftruncate(int file, off_t length) { return truncate_to(file, length); }
int ftruncate64(int file, off64_t length) { return truncate_to(file, length); }

static int sync_by(long call, int file) {
  if (!holds(file)) return syscall(call, file);
  pthread_mutex_lock(&lock);
  int result = syscall(call, file);
  if (result == 0 && opened[file].is_directory) record("sync-names %s\n", opened[file].path);
  else if (result == 0) record("sync %lu\n", (unsigned long)opened[file].inode);
  pthread_mutex_unlock(&lock);
  return result;
}
int fsync(int file) { return sync_by(SYS_fsync, file); }
int fdatasync(int file) { return sync_by(SYS_fdatasync, file); }

int rename(const char *from, const char *to) {
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  if (result == 0 && is_recorded(to)) record("rename %s %s\n", from, to);
  pthread_mutex_unlock(&lock);
  return result;
}

int link(const char *from, const char *to) {
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
  if (result == 0 && is_recorded(to)) record("link %s %s\n", from, to);
  pthread_mutex_unlock(&lock);
  return result;
}

int unlink(const char *path) {
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  if (result == 0 && is_recorded(path)) record("unlink %s\n", path);
  pthread_mutex_unlock(&lock);
  return result;
}

int mkdir(const char *path, mode_t mode) {
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_mkdirat, AT_FDCWD, path, mode);
  if (result == 0 && is_recorded(path)) record("mkdir %s\n", path);
  pthread_mutex_unlock(&lock);
  return result;
}
