namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>One call that waits for messages. All members but <see cref="Answer"/> are called under the broker's gate.</summary>
/// <param name="forGood">The messages are deleted as they are handed out.</param>
/// <param name="hold">The session to take from; null for an entity without sessions.</param>
internal sealed class ReceiveRequest(Mailbox mailbox, int most, bool forGood, SessionHold? hold) : IDemand, IRecipient
{
    private readonly TaskCompletionSource<IReadOnlyList<Lease>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IReadOnlyList<Lease>> Answer => answer.Task;

    public bool Wants => true;

    public bool IsStanding => false;

    public void Enlist()
    {
        if (hold is null)
        {
            mailbox.Enlist(this);
            return;
        }

        mailbox.Sessions.RequireHeld(hold);
        hold.Requests.AddLast(this);
        Sessions.Serve(hold.Lane);
    }

    public bool Withdraw() => hold?.Requests.Remove(this) ?? mailbox.Withdraw(this);

    public void Serve(Lane lane) =>
        mailbox.Leases.Hand(mailbox.Leases.Take(lane, most, hold), this, mailbox.Rules.LockDuration, forGood);

    public void Received(IReadOnlyList<Lease> leases) => answer.SetResult(leases);

    public void Failed(Exception error) => answer.SetException(error);

    public void GiveUp() => answer.SetResult([]);
}
