/// A pipe to or from another program. No third program inherits its ends, because it would keep the pipe open.
package struct ProcessPipe {
    /// The descriptor to read from.
    package let output: Int32
    /// The descriptor to write to.
    package let input: Int32

    /// Opens a pipe.
    /// - Returns: nil if no more files can be opened; `errno` has the reason.
    package init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (output, input) = (ends[0], ends[1])
    }
}
