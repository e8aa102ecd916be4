/// Keeps the files that arrive inside the response to a submit, which may be the only copies of a paid video.
///
/// The response says only at its end which of its long strings is the video, so each of them is kept until then.
package protocol ReceivedFiles: Sendable {
    /// Appends bytes to the file with this number. A failure is reported by ``keep(_:)``.
    func receive(_ bytes: [UInt8], of number: Int) async
    /// Drops a file, because its string is not base64.
    func discard(_ number: Int) async
    /// Makes one file durable as the video of the task.
    /// - Throws: ``VideoError`` if it could not be written.
    func keep(_ number: Int) async throws
}
