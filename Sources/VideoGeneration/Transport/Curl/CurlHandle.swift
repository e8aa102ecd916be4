import CLibcurl

/// An easy handle of libcurl and the memory that must live as long as the handle.
final class CurlHandle {
    let easy: OpaquePointer
    private let message: UnsafeMutablePointer<CChar>
    private var list: OpaquePointer?

    init?() {
        guard let easy = clibcurl_easy_new() else { return nil }
        self.easy = easy
        message = .allocate(capacity: Int(CLIBCURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CLIBCURL_ERROR_SIZE))
    }

    deinit {
        clibcurl_easy_free(easy)
        clibcurl_list_free(list)
        message.deallocate()
    }

    /// The message of libcurl about the last failure.
    var failure: String { String(cString: message) }

    /// Removes all options and the message of the last exchange.
    func reset() {
        clibcurl_easy_reset(easy)
        clibcurl_list_free(list)
        list = nil
        message[0] = 0
    }

    func set(_ option: Int, _ value: Int) -> Bool { clibcurl_set_long(easy, Int32(option), value) == 0 }

    func set(_ option: Int, _ value: String) -> Bool { clibcurl_set_string(easy, Int32(option), value) == 0 }

    func set(_ option: Int, _ value: UnsafeMutableRawPointer?) -> Bool {
        clibcurl_set_pointer(easy, Int32(option), value) == 0
    }

    /// Makes libcurl write its messages to ``failure``.
    func keepFailures() -> Bool { set(CLIBCURL_ERRORBUFFER, UnsafeMutableRawPointer(message)) }

    /// Sets the header lines. libcurl doesn't copy the list, so this handle keeps it.
    func set(headers lines: [String]) -> Bool {
        for line in lines {
            list = clibcurl_list_append(list, line)
            if list == nil { return false }
        }
        return clibcurl_set_headers(easy, list) == 0
    }

    func set(body: [UInt8]) -> Bool {
        body.withUnsafeBytes { clibcurl_set_body(easy, $0.baseAddress, $0.count) == 0 }
    }
}
