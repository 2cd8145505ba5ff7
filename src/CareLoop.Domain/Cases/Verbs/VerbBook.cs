using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CareLoop.Domain.Cases.Verbs;

/// <summary>Everything that can be done to a case.</summary>
internal static class VerbBook
{
    public static ImmutableArray<Verb> All { get; } =
    [
        new Receiving(),
        new Replying(),
        new Classifying(),
        new StartingInvestigation(),
        new RecordingInvestigation(),
        new Asking(),
        new Supplementing(),
        new Proposing(),
        new Agreeing(),
        new Refusing(),
        new Completing(),
        new Feedback(),
        new FollowUpRecording(),
        new Blaming(),
        new Archiving(),
        new Commenting(),
        new Withdrawing(),
        new Reopening(),
        new Acknowledging(),
        new Escalating(),
        new OfferingTransfer(),
        new AcceptingTransfer(),
        new AcceptingHandover(),
        new Promising(),
        new AskingThirdParty(),
        new ClosingThirdParty(),
        new Dispatching(),
        new Noting(),
        new Failing(),
        new SubmittingApproval(),
        new DecidingApproval(),
        new Rescheduling(),
        new Rejecting(),
        new TransferringOut(),
        new JoiningGroup(),
        new LeavingGroup(),
        new EnteringAuthorityDate(),
        new Checking(),
        new Paying(),
        new ConfirmingPayment(),
        new ReturningPayment(),
        new OpeningRecovery(),
        new RecordingRecovery(),
        new Charging(),
        new HoldingRetention(),
        new LiftingHold(),
        new Anonymising(),
    ];

    private static readonly FrozenDictionary<Type, Verb> ByCommand = All.ToFrozenDictionary(v => v.CommandType);

    public static Verb For(CaseCommand command) => ByCommand[command.GetType()];
}
