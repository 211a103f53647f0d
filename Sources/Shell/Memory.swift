internal import CPosix

/// Tells that about so many bytes will be wanted soon and again and again: they come in large pages
/// where the system has some, since the kernel takes longer to hand out a small page than a program
/// takes to fill it, and memory that is freed from now on stays with the process.
public func expectMemory(bytes: Int) { cposix_expect_memory(bytes) }
