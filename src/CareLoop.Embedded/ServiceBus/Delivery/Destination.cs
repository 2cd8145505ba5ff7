using CareLoop.Embedded.ServiceBus.Storage;

namespace CareLoop.Embedded.ServiceBus.Delivery;

/// <summary>A queue or topic as senders see it: drops repeated ids, keeps scheduled messages, fans out as it writes.</summary>
internal sealed class Destination(
    BrokerContext context, int id, string name, TimeSpan longest, TimeSpan? duplicates, IReadOnlyList<Route> routes, bool isTopic)
{
    /// <summary>The standard tier's limit, in bytes, for a message with all its properties.</summary>
    private const int MaxSize = 256 * 1024;

    private readonly Dictionary<long, Appointment> scheduled = [];
    private DateTimeOffset forgetAt = DateTimeOffset.MinValue;

    public int Id => id;

    /// <summary>Sends all messages or none; completes when they are on disk.</summary>
    /// <returns>A sequence number for each message, in order.</returns>
    public async Task<IReadOnlyList<long>> SendAsync(IEnumerable<MessageContent> messages)
    {
        var letters = messages.Select(Seal).ToList();
        List<Action> arrivals = [];
        List<long> numbers = [];
        await context.Journal.Append(
            rows =>
            {
                var now = context.Now;
                ForgetOldIds(rows, now);
                foreach (var letter in letters)
                {
                    var number = rows.NextSequence();
                    numbers.Add(number);
                    if (IsDuplicate(rows, letter, now))
                        continue;

                    if (letter.Content.ScheduledEnqueueTime > now)
                        arrivals.Add(Postpone(rows, letter, number, now));
                    else
                        arrivals.AddRange(FanOut(rows, letter, number, now));
                }
            },
            () => arrivals.ForEach(arrive => arrive()));
        return numbers;
    }

    /// <exception cref="ServiceBusException">No message with this number is scheduled.</exception>
    public Task CancelAsync(long number)
    {
        lock (context.Gate)
        {
            if (!scheduled.Remove(number, out var appointment))
            {
                throw new ServiceBusException(
                    $"No scheduled message has sequence number {number}.", ServiceBusFailureReason.MessageNotFound, name);
            }

            context.Due.Cancel(appointment);
            return context.Journal.Append(
                rows => rows.Delete(number),
                () => { },
                _ => scheduled[number] = context.Due.At(appointment.When, appointment.Action));
        }
    }

    /// <summary>Keeps a message, which is on disk, until its time; called under the gate.</summary>
    public void Arrange(long number, DateTimeOffset due, byte[] content) =>
        scheduled[number] = context.Due.At(due, () => Activate(number, content));

    private void Activate(long number, byte[] content)
    {
        scheduled.Remove(number);
        List<Action> arrivals = [];
        var letter = new Letter(MessageCodec.Decode(content), content);
        _ = context.Journal.Append(
            rows =>
            {
                rows.Delete(number);
                arrivals.AddRange(FanOut(rows, letter, rows.NextSequence(), context.Now));
            },
            () => arrivals.ForEach(arrive => arrive()),
            _ => Arrange(number, context.Now + BrokerContext.RetryAfter, content));
    }

    private Letter Seal(MessageContent content)
    {
        if (!isTopic && content.SessionId is null && routes[0].Mailbox.Rules.RequiresSession)
            throw new InvalidOperationException($"Queue '{name}' requires a session id on every message.");

        var encoded = MessageCodec.Encode(content);
        return encoded.Length <= MaxSize
            ? new Letter(content, encoded)
            : throw new ServiceBusException(
                $"A message of {encoded.Length} bytes exceeds the limit of {MaxSize}.", ServiceBusFailureReason.MessageSizeExceeded, name);
    }

    private bool IsDuplicate(BrokerRows rows, Letter letter, DateTimeOffset now) =>
        duplicates is { } window && letter.Content.MessageId is { } messageId && !rows.IsNew(id, messageId, now, now - window);

    private void ForgetOldIds(BrokerRows rows, DateTimeOffset now)
    {
        if (duplicates is not { } window || now < forgetAt)
            return;

        rows.ForgetIds(id, now - window);
        forgetAt = now + (window / 10);
    }

    private Action Postpone(BrokerRows rows, Letter letter, long number, DateTimeOffset now)
    {
        var due = letter.Content.ScheduledEnqueueTime;
        rows.Insert(id, Envelop(letter, number, number, now, TimeSpan.MaxValue), due);
        return () => Arrange(number, due, letter.Encoded);
    }

    private List<Action> FanOut(BrokerRows rows, Letter letter, long number, DateTimeOffset now)
    {
        List<Action> arrivals = [];
        foreach (var route in routes)
        {
            if (!route.Accepts(letter.Content))
                continue;

            var (mailbox, copy) = (route.Mailbox, letter);
            if (mailbox.Rules.RequiresSession && letter.Content.SessionId is null)
                (mailbox, copy) = (mailbox.DeadLetters!, letter.With(Verdict.NoSession));

            var envelope = Envelop(
                copy, isTopic ? rows.NextSequence() : number, number, now, mailbox.Rules.DefaultMessageTimeToLive);
            if (mailbox.TryPrepay())
                (envelope.DeliveryCount, envelope.IsPrepaid) = (1, true);

            rows.Insert(mailbox.Id, envelope);
            arrivals.Add(() => mailbox.Add(envelope));
        }

        return arrivals;
    }

    private Envelope Envelop(Letter letter, long sequence, long enqueuedSequence, DateTimeOffset now, TimeSpan mailboxLongest)
    {
        var wait = new[] { letter.Content.TimeToLive, longest, mailboxLongest }.Min();
        return new Envelope
        {
            Sequence = sequence,
            EnqueuedSequence = enqueuedSequence,
            SessionId = letter.Content.SessionId,
            EnqueuedAt = now,
            ExpiresAt = BrokerContext.After(now, wait),
            Content = letter.Encoded,
        };
    }

    private sealed record Letter(MessageContent Content, byte[] Encoded)
    {
        public Letter With(Verdict verdict)
        {
            var marked = Content.With(verdict.Marks());
            return new Letter(marked, MessageCodec.Encode(marked));
        }
    }
}
