using System.Collections.Immutable;
using CareLoop.Domain.Words;

namespace CareLoop.Domain.Cases;

/// <summary>A reason for which a customer's full profile may be asked for (COM-PRIV-03): a code, because records of it hold nothing personal.</summary>
public sealed record AccessPurpose(string Id, LocalText Name)
{
    public static ImmutableArray<AccessPurpose> All { get; } =
    [
        new("ContactCustomer", new("联系客户", "To contact the customer")),
        new("ArrangeVisit", new("安排上门", "To arrange a visit")),
        new("VerifyIdentity", new("核实身份", "To verify the customer's identity")),
        new("SettlePayment", new("办理赔付或退款", "To pay or refund the customer")),
        new("AnswerRightsRequest", new("答复个人信息权利请求", "To answer a request about personal data")),
        new("ReviewHandling", new("复核处理过程", "To review how the case was handled")),
    ];
}
