// The values of Foundation that this module uses, and nothing else of it: a file, a socket, a thread or the
// environment of the process is not in scope here, so that a mapping cannot touch one.

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
