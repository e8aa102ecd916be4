import TestSupport
import VideoGeneration
import VideoGenerationTesting

/// Feeds damaged samples of a script to every function of a dialect that reads a response.
struct SampleFuzz {
    let dialect: any VideoDialect
    let script: ConformanceScript
    var random: SeededGenerator

    /// The number of inputs, and how often a function returned a value.
    private(set) var inputs = 0
    private(set) var values = 0

    init(_ dialect: any VideoDialect, _ script: ConformanceScript, seed: UInt64) {
        self.dialect = dialect
        self.script = script
        random = SeededGenerator(state: seed)
    }

    /// Returns what is wrong with the reading of a damaged sample; nil if nothing is.
    mutating func objection(in count: Int) throws -> String? {
        let endpoint = try Endpoint("https://api.example.com/v1")
        let samples = script.samples
        for _ in 0..<count {
            guard let sample = samples.randomElement(using: &random) else { return "there is no sample" }
            let response = damaged(sample)
            for objection in readings(of: response, at: endpoint) {
                return "\(objection): \(response.status) \(String(decoding: response.body, as: UTF8.self))"
            }
            inputs += 1
        }
        return nil
    }

    private mutating func readings(of response: HTTPResponse, at endpoint: Endpoint) -> [String] {
        let dialect = dialect
        let task = RemoteTask(id: "task-1")
        let request = VideoRequest(prompt: "a boat")
        let output = VideoOutput(endpoint.baseURL)
        let upload = MediaInput.data(Data(repeating: 0, count: 300), .png)
        var objections: [String] = []
        func read<Value>(_ name: String, _ body: () throws -> Value) -> Value? {
            do { return try body() } catch is VideoError { return nil } catch {
                objections.append("\(name) throws \(type(of: error))")
                return nil
            }
        }
        _ = dialect.evidence(in: response, at: endpoint)
        let snapshots: [TaskSnapshot?] = [
            read("submitted") { try dialect.submitted(response, of: request, at: endpoint) },
            read("snapshot") { try dialect.snapshot(response, of: task, at: endpoint) },
            read("content") { try dialect.content(response, of: output, at: endpoint) },
        ]
        let page = read("page") { try dialect.page(response, of: TaskListing(), at: endpoint).tasks } ?? []
        let found = read("found") { try dialect.found(response, for: "own", of: request, at: endpoint) } ?? []
        let outputs = read("outputs") { try dialect.outputs(response, of: task, at: endpoint) } ?? []
        let isCancelled = read("cancellation") { try dialect.cancellation(response, of: task) } != nil
        _ = read("models") { try dialect.models(response, at: endpoint) }
        for count in 1...2 {
            let responses = Array(repeating: response, count: count)
            _ = read("uploadStep") { try dialect.uploadStep(for: upload, after: responses, at: endpoint) }
        }
        let all = snapshots.compactMap(\.self) + page + found
        if !all.isEmpty || isCancelled { values += 1 }
        for snapshot in all {
            if let charge = snapshot.charge, charge.amount < 0 { objections.append("a charge of \(charge)") }
            let hasFile = snapshot.remote.fileID != nil || snapshot.remote.resultURL != nil
            if snapshot.state == .succeeded, snapshot.outputs.isEmpty, !hasFile {
                objections.append("a success without output")
            }
            if snapshot.state == .failed, snapshot.failure == nil { objections.append("a failure without reason") }
        }
        for output in outputs + all.flatMap(\.outputs) where output.needsCredential {
            if output.link?.origin != endpoint.origin { objections.append("the key for another server") }
        }
        return objections
    }

    private mutating func damaged(_ sample: SampleResponse) -> HTTPResponse {
        var blanks: [SampleResponse.Blank: String] = [.id: "task-1", .own: "own", .reason: "no reason"]
        blanks[.link] = ["https://cdn.example/v.mp4?Expires=1900000000", "/v1/v.mp4", "ftp://x"].randomElement(
            using: &random
        )
        blanks[.status] = (Array(script.words.keys.sorted()) + ["odd", ""]).randomElement(using: &random)
        let filled = sample.filled(blanks)
        var value = (try? JSONValue(parsing: filled.body)) ?? .null
        for _ in 0..<Int.random(in: 1...3, using: &random) { value = changed(value) }
        var body = Array(value.description.utf8)
        if !body.isEmpty, Int.random(in: 0..<4, using: &random) == 0 {
            let position = Int.random(in: body.indices, using: &random)
            if Bool.random(using: &random) {
                body.removeSubrange(position...)
            } else {
                body[position] = UInt8.random(in: .min ... .max, using: &random)
            }
        }
        let status = [filled.status, 200, 202, 302, 404, 429, 500].randomElement(using: &random) ?? 200
        return HTTPResponse(status: status, fields: filled.head.fields, body: body)
    }

    private mutating func changed(_ value: JSONValue) -> JSONValue {
        guard Int.random(in: 0..<5, using: &random) > 0 else { return replacement(for: value) }
        switch value {
        case .object(var object):
            guard let member = Array(object).randomElement(using: &random) else { return replacement(for: value) }
            object[member.key] = Int.random(in: 0..<6, using: &random) == 0 ? nil : changed(member.value)
            return .object(object)
        case .array(var elements):
            guard let index = elements.indices.randomElement(using: &random) else { return replacement(for: value) }
            elements[index] = changed(elements[index])
            return .array(elements)
        default: return replacement(for: value)
        }
    }

    private mutating func replacement(for value: JSONValue) -> JSONValue {
        let odd: [JSONValue] = [
            .null, .bool(true), .number("-1"), .number("1e400"), .number("99999999999999999999999999"), .number("0.5"),
            "", "failed", "succeed", "../..", "https://user@x.example/", "\u{0}\u{1B}[31m", [], [:], [[]],
            ["url": "https://x.example/v.mp4"], ["data": value], [value], ["code": 1_201, "message": value],
            .string(String(repeating: "9", count: 400)),
        ]
        return odd.randomElement(using: &random) ?? .null
    }
}

extension ConformanceScript {
    /// Every sample response of the script.
    fileprivate var samples: [SampleResponse] {
        [accepted, running, succeeded, failed] + refusals.map(\.response) + failures.map(\.response)
            + others.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
            + [file, failedFile?.response, withoutOutput, list, lookup, stopped, unknownTask].compactMap(\.self)
            + uploads
    }
}
