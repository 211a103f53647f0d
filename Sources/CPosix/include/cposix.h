#pragma once
#include <signal.h>
#include <sys/types.h>

// GNU and Linux extensions that Swift's Glibc overlay hides (it is built without _GNU_SOURCE).
int pipe2(int *_Nonnull descriptors, int flags);

/// Limits of a process: seconds on a processor, bytes of address space, open files, bytes of a file.
struct cposix_limits {
    long long cpu_seconds, memory_bytes, open_files, file_bytes;
};

/// What a new process gets. `path` is run as it stands; nothing is looked up.
struct cposix_process {
    const char *_Nonnull path;
    char *_Nullable const *_Nonnull arguments;
    char *_Nullable const *_Nonnull environment;
    int input, output, error;
    /// The process group to join; 0 makes a new one, led by the process.
    pid_t group;
    /// A descriptor the process inherits besides the three, or -1.
    int inherited;
    /// What the process may use; -1 for no limit of ours.
    struct cposix_limits limits;
    /// Not 0: the kernel kills the process when the thread that started it ends.
    int dies_with_parent;
};

/// Starts a process with default signals in its own or another process group; its id, or -errno.
pid_t cposix_start(const struct cposix_process *_Nonnull process);

/// A descriptor that becomes readable when the process ends, or -1 where the kernel has none.
int cposix_process_descriptor(pid_t process);

/// Blocks the signals and gives a descriptor that delivers them, or -1.
int cposix_signal_descriptor(const sigset_t *_Nonnull signals);

/// From now on a page of a mapped file that is gone, since somebody cut the file short or its disk
/// failed, ends the process with `status` and these words on standard error instead of by SIGBUS; 0, or -1.
int cposix_explain_lost_pages(const char *_Nonnull words, int status);

/// Waits until all that was written to the file system of an open file is on the disk; 0, or -1.
int cposix_synchronise(int descriptor);

/// The next signal waiting at the descriptor, or 0.
int cposix_next_signal(int descriptor);

/// Makes room for so many bytes that will be allocated soon, in large pages where the system has some,
/// and keeps what is freed from now on. None of it counts as used before it is written to.
void cposix_expect_memory(size_t bytes);
