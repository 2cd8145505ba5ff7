namespace CareLoop.Domain.Notices;

/// <summary>How far a notice got on its way to one recipient (送达状态). What is not known is never called sent.</summary>
public enum DeliveryState
{
    /// <summary>Not tried yet, or to be tried again.</summary>
    Waiting,

    /// <summary>Handed over just now; found like this later, nobody knows whether it arrived.</summary>
    Sending,

    /// <summary>The platform took it.</summary>
    Sent,

    /// <summary>Every way was tried, and refused.</summary>
    Failed,

    /// <summary>There is no way to this recipient, or it must not be sent.</summary>
    Skipped,

    /// <summary>It may have arrived or not: the host died, or the platform did not answer. An operator decides.</summary>
    Unknown,
}
