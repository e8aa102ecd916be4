// What every Swift machine has, and all that this package takes of it: the part of Foundation that needs neither
// tables of languages nor networking, and the C library. On Linux a program that loads the whole of Foundation
// and its networking holds 13 MiB more before it has done anything.

#if canImport(FoundationEssentials)
@_exported public import FoundationEssentials
#else
@_exported public import Foundation
#endif

#if canImport(Glibc)
@_exported public import Glibc
#elseif canImport(Musl)
@_exported public import Musl
#else
@_exported public import Darwin
#endif
