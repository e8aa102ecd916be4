// The parts of the system that this package uses: the part of Foundation that needs neither locale data nor networking,
// and the C library. On Linux, a program that loads all of Foundation and its networking uses 13 MiB more memory at its
// start.

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
