using System.Collections.Immutable;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Handbook.Blocks;

/// <summary>A role (岗位) and what it may do with cases.</summary>
public sealed record Role(string Id, LocalText Name, ImmutableArray<Right> Can, Provenance Source) : IPackObject;

/// <summary>What roles may be allowed to do.</summary>
public enum Right
{
    /// <summary>Take contacts in.</summary>
    Register,

    /// <summary>Write to customers and record what they say.</summary>
    Reply,

    /// <summary>Set type, category, severity and flags.</summary>
    Classify,

    /// <summary>Investigate, propose, carry out, give feedback.</summary>
    Handle,

    /// <summary>Set the solution of major cases (MALL-ESC-02).</summary>
    DecideMajor,

    /// <summary>Decide approvals addressed to the role.</summary>
    Approve,

    /// <summary>Pay, take payments back, and record what is recovered.</summary>
    Pay,

    /// <summary>Ask customers afterwards.</summary>
    FollowUp,

    /// <summary>Close for good.</summary>
    Archive,

    /// <summary>Offer and take over cases, refuse those out of scope.</summary>
    Transfer,

    /// <summary>Hand cases over to authorities or other organisations.</summary>
    TransferOut,

    /// <summary>Write remarks.</summary>
    Comment,

    /// <summary>Read every case of the site.</summary>
    ReadAll,

    /// <summary>Open audit findings.</summary>
    Audit,
}
