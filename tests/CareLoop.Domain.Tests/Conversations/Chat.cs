using System.Collections.Immutable;
using CareLoop.Domain.Conversations;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Conversations;

/// <summary>Plays one conversation as the application does: carries effects out, knows repeated pushes, and remembers where every message is.</summary>
public sealed class Chat(PolicyPack pack, DateTimeOffset start)
{
    private readonly Dictionary<string, Piece> _heard = [];
    private readonly List<OpenCase> _elsewhere = [];

    public DateTimeOffset Now { get; private set; } = start;

    public ConversationState State { get; private set; } = new()
    {
        Id = "chat-1",
        Organisation = "demo",
        Site = "mall-sh-01",
        Channel = "WeChat",
        Account = "wechat/mall",
        CustomerKey = "customer-1",
    };

    public DateTimeOffset? WakeAt { get; private set; }

    public Dictionary<string, Placement> Places { get; } = [];

    public List<ConversationEffect> Effects { get; } = [];

    /// <summary>Messages of every case that was opened here, in the order they came to it.</summary>
    public Dictionary<string, List<string>> Cases { get; } = [];

    /// <summary>Cases opened here or elsewhere that are open.</summary>
    public List<OpenCase> Open => _elsewhere;

    public IEnumerable<ChatOccasion> Answered => Effects.OfType<Answers>().Select(a => a.Occasion);

    public Chat Say(string id, string text, string? subject = null, int sentBefore = 0) => Hear(id, ChatKind.Words, text, subject, sentBefore);

    public Chat Photo(string id, int sentBefore = 0) => Hear(id, ChatKind.Photo, null, null, sentBefore);

    public Chat Hear(string id, ChatKind kind, string? text = null, string? subject = null, int sentBefore = 0)
    {
        // The application looks the message's row up: a repeated push is only a knock.
        if (_heard.ContainsKey(id))
            return Do(new ConversationInput.TimePassed());
        var said = new ChatMessage(id, Now.AddSeconds(-sentBefore), Now, kind, text, subject);
        _heard[id] = said.ToPiece();
        return Do(new ConversationInput.Heard(said, [.. Open]));
    }

    /// <summary>Lets time pass, waking the conversation whenever it asked to be woken.</summary>
    public Chat Wait(int seconds)
    {
        var end = Now.AddSeconds(seconds);
        while (WakeAt is { } wake && wake <= end)
        {
            Now = wake > Now ? wake : Now;
            Do(new ConversationInput.TimePassed());
        }

        Now = end;
        return this;
    }

    public Chat Do(ConversationInput input)
    {
        Assert.Null(Try(input).Refusal);
        return this;
    }

    public ConversationDecision Try(ConversationInput input)
    {
        var decision = ConversationDecider.Decide(pack, State, input, Now);
        State = decision.State;
        WakeAt = decision.WakeAt;
        foreach (var (piece, place) in decision.Places)
            Places[piece.Id] = place;
        foreach (var effect in decision.Effects)
            CarryOut(effect);
        return decision;
    }

    public ImmutableArray<PlacedPiece> Find(params string[] ids) => [.. ids.Select(id => new PlacedPiece(_heard[id], Places[id]))];

    /// <summary>A case of the customer that somebody opened or closed elsewhere.</summary>
    public Chat HasCase(string id, string? subject = null, bool waits = false)
    {
        Open.RemoveAll(c => c.CaseId == id);
        Open.Add(new(id, subject, waits, Now));
        Cases.TryAdd(id, []);
        return this;
    }

    public Chat Closes(string id)
    {
        Open.RemoveAll(c => c.CaseId == id);
        return this;
    }

    private void CarryOut(ConversationEffect effect)
    {
        Assert.DoesNotContain(Effects, other => other.Key == effect.Key);
        Effects.Add(effect);
        switch (effect)
        {
            case OpensCase opens:
                var id = $"case-{Cases.Count + 1}";
                Cases[id] = [.. opens.Pieces.Select(p => p.Id)];
                Open.Add(new(id, opens.Pieces.Select(p => p.SubjectKey).FirstOrDefault(s => s is not null), WaitsForCustomer: false, Now));
                Do(new ConversationInput.CaseOpened(opens.Key, id));
                break;
            case AddsToCase adds:
                Cases[adds.CaseId].AddRange(adds.Pieces.Select(p => p.Id));
                break;
        }
    }
}
