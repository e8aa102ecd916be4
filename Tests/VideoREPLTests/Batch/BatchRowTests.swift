import Testing
import VideoGeneration

@testable import VideoREPL

@Suite("The rows of a batch", .timeLimit(.minutes(20)))
struct BatchRowTests {
    private func rows(_ csv: String, name: String = "shots.csv") throws -> (
        rows: [BatchRow], problems: [BatchRow.Problem]
    ) {
        BatchRow.rows(of: try BatchFile(path: name, Array(csv.utf8)))
    }

    private func labels(_ csv: String, name: String = "shots.csv") throws -> [String] {
        let (rows, problems) = try rows(csv, name: name)
        #expect(problems.isEmpty, "\(problems)")
        return rows.map(\.label)
    }

    static let mistakes: [(String, String)] = [
        ("prompt,secnds\na,4", "Did you mean seconds"),
        ("prompt,colour\na,red", "The columns are label, prompt"),
        ("prompt,options\na,red", "no column"),
        ("prompt,options.\na,red", "no column"),
        ("prompt,seconds\na,4.5", "between 1 and 3600"),
        ("prompt,seconds\na,0", "between 1 and 3600"),
        ("prompt,seconds\na,99999999999999999999", "between 1 and 3600"),
        ("prompt,size\na,big", "1280x720"),
        ("prompt,priority\na,high", "-1000 and 1000"),
        ("prompt,priority\na,1001", "-1000 and 1000"),
        ("prompt,private\na,yes", "true nor false"),
        ("prompt,provider,route\na,b,\"c,d\"", "exclude"),
        ("prompt,label\na,\"x\ny\"", "invisible"),
        ("prompt,label\na,\(String(repeating: "x", count: 201))", "200 bytes"),
        ("prompt,label\na,x\nb,y\nc,x", "Row 3 (line 4): the label “x” is the label of row 1"),
        // The same label in two Unicode forms.
        ("prompt,label\na,caf\u{E9}\nb,cafe\u{301}", "label of row 1"),
    ]

    @Test("A mistake names its row, its line and the allowed values", arguments: mistakes)
    func mistake(csv: String, part: String) throws {
        let problems = try rows(csv).problems
        #expect(problems.count == 1)
        #expect(problems.first?.shown.contains(part) == true, "\(problems)")
        #expect(problems.first?.shown.hasPrefix("Row ") == true)
    }

    @Test("Every mistake of a file is found at once, and a wrong header is one mistake")
    func several() throws {
        let problems = try rows("prompt,secnds,size\na,1,x\nb,2,1280x720\nc,3,y").problems
        #expect(problems.map(\.number) == [1, 1, 3])
    }

    @Test("A row without a label keeps its label when other rows are edited, added, removed or moved")
    func stableLabels() throws {
        let first = try labels("prompt,seconds\na,4\nb,8\nc,4")
        let second = try labels("seconds,prompt,model\n4,new,\n4,c,\n8,\"b\",\n4,edited,\n4,a,")
        #expect(Set(first).count == 3)
        #expect(second[4] == first[0] && second[2] == first[1] && second[1] == first[2])
        #expect(!first.contains(second[0]) && !first.contains(second[3]))
        #expect(first.allSatisfy { $0.hasPrefix("shots-") && $0.count == "shots-".count + 12 })
    }

    @Test("A row has the same label in CSV and JSON")
    func formats() throws {
        let json = #"[{"seconds": 4, "prompt": "a", "options": {"seed": 7}}]"#
        let other = try labels(json, name: "shots.json")
        #expect(try labels("prompt,seconds,options.seed\na,4,7") == other)
    }

    @Test("What is bought changes the label; the output and the priority do not")
    func contents() throws {
        let base = try labels("prompt\na")[0]
        for column in ["seconds", "model", "provider", "route", "resolution", "firstFrame", "options.seed"] {
            #expect(try labels("prompt,\(column)\na,8")[0] != base, "\(column)")
        }
        #expect(try labels("prompt,output,priority\na,x.mp4,5")[0] == base)
        #expect(try labels("prompt\na", name: "other.csv")[0] != base)
        // The boundary between two values counts.
        #expect(try labels("prompt,model\na,bc") != labels("prompt,model\nab,c"))
    }

    @Test("Two equal rows are two videos")
    func equalRows() throws {
        let labels = try labels("prompt\na\nb\na\na")
        #expect(labels[2] == labels[0] + "-2" && labels[3] == labels[0] + "-3")
        #expect(Set(labels).count == 4)
    }

    @Test("A label of the file's name and a digest fits the limit, whatever the name is")
    func longName() throws {
        let name = String(repeating: "纸", count: 90) + ".csv"
        #expect(try labels("prompt\na", name: name)[0].utf8.count <= BatchRow.longestLabel)
    }

    @Test("A file name from a label is safe, and differs from that of every other label")
    func fileNames() {
        let labels = [
            "scene-12", "Scene-12", "a/b", "a-b", "../x", ".hidden", "纸船", "纸车", "a b", "", "a\u{0}b",
            String(repeating: "x", count: 200),
        ]
        let names = labels.map(SafeFileName.of)
        #expect(names[0] == "scene-12")
        #expect(Set(names.map { $0.lowercased() }).count == labels.count)
        for name in names {
            #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }, "\(name)")
            #expect(!name.hasPrefix(".") && name.utf8.count < 120)
        }
    }
}
