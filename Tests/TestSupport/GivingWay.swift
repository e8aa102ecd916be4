import Foundation

/// Does work for seconds on a thread of its own, which gives way to the tests beside it: they have real deadlines.
package func givingWay<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
) async throws(Failure) -> Value {
    let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
        let thread = Thread {
            #if os(Linux)
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)  // on Linux: of this thread
            #endif
            continuation.resume(returning: Result(catching: work))
        }
        thread.stackSize = 8 << 20
        thread.start()
    }
    return try result.get()
}
