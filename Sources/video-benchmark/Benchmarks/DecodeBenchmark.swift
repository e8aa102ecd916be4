import Foundation
import MiniMaxHailuo
import OpenAIVideos
import VideoGeneration
import VideoWorkloads

/// Measures how fast each dialect decodes a status response.
struct DecodeBenchmark: Benchmark {
    let name = "decode"
    let summary = "Status responses decoded per second, on one core."

    private struct Sample {
        var dialect: any VideoDialect
        var endpoint: String
        var task: String
        var body: String
    }

    func run(_ bench: Bench) async throws -> Report {
        var report = Report()
        report.growth = Report.Growth(
            columns: ["dialect", "bytes per response", "responses", "time per response"],
            rows: []
        )
        for sample in Self.samples {
            let bytes = Array(sample.body.utf8)
            let usage = try await bench.alternate([
                ("ours", { try await read(sample, 20_000) }),
                ("JSONSerialization", { try await ResourceUsage.measure { try parse(bytes, 20_000) } }),
            ])
            guard let ours = usage["ours"] else { continue }
            let rate = Quantity.perSecond(20_000 / ours.cpu)
            report.add(sample.dialect.name, rate, atLeast: .perSecond(50_000))
            report.add(
                sample.dialect.name,
                rate,
                comparedWith: "JSONSerialization, parsing only",
                usage["JSONSerialization"].map { .perSecond(20_000 / $0.cpu) }
            )
            for count in [1000, 10_000, 100_000] {
                let usage = try await read(sample, count)
                report.growth?.rows.append([
                    sample.dialect.name, "\(bytes.count)", "\(count)",
                    Quantity.seconds(usage.cpu / Double(count)).text,
                ])
            }
        }
        return report
    }

    private func read(_ sample: Sample, _ count: Int) async throws -> ResourceUsage {
        let endpoint = try Endpoint(sample.endpoint)
        let task = RemoteTask(id: sample.task)
        let response = HTTPResponse(
            status: 200,
            fields: ["Content-Type": "application/json", "Date": "Sat, 21 Nov 2026 04:00:00 GMT"],
            body: Array(sample.body.utf8)
        )
        return try await ResourceUsage.measure {
            for _ in 0..<count {
                let snapshot = try sample.dialect.snapshot(response, of: task, at: endpoint)
                guard snapshot.state == .running else {
                    throw BenchmarkError("\(sample.dialect.name) reads \(snapshot.state)")
                }
            }
        }
    }

    private func parse(_ bytes: [UInt8], _ count: Int) throws {
        let data = Data(bytes)
        for _ in 0..<count { _ = try JSONSerialization.jsonObject(with: data) }
    }

    private static let samples = [
        Sample(
            dialect: MiniMaxV1Dialect(),
            endpoint: "https://api.example.com",
            task: "106916112212032",
            body:
                #"{"task_id":"106916112212032","status":"Processing","base_resp":{"status_code":0,"status_msg":"success"}}"#
        ),
        Sample(
            dialect: MiniMaxV2Dialect(),
            endpoint: "https://api.example.com",
            task: "ft-1700000000-abcdef",
            body:
                #"{"task":{"id":"ft-1700000000-abcdef","model":"MiniMax-H3","status":"running","created_at":1790000000,"updated_at":1790000030,"content":null,"error":null,"resolution":"768P","duration":6,"ratio":"16:9"}}"#
        ),
        Sample(
            dialect: OpenAIVideosDialect(),
            endpoint: "https://api.example.com/v1",
            task: "video_1",
            body:
                #"{"id":"video_1","object":"video","model":"sora-2","status":"in_progress","progress":33,"created_at":1790000000,"completed_at":null,"expires_at":null,"seconds":"4","size":"1280x720","prompt":"a paper boat in the rain","remixed_from_video_id":null,"error":null}"#
        ),
        Sample(
            dialect: VeoUnifiedDialect(),
            endpoint: "https://api.example.com/v1",
            task: "veo3:1790000000-abcdef",
            body:
                #"{"id":"veo3:1790000000-abcdef","status":"video_generating","video_url":null,"enhanced_prompt":"a paper boat in the rain, close, soft light","status_update_time":1790000030000}"#
        ),
        Sample(
            dialect: NewAPITaskDialect(),
            endpoint: "https://api.example.com/v1",
            task: "task_abcdefgh",
            body:
                #"{"code":"success","message":"","data":{"task_id":"task_abcdefgh","action":"generate","status":"IN_PROGRESS","fail_reason":"","submit_time":1790000000,"start_time":1790000010,"finish_time":0,"progress":"30%","data":{"id":"task_abcdefgh","status":"running"}}}"#
        ),
    ]
}
