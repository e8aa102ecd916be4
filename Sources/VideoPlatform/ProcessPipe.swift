/// A pipe to or from another program, whose ends no third one inherits: one that did would keep it open.
package struct ProcessPipe {
    /// Where one reads.
    package let output: Int32
    /// Where one writes.
    package let input: Int32

    /// - Returns: nil where no more files can be opened; `errno` says why.
    package init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (output, input) = (ends[0], ends[1])
    }
}
