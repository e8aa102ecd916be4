import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// What lies in the place of a file, and is none.
@Suite(.timeLimit(.minutes(20)))
struct HostileFileTests {
    private let disk = POSIXDisk()
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try disk.open(path("file"), .create).write([1, 2, 3], at: 0)
        #expect(mkfifo(path("pipe"), 0o600) == 0)
        #expect(symlink("file", path("link")) == 0)
        #expect(symlink("nowhere", path("dangling")) == 0)
        #expect(symlink("pipe", path("link-to-pipe")) == 0)
        #expect(symlink("/dev/zero", path("link-to-device")) == 0)
        #expect(mkdir(path("folder"), 0o700) == 0)
    }

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    @Test(
        "A pipe, a device, a symbolic link and a folder are refused at once, and the message says what it is",
        arguments: [
            ("pipe", "pipe"), ("link", "symbolic link"), ("dangling", "symbolic link"),
            ("link-to-pipe", "symbolic link"),
            ("link-to-device", "symbolic link"), ("folder", "directory"), ("/dev/zero", "device"),
            ("/dev/null", "device"),
        ],
        [DiskOpenMode.read, .update]
    )
    func refused(_ name: (String, says: String), _ mode: DiskOpenMode) throws {
        let path = name.0.hasPrefix("/") ? name.0 : path(name.0)
        let error = try #require(#expect(throws: DiskError.self) { try disk.open(path, mode) })
        #expect(error.reason.contains(name.says), "\(error.reason)")
        #expect(try disk.size(of: self.path("nowhere")) == nil, "nothing is made behind a link")
    }

    @Test("A pipe that somebody writes to is refused as well, and nothing is read from it")
    func pipeWithWriter() throws {
        let writer = open(path("pipe"), O_RDWR | O_NONBLOCK)
        defer { close(writer) }
        #expect(write(writer, "x", 1) == 1)
        #expect(throws: DiskError.self) { try disk.open(path("pipe"), .read) }
        var byte: UInt8 = 0
        #expect(read(writer, &byte, 1) == 1)
    }

    @Test("A symbolic link is something, wherever it leads: no place is free that it has")
    func dangling() throws {
        #expect(try disk.size(of: path("dangling")) != nil)
        #expect(try disk.entry(at: path("dangling"), followingLinks: false)?.kind == .link)
        #expect(try disk.entry(at: path("dangling"), followingLinks: true) == nil)
        #expect(try disk.entry(at: path("pipe"), followingLinks: false)?.kind == .other)
        #expect(try disk.entry(at: path("folder"), followingLinks: false)?.kind == .folder)
        #expect(try disk.entry(at: path("none"), followingLinks: false) == nil)
    }

    @Test("Two names of one folder are one folder")
    func identity() throws {
        #expect(symlink("folder", path("alias")) == 0)
        let own = try disk.entry(at: path("folder"), followingLinks: true)?.identity
        #expect(own != nil)
        #expect(try disk.entry(at: path("alias"), followingLinks: true)?.identity == own)
        #expect(try disk.entry(at: folder.path, followingLinks: true)?.identity != own)
    }

    @Test("A lock is not to be had under a name that is a symbolic link by now")
    func lockBehindLink() throws {
        let file = try disk.open(path("file"), .update)
        try disk.move(path("file"), to: path("other"), replacing: true)
        #expect(symlink("other", path("file")) == 0)
        #expect(try !file.tryLock())
    }

    @Test("A folder of the journal's is private, or refused", arguments: [0o700, 0o755, 0o770, 0o702, 0o777])
    func privateFolder(mode: Int) throws {
        #expect(chmod(path("folder"), mode_t(mode)) == 0)
        if mode & 0o022 == 0 {
            try disk.makePrivateFolder(path("folder"))
        } else {
            let error = #expect(throws: VideoError.self) { try disk.makePrivateFolder(path("folder")) }
            #expect(error?.message.contains("Other users") == true && error?.message.contains(path("folder")) == true)
        }
    }

    @Test("A folder of the journal's is no symbolic link, unless the user chose it")
    func linkedFolder() throws {
        #expect(symlink("folder", path("alias")) == 0)
        try disk.makePrivateFolder(path("alias"), mayBeLink: true)
        #expect(throws: VideoError.self) { try disk.makePrivateFolder(path("alias")) }
        try disk.makePrivateFolder(path("new/one"))
        #expect(try disk.entry(at: path("new/one"), followingLinks: false)?.isWritableByOthers == false)
    }

    @Test("Looking whether a folder can be written leaves nothing, and takes away what a killed program left")
    func probe() throws {
        let before = try disk.names(in: folder.path).sorted()
        try disk.checkWritable(folder.path)
        try disk.checkWritableByName(folder.path)
        #expect(try disk.names(in: folder.path).sorted() == before)
        // What is there between the two calls of a check is what a kill leaves.
        let left = path(".video-probe-\(geteuid())")
        try disk.open(left, .create).close()
        try disk.checkWritableByName(folder.path)
        #expect(try disk.names(in: folder.path).sorted() == before)
        #expect(throws: DiskError.self) { try disk.checkWritableByName(path("none")) }
    }

    @Test("A small file that cannot be replaced leaves no other one behind")
    func replace() throws {
        #expect(throws: DiskError.self) { try disk.replace(path("folder"), with: [1]) }
        #expect(try disk.size(of: path("folder.new")) == nil)
        try disk.open(path("file.new"), .create).write([9, 9, 9, 9, 9], at: 0)
        try disk.replace(path("file"), with: [1, 2])
        #expect(try disk.open(path("file"), .read).read(at: 0, count: 9) == [1, 2])
        #expect(try disk.size(of: path("file.new")) == nil)
    }
}
