#define _GNU_SOURCE 1
#include "cposix.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int limit(__rlimit_resource_t resource, long long most, long long more) {
    if (most < 0) return 0;
    struct rlimit now;
    if (getrlimit(resource, &now) != 0) return -1;
    // What we may not have ourselves cannot be given away.
    rlim_t soft = (rlim_t)most, hard = (rlim_t)(most + more);
    if (soft > now.rlim_max) soft = now.rlim_max;
    if (hard > now.rlim_max) hard = now.rlim_max;
    return setrlimit(resource, &(struct rlimit){soft, hard});
}

// The processor's time ends with SIGXCPU, which tells of it, and a second later with SIGKILL.
static int limit_all(const struct cposix_limits *limits) {
    return limit(RLIMIT_CPU, limits->cpu_seconds, 1) == 0
        && limit(RLIMIT_AS, limits->memory_bytes, 0) == 0
        && limit(RLIMIT_NOFILE, limits->open_files, 0) == 0
        && limit(RLIMIT_FSIZE, limits->file_bytes, 0) == 0;
}

// Runs in the child between fork and exec: only calls that are safe there.
static void become(const struct cposix_process *process, pid_t parent, int report) {
    setpgid(0, process->group);
    if (process->dies_with_parent) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(127);  // The parent died before it could be watched.
    }
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    // The sources lie above 2, so that no copy overwrites a later source.
    if (dup2(process->input, 0) >= 0 && dup2(process->output, 1) >= 0
        && dup2(process->error, 2) >= 0 && limit_all(&process->limits)) {
        if (process->inherited > 2) fcntl(process->inherited, F_SETFD, 0);
        execve(process->path, process->arguments, process->environment);
    }
    int code = errno;
    (void)!write(report, &code, sizeof code);
    _exit(127);
}

// posix_spawn cannot tie a child's life to its parent's: hence fork.
pid_t cposix_start(const struct cposix_process *process) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) return -errno;
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) become(process, parent, report[1]);
    int code = child < 0 ? errno : 0;
    close(report[1]);
    if (child > 0) {
        setpgid(child, process->group);  // Both sides do it: whoever comes first.
        ssize_t count;
        while ((count = read(report[0], &code, sizeof code)) < 0 && errno == EINTR) {}
        if (count > 0) waitpid(child, NULL, 0);
        else code = 0;
    }
    close(report[0]);
    return code != 0 ? -code : child;
}

int cposix_process_descriptor(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);  // Close-on-exec by birth.
}

int cposix_signal_descriptor(const sigset_t *signals) {
    if (sigprocmask(SIG_BLOCK, signals, NULL) != 0) return -1;
    return signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

// What is said once a page of a file is gone, and the status that the process then ends with.
static char last_words[4096];
static volatile size_t last_length;
static volatile int last_status;

// Only calls that are safe wherever a signal may find the process.
static void tell_of_lost_page(int number, siginfo_t *information, void *context) {
    (void)context;
    if (information->si_code == BUS_ADRERR) {
        (void)!write(2, last_words, last_length);
        _exit(last_status);
    }
    // A bug of ours, or somebody who wants us to end: it kills, as without us.
    signal(number, SIG_DFL);
    raise(number);
}

int cposix_explain_lost_pages(const char *words, int status) {
    last_length = strnlen(words, sizeof last_words);
    memcpy(last_words, words, last_length);
    last_status = status;
    struct sigaction action = {.sa_sigaction = tell_of_lost_page, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    return sigaction(SIGBUS, &action, NULL);
}

int cposix_synchronise(int descriptor) {
    return syncfs(descriptor);
}

int cposix_next_signal(int descriptor) {
    struct signalfd_siginfo information;
    ssize_t count = read(descriptor, &information, sizeof information);
    return count == sizeof information ? (int)information.ssi_signo : 0;
}

// So much of the memory that is expected is used in any case.
static const size_t sure_bytes = 3 << 20;

void cposix_expect_memory(size_t bytes) {
    // One heap for all sizes, which never shrinks.
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    char *room = malloc(bytes);
    if (!room) return;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t start = ((uintptr_t)room + page - 1) / page * page;
    uintptr_t end = ((uintptr_t)room + bytes) / page * page;
    if (end > start) {
        madvise((void *)start, end - start, MADV_HUGEPAGE);
        // What is no whole large page comes at once: asked for one by one, small pages take longer.
        size_t sure = end - start < sure_bytes ? end - start : sure_bytes;
        madvise((void *)start, sure, MADV_POPULATE_WRITE);
    }
    free(room);
}
