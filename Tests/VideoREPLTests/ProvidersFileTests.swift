import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("providers.json says what is wrong with it", .timeLimit(.minutes(20)))
struct ProvidersFileTests {
    static let mistakes: [(String, String)] = [
        (#"{"id": "a"}"#, "dialect is missing"),
        (#"{"id": "a", "dialect": "test", "baseURL": "https://a.example", "apiKey": "sk"}"#, "keyEnv"),
        (#"{"id": "a", "dialect": "test", "baseURL": "https://a.example", "keyenv": "K"}"#, "Did you mean keyEnv"),
        (
            #"{"id": "a", "dialect": "test", "baseURL": "https://a.example", "keyEnv": "sk-123"}"#,
            "environment variable"
        ),
        (#"{"id": "a", "dialect": "nope", "baseURL": "https://a.example"}"#, "no dialect"),
        (#"{"id": "a", "dialect": "test", "baseURL": "http://a.example"}"#, "https"),
        (#"{"id": "a b", "dialect": "test", "baseURL": "https://a.example"}"#, "letters"),
        (#"{"id": "a", "dialect": "test", "baseURL": "https://a.example", "model": 5}"#, "model is not a string"),
        (#"{"id": "a", "dialect": "test", "baseURL": "https://a.example", "defaults": {"second": 6}}"#, "seconds"),
        (#"{"id": "a", "dialect": "test", "baseURl": "https://a.example"}"#, "Did you mean baseURL"),
        (#"{"id": "a", "dialect": "test", "baseURL": "https://a.example", "defaults": {"size": "big"}}"#, "1280x720"),
        (#"{"id": "a", "dialect": "test", "baseURL": "https://a.example", "defaults": {"seconds": 0}}"#, "seconds"),
        ("7", "not an object"),
    ]

    @Test("Each mistake is named", arguments: mistakes)
    func mistake(entry: String, part: String) throws {
        let entries = try ProvidersFile.entries(JSONValue(parsing: "[\(entry)]"), TestDialect.registry)
        #expect(entries[0].configuration == nil)
        #expect(entries[0].problems.joined(separator: " ").contains(part), "\(entries[0].problems)")
    }

    @Test("All that is wrong with an entry is told at once")
    func several() throws {
        let entry = #"{"id": "a b", "dialect": "nope", "baseURL": "http://a.example", "keyEnv": "sk-123"}"#
        let problems = try ProvidersFile.entries(JSONValue(parsing: "[\(entry)]"), TestDialect.registry)[0].problems
        #expect(problems.count == 4, "\(problems)")
    }

    @Test("An entry that stands twice is told")
    func twice() throws {
        let entry = #"{"id": "a", "dialect": "test", "baseURL": "https://a.example"}"#
        let entries = try ProvidersFile.entries(JSONValue(parsing: "[\(entry),\(entry)]"), TestDialect.registry)
        #expect(entries[0].problems.isEmpty)
        #expect(entries[1].problems.count == 1)
    }

    @Test("A file that is no JSON is told with its line, and a named file has to exist")
    func malformed() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/providers.json"
        try Data("[\n{\n\"id\": }\n]".utf8).write(to: URL(fileURLWithPath: path))
        let error = try #require(throws: VideoError.self) {
            _ = try ProvidersFile.read(path, isNamed: true, registry: TestDialect.registry, disk: POSIXDisk())
        }
        #expect(error.code == .configurationInvalid)
        #expect(error.message.contains("line 3"), "\(error.message)")
        #expect(throws: VideoError.self) {
            try ProvidersFile.read(path + ".none", isNamed: true, registry: TestDialect.registry, disk: POSIXDisk())
        }
        let none = try ProvidersFile.read(
            path + ".none",
            isNamed: false,
            registry: TestDialect.registry,
            disk: POSIXDisk()
        )
        #expect(none.entries.isEmpty)
    }

    @Test("An option goes before a variable, and that before the user's folders; a relative XDG path is ignored")
    func folders() throws {
        let folders = UserFolders(
            environment: ["HOME": "/home/u", "XDG_STATE_HOME": "relative", "VIDEO_STATE_DIR": "/var/s"],
            currentFolder: "/w"
        )
        #expect(try folders.state("here") == "/w/here")
        #expect(try folders.state(nil) == "/var/s")
        let plain = UserFolders(environment: ["HOME": "/home/u", "XDG_STATE_HOME": "relative"], currentFolder: "/w")
        #expect(try plain.state(nil).hasPrefix("/home/u/"))
        #expect(plain.absolute("~/a/./b") == "/home/u/a/b")
        #expect(throws: VideoError.self) { try UserFolders(environment: [:], currentFolder: "/w").state(nil) }
    }
}

@Suite("Where a video goes is decided before it is bought", .timeLimit(.minutes(20)))
struct DestinationTests {
    private let random = SeededRandom(seed: 7)

    private func destination(_ folder: String) -> Destination {
        Destination(
            folders: UserFolders(environment: [:], currentFolder: folder),
            disk: POSIXDisk(),
            random: random
        )
    }

    static let prompts = [
        "a paper boat", "../../etc/passwd", "一只小船", "\u{1B}[31mred", "", String(repeating: "x", count: 900),
    ]

    @Test("A name is made of letters, digits and hyphens, whatever the prompt is", arguments: prompts)
    func name(prompt: String) {
        let name = destination("/").name(for: prompt)
        #expect(name.wholeMatch(of: #/[a-z0-9-]{1,64}\.mp4/#) != nil, "\(name)")
    }

    @Test("An existing file is kept, a folder gets a name of ours, a missing folder is refused")
    func outputs() throws {
        let folder = try TemporaryFolder()
        let place = destination(folder.path)
        let file = folder.path + "/boat.mp4"
        try Data("x".utf8).write(to: URL(fileURLWithPath: file))
        #expect(throws: VideoError.self) { try place.path("boat.mp4", prompt: "p", overwrite: false) }
        #expect(try place.path("boat.mp4", prompt: "p", overwrite: true) == file)
        #expect(try place.path(folder.path, prompt: "a boat", overwrite: false).hasPrefix(folder.path + "/a-boat-"))
        #expect(throws: VideoError.self) { try place.path("none/boat.mp4", prompt: "p", overwrite: false) }
        #expect(throws: VideoError.self) { try place.path("boat.mp4/x.mp4", prompt: "p", overwrite: false) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["boat.mp4"])
    }
}
