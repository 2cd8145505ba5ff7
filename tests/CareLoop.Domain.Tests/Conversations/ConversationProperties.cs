using System.Text.Json;
using CareLoop.Domain.Cases;
using CareLoop.Domain.Conversations;
using CareLoop.Domain.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CareLoop.Domain.Tests.Conversations;

/// <summary>What holds however pushes are ordered, repeated and spread over time, and whatever people do meanwhile.</summary>
public sealed class ConversationProperties
{
    private const int MostMessages = 30;
    private const int HeaderLimit = 30_000; // characters: 60 KB as the UTF-16 string of one table property

    private static readonly string[] Texts =
        ["沙发裂了", "你好", "谢谢", "进度", "转人工", "插座冒烟", "餐桌少一条腿,我要退货", "?", "好的", "我的沙发怎么样了", new('长', 4000)];

    private static readonly int[] Gaps = [0, 0, 1, 3, 10, 16, 45, 600, 3600, 86_400];

    /// <summary>Something that happens: usually a push of one of the messages, sometimes something people do.</summary>
    public sealed record Turn(int Gap, int Message, int What);

    [Fact]
    public void Every_message_ends_in_exactly_one_case_or_in_the_record_and_nothing_is_done_twice()
    {
        var reached = new HashSet<string>();
        Prop.ForAll(Arb.From(Gen.ArrayOf(AnyTurn)), turns =>
        {
            var chat = new Chat(Packs.Mall, At.China("2026-03-04 10:12"));
            HashSet<string> pushed = [];
            var moved = false;
            foreach (var turn in turns)
            {
                chat.Wait(turn.Gap);
                moved |= Act(chat, turn, pushed, reached);
                Assert.True(JsonSerializer.Serialize(chat.State, CaseJson.Options).Length < HeaderLimit);
                Assert.Equal(chat.State.Pieces.IsEmpty, chat.WakeAt is null);
            }

            chat.Wait(3600);
            CheckEnd(chat, pushed, moved);
            reached.UnionWith(chat.Places.Values.Select(place => place.Kind.ToString()));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

        // The stories must get around, or the property says nothing.
        Assert.Superset(new HashSet<string> { "Record", "Case", "split", "move", "takeOver", "close" }, reached);
    }

    [Fact]
    public void The_same_inputs_give_the_same_conversation() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(AnyTurn)), turns => Tell(turns) == Tell(turns)).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    private static Gen<Turn> AnyTurn =>
        from gap in Gen.Elements(Gaps)
        from message in Gen.Choose(0, MostMessages - 1)
        from what in Gen.Choose(0, 19)
        select new Turn(gap, message, what);

    private static string Tell(Turn[] turns)
    {
        var chat = new Chat(Packs.Mall, At.China("2026-03-04 10:12"));
        foreach (var turn in turns)
            Act(chat.Wait(turn.Gap), turn, [], []);
        return JsonSerializer.Serialize(chat.State, CaseJson.Options) + string.Join('\n', chat.Effects.Select(e => JsonSerializer.Serialize(e, CaseJson.Options)));
    }

    /// <summary>True when people put a message elsewhere: its old case keeps it on its timeline.</summary>
    private static bool Act(Chat chat, Turn turn, HashSet<string> pushed, HashSet<string> reached)
    {
        var known = chat.Places.Keys.Order(StringComparer.Ordinal).ElementAtOrDefault(turn.Message);
        switch (turn.What)
        {
            case 0 when chat.Open.Count > 0:
                chat.Closes(chat.Open[turn.Message % chat.Open.Count].CaseId);
                reached.Add("close");
                return false;
            case 1:
                chat.Try(new ConversationInput.TakeOver(turn.Message % 2 == 0 ? "chen-min" : "zhou-jie"));
                reached.Add("takeOver");
                return false;
            case 2 or 3:
                chat.Try(new ConversationInput.HandBack());
                return false;
            case 4 when known is not null:
                chat.Do(new ConversationInput.SplitOff("chen-min", chat.Find(known)));
                reached.Add("split");
                return true;
            case 5 when known is not null && chat.Open.Count > 0:
                chat.Do(new ConversationInput.MoveTo("chen-min", chat.Find(known), chat.Open[turn.Message % chat.Open.Count].CaseId));
                reached.Add("move");
                return true;
            default:
                // What a message is depends on its number alone: the same push says the same again.
                var id = $"m{turn.Message:D2}";
                pushed.Add(id);
                _ = turn.Message % 3 == 0 ? chat.Photo(id, turn.What) : chat.Say(id, Texts[turn.Message % Texts.Length], turn.Message % 7 == 0 ? $"order-{turn.Message % 2}" : null, turn.What);
                return false;
        }
    }

    private static void CheckEnd(Chat chat, HashSet<string> pushed, bool moved)
    {
        Assert.Empty(chat.State.Pieces);
        Assert.Empty(chat.State.Openings);
        Assert.Equal(pushed.Order(), chat.Places.Keys.Order());
        foreach (var (id, place) in chat.Places)
        {
            Assert.NotEqual(PlacementKind.Waiting, place.Kind);
            Assert.True(place.CaseId is null || chat.Cases[place.CaseId].Contains(id), $"{id} is said to be in {place.CaseId}, which does not have it.");
            if (!moved)
                Assert.Equal(place.CaseId is null ? 0 : 1, chat.Cases.Values.Sum(messages => messages.Count(message => message == id)));
        }
    }
}
