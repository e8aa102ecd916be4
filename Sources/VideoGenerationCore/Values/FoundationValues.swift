// The types of Foundation that this module uses. Scoped imports limit names: FileManager, FileHandle, Thread, URLSession
// and ProcessInfo are not in scope. They don't limit the members of a type in scope, so `Date()` and
// `String(contentsOfFile:)` compile, as does what the standard library offers: a clock, random numbers, `Task`. The
// house lint and Tests/ArchitectureTests reject those. `getenv` is in scope in Secret+Environment.swift alone.

#if canImport(FoundationEssentials)
@_exported public import protocol FoundationEssentials.ContiguousBytes
@_exported public import struct FoundationEssentials.Data
@_exported public import struct FoundationEssentials.Date
@_exported public import struct FoundationEssentials.Decimal
@_exported public import struct FoundationEssentials.Locale
@_exported public import typealias FoundationEssentials.TimeInterval
#else
@_exported public import protocol Foundation.ContiguousBytes
@_exported public import struct Foundation.Data
@_exported public import struct Foundation.Date
@_exported public import struct Foundation.Decimal
@_exported public import struct Foundation.Locale
@_exported public import typealias Foundation.TimeInterval
#endif
