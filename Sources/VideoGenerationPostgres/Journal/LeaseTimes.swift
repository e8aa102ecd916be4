/// How long the leases of tasks last.
package struct LeaseTimes: Sendable {
    /// The lease of a task that may be sent, in seconds. It covers a submit of 150 s, and leaves 90 s in which it can be
    /// renewed.
    package var submit = 240
    /// The part of a lease that has to be left when a request is sent: the limit of a submit, and 10 s.
    package var margin = Duration.seconds(160)
    /// The lease of a claimed task that is not about to be sent, in seconds. Another process takes the task of a process
    /// that ended after this time.
    package var claim = 60
    /// The time between two renewals of claims.
    package var claimRenewal = Duration.seconds(15)
    /// How long a lease lasts once its task is no longer about to be sent, in seconds, if its process ends before it
    /// gives the task back.
    package var afterSubmit = 5
    /// The time between two renewals of leases that are not claims.
    package var renewal = Duration.seconds(30)

    /// Creates the times that apply everywhere except in tests.
    package init() {}
}
