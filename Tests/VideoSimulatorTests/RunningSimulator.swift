import Foundation
import Testing
import VideoGeneration
import VideoSimulator

/// A simulator that runs until it is deallocated, and the requests that tests send to it.
final class RunningSimulator {
    let simulator: VideoSimulator
    let ports: VideoSimulator.Ports

    /// By default videos are finished at once.
    init(_ options: SimulatorOptions = SimulatorOptions(generationTime: 0), faults: [FaultRule] = []) throws {
        var options = options
        options.framesPerSecond = 1
        simulator = VideoSimulator(options, faults: FaultScript(seed: 1, rules: faults))
        ports = try simulator.start()
    }

    deinit { simulator.stop() }

    var ledger: SimulatorLedger { simulator.ledger }

    /// Sends a request on a new connection.
    func send(
        _ method: String,
        _ target: String,
        port: Int? = nil,
        fields: [String] = [],
        body: [UInt8] = []
    ) throws -> RawClient.Response {
        let client = try RawClient(port: port ?? ports.api)
        var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        if !body.isEmpty { head += "Content-Length: \(body.count)\r\n" }
        for field in fields { head += field + "\r\n" }
        client.send(Array((head + "\r\n").utf8) + body)
        return client.finish()
    }

    func get(_ target: String, fields: [String] = []) throws -> RawClient.Response {
        try send("GET", target, fields: fields)
    }

    func post(_ target: String, _ body: JSONValue) throws -> RawClient.Response {
        try send("POST", target, fields: ["Content-Type: application/json"], body: body.bytes)
    }

    /// Sends a request to a signed link.
    func follow(_ link: String?, fields: [String] = [], method: String = "GET") throws -> RawClient.Response {
        let link = try #require(link)
        let origin = "http://127.0.0.1:\(ports.media)"
        try #require(link.hasPrefix(origin + "/"))
        return try send(method, String(link.dropFirst(origin.count)), port: ports.media, fields: fields)
    }

    /// Submits a task to MiniMax and returns its ID.
    func miniMaxTask(prompt: String = "a boat") throws -> String {
        let response = try post("/v1/video_generation", ["model": "MiniMax-Hailuo-02", "prompt": .string(prompt)])
        return try #require(response.json["task_id"]?.text)
    }

    /// Submits a task to MiniMax and returns the link of its file.
    func miniMaxLink(prompt: String = "a boat", backup: Bool = false) throws -> String {
        let task = try miniMaxTask(prompt: prompt)
        let file = try get("/v1/query/video_generation?task_id=\(task)").json["file_id"]?.text
        let response = try get("/v1/files/retrieve?file_id=\(try #require(file))").json
        return try #require(response[path: "file", backup ? "backup_download_url" : "download_url"]?.text)
    }

    /// Submits a task in OpenAI's format and returns its ID.
    func openAITask(_ prompt: String = "a boat") throws -> String {
        let response = try post("/v1/videos", ["prompt": .string(prompt), "size": "1280x720"])
        return try #require(response.json["id"]?.text)
    }
}
