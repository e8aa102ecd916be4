import Testing

@testable import VideoScaffold

@Suite("Package.swift is edited where it can be, and left alone where it cannot", .timeLimit(.minutes(20)))
struct ManifestEditTests {
    private func edited(_ manifest: String) throws -> String {
        try ManifestEdit(manifest).adding(product: "P,", targets: ["T1,", "T2,"])
    }

    @Test("Targets and products go to the arrays of the package, not to those of its products")
    func arrays() throws {
        let manifest = """
            // targets: [ in a comment
            let package = Package(
                name: "a \\" targets: [",
                products: [
                    .library(name: "A", targets: ["A"]),
                ],
                targets: [
                    .target(name: "A"),
                ]
            )
            """
        let expected = """
            // targets: [ in a comment
            let package = Package(
                name: "a \\" targets: [",
                products: [
                    P,
                    .library(name: "A", targets: ["A"]),
                ],
                targets: [
                    T1,
                    T2,
                    .target(name: "A"),
                ]
            )
            """
        #expect(try edited(manifest) == expected)
    }

    @Test("Arrays on one line and empty arrays get lines of their own")
    func oneLine() throws {
        let text = try edited("Package(name: \"a\", targets: [.target(name: \"A\")])")
        #expect(text == "Package(name: \"a\", targets: [\n        T1,\n        T2,\n        .target(name: \"A\")])")
        #expect(
            try edited("Package(name: \"a\", targets: [])")
                == "Package(name: \"a\", targets: [\n        T1,\n        T2,\n    ])"
        )
    }

    @Test("A package without targets gets some, in the place where Swift wants them")
    func none() throws {
        let added = "targets: [\n        T1,\n        T2,\n    ]"
        #expect(try edited("Package(name: \"a\")") == "Package(name: \"a\",\n    \(added))")
        let manifest = """
            let package = Package(
                name: "a",
                dependencies: [.package(path: "../b")], // targets: none
            )
            """
        let expected = """
            let package = Package(
                name: "a",
                dependencies: [.package(path: "../b")],
                targets: [
                    T1,
                    T2,
                ] // targets: none
            )
            """
        #expect(try edited(manifest) == expected)
        #expect(
            try edited("Package(name: \"a\", swiftLanguageModes: [.v6])")
                == "Package(name: \"a\", \(added),\n    swiftLanguageModes: [.v6])"
        )
    }

    @Test("Targets that are computed are left alone", arguments: ["Package(name: \"a\", targets: all)", "let a = 1"])
    func computed(_ manifest: String) {
        #expect(throws: ScaffoldError.self) { try edited(manifest) }
    }
}
