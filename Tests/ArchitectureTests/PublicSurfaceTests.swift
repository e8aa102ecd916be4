import Testing

@Suite("The public surface stays small", .timeLimit(.minutes(20)))
struct PublicSurfaceTests {
    private static let maximum = 800

    @Test("The core and the engine have at most 800 public declarations")
    func count() throws {
        let files = try SourceFile.all(in: "VideoGenerationCore") + SourceFile.all(in: "VideoGeneration")
        let count = files.reduce(0) { $0 + $1.publicDeclarations }
        #expect(count > 400, "The counting finds too few declarations. Check the regular expression.")
        #expect(
            count <= Self.maximum,
            """
            VideoGenerationCore and VideoGeneration have \(count) public declarations. The maximum is \(Self.maximum). \
            Make a declaration `package` or internal if no app, adapter or public protocol needs it.
            """
        )
    }

    @Test("Public and open declarations are counted, and other lines are not")
    func counting() {
        let text = """
            public import Synchronization
            public struct A {
                public package(set) var a: Int
                package var b: Int
                open class func c() {}
                // public var d: Int
                let publicName = "public "
            }
            """
        #expect(SourceFile(path: "A.swift", text: text).publicDeclarations == 3)
    }
}

extension SourceFile {
    /// The number of lines that start with `public` or `open`, without imports.
    fileprivate var publicDeclarations: Int {
        let declaration = /\s*(public |open )(?!import )/
        return lines.count { $0.prefixMatch(of: declaration) != nil }
    }
}
