namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>A consumer's exclusive hold on a session.</summary>
/// <param name="perMessage">A processor's hold ends with the message it was taken for; a receiver's when it is closed or runs out.</param>
internal sealed class SessionHold(Lane lane, bool perMessage)
{
    public Lane Lane => lane;

    public string SessionId => lane.Session!;

    public bool PerMessage => perMessage;

    public DateTimeOffset Until { get; set; }

    public Appointment? Expiry { get; set; }

    public bool Lost { get; set; }

    public List<Lease> Leases { get; } = [];

    /// <summary>Receivers that wait for the session's next message.</summary>
    public LinkedList<ReceiveRequest> Requests { get; } = [];
}
