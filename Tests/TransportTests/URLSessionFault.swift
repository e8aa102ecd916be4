/// What FoundationNetworking of Swift 6.3 on Linux is known to break, by the number of the promise. Apple's own
/// stack keeps them; this list is why Linux has libcurl.
enum URLSessionFault {
    static let all: [Int: String] = [
        5: "a 401 that asks for Basic hangs for ever",
        8: "cancelling can deadlock the process",
        9: "a truncated gzip or close-delimited body is a success",
        12: "Retry-After without a space fails the answer",
        13: "a header that is not UTF-8 fails the answer",
        17: "there is no back-pressure",
        19: "two different lengths are a success",
    ]
}
