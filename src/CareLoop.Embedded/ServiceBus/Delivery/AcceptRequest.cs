namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>One call that waits for a session that has messages and no consumer.</summary>
internal sealed class AcceptRequest(Mailbox mailbox) : IDemand
{
    private readonly TaskCompletionSource<SessionHold?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<SessionHold?> Answer => answer.Task;

    public bool Wants => true;

    public bool IsStanding => false;

    public void Serve(Lane lane) => answer.SetResult(mailbox.Sessions.Hold(lane));

    public void GiveUp() => answer.SetResult(null);
}
