internal import Glibc

/// Lets one thread at a time do what takes a moment; the thread sanitizer understands it, as it does not
/// the standard library's mutex.
///
/// Whoever finds it taken looks again a few times: to sleep and be woken takes longer than most moments,
/// and a dispatch queue puts threads to sleep in turns once two of them have met.
final class Lock: @unchecked Sendable {
    private static let looks = 200
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init() { pthread_mutex_init(mutex, nil) }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func hold<Result>(_ body: () throws -> Result) rethrows -> Result {
        take()
        defer { pthread_mutex_unlock(mutex) }
        return try body()
    }

    private func take() {
        for _ in 0..<Self.looks where pthread_mutex_trylock(mutex) == 0 { return }
        pthread_mutex_lock(mutex)
    }
}
