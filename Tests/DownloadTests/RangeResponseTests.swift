import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("What the head of an answer means for a part", .timeLimit(.minutes(20)))
struct DownloadAnswerTests {
    private let gap = RangeRequest(offset: 100, end: 200, validator: "\"a\"", total: 1000)

    private func answer(_ status: Int, _ fields: HTTPFields, to question: RangeRequest? = nil) -> RangeResponse {
        RangeResponse(HTTPResponseHead(status: status, fields: fields), to: question ?? gap)
    }

    private func isMisfit(_ answer: RangeResponse) -> Bool {
        if case .mismatch = answer { true } else { false }
    }

    @Test("A 416 that tells another size than the one that is known ends no file")
    func otherSize() {
        #expect(isMisfit(answer(416, ["Content-Range": "bytes */100"])))
        #expect(isMisfit(answer(416, [:])))
        let whole = RangeRequest(offset: 1000, validator: "\"a\"", total: 1000)
        #expect(answer(416, ["Content-Range": "bytes */1000"], to: whole) == .complete)
        #expect(isMisfit(answer(416, ["Content-Range": "bytes */999"], to: whole)))
        let unknown = RangeRequest(offset: 1000, validator: "\"a\"")
        #expect(answer(416, ["Content-Range": "bytes */1000"], to: unknown) == .complete)
    }

    @Test("A 206 has to carry the entity tag that was asked for; a date it may leave out")
    func tag() {
        let range: HTTPFields = ["Content-Range": "bytes 100-199/1000"]
        #expect(isMisfit(answer(206, range)))
        var dated = gap
        dated.validator = "Sat, 21 Nov 2026 10:00:00 GMT"
        #expect(answer(206, range, to: dated) == .bytes(from: 100, end: 200, total: 1000, validator: dated.validator))
    }

    @Test("More than was asked for is welcome, more than there is belongs to another file")
    func longer() {
        let more = answer(206, ["Content-Range": "bytes 100-999/1000", "ETag": "\"a\""])
        #expect(more == .bytes(from: 100, end: 1000, total: 1000, validator: "\"a\""))
        #expect(isMisfit(answer(206, ["Content-Range": "bytes 100-1000/*", "ETag": "\"a\""])))
    }
}
