import Foundation

/// `video-lint [FOLDER]`: reads a package and prints one line for each finding.
@main
enum LintCommand {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count <= 1, arguments.first?.hasPrefix("-") != true else {
            print("usage: swift package lint-video-sources")
            exit(2)
        }
        do {
            let package = try LintedPackage(at: arguments.first ?? FileManager.default.currentDirectoryPath)
            let findings = package.findings()
            for finding in findings { print(finding) }
            if !findings.isEmpty {
                print("\(findings.count) lines break a rule. Docs/Development.md explains the rules.")
                exit(1)
            }
        } catch {
            print("\(error)")
            exit(2)
        }
    }
}
