import Testing

@testable import VideoGeneration

@Suite("A path is divided into its folder and its name", .timeLimit(.minutes(20)))
struct DiskPathTests {
    static let paths: [(String, folder: String, name: String)] = [
        ("/a/b/c.mp4", "/a/b", "c.mp4"), ("/c.mp4", "/", "c.mp4"), ("c.mp4", ".", "c.mp4"),
        ("./c.mp4", ".", "c.mp4"), ("a/c.mp4", "a", "c.mp4"), ("/a/", "/a", ""),
        // The mark and the slash before it are one character.
        ("/a/\u{301}c.mp4", "/a", "\u{301}c.mp4"),
    ]

    @Test("Whatever characters it has", arguments: paths)
    func parts(path: String, folder: String, name: String) {
        #expect(DiskPath(path).folder == folder)
        #expect(DiskPath(path).name == name)
        #expect(DiskPath(path).sibling(named: DiskPath(path).name) == path)
    }
}
