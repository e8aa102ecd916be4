import ProviderManifests
import VideoGeneration

/// A file with a provider that is described by data, which may be unusable.
struct ManifestFile: Sendable {
    let path: String
    /// The manifest, if it is usable.
    private(set) var manifest: ProviderManifest?
    /// The mistakes, in the order of the file.
    private(set) var problems: [ManifestProblem] = []
    /// Whether the user named the file, so that a mistake in it stops the program.
    let isNamed: Bool

    /// The largest file that is read, in bytes. The format allows no more.
    private static let longest: Int64 = 1 << 20

    /// Reads a file. A file in the folder must be a regular file, so that a link cannot lead out of it.
    init(_ path: String, isNamed: Bool, disk: any Disk) {
        self.path = path
        self.isNamed = isNamed
        do {
            let entry = try disk.entry(at: path, followingLinks: isNamed)
            guard entry?.kind == .file else {
                let words = entry == nil ? "There is no such file." : "It is not a regular file, so it is not read."
                problems = [ManifestProblem(line: 1, path: "", message: words)]
                return
            }
            let file = try disk.open(path, .read)
            defer { file.close() }
            let size = try file.size()
            guard size <= Self.longest else {
                problems = [
                    ManifestProblem(
                        line: 1,
                        path: "",
                        message: "The file has \(size) bytes, and a manifest has at most \(Self.longest)."
                    )
                ]
                return
            }
            manifest = try ProviderManifest(parsing: try file.read(at: 0, count: Int(size)))
        } catch let error as ManifestError {
            problems = error.problems
        } catch let error as DiskError {
            problems = [ManifestProblem(line: 1, path: "", message: "It cannot be read: \(error.reason).")]
        } catch {
            problems = [ManifestProblem(line: 1, path: "", message: "It cannot be read.")]
        }
    }

    /// Makes the file unusable.
    mutating func refuse(_ path: String, _ message: String) {
        problems.append(ManifestProblem(line: manifest?.line(of: path) ?? 1, path: path, message: message))
        manifest = nil
    }

    /// The first mistake with the name of the file, as an error.
    var error: VideoError? {
        problems.first.map { problem in
            VideoError(
                .configurationInvalid,
                "The manifest \(path) cannot be used. \(problem.description.firstCapital)",
                advice: "Nothing was sent. `config check` lists every mistake."
                    + (problems.count > 1 ? " There are \(problems.count)." : "")
            )
        }
    }
}

extension String {
    fileprivate var firstCapital: String { prefix(1).uppercased() + dropFirst() }
}
