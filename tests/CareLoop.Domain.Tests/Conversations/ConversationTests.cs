using CareLoop.Domain.Conversations;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Conversations;

public sealed class ConversationTests
{
    private const string Cracked = "你好,我1月15号在你们商场慕云家居买的三人沙发,坐着突然响,翻过来一看框架裂了,拍了三张照片,这才用了一个多月,我要求换新的。";

    private static readonly DateTimeOffset Morning = At.China("2026-03-04 10:12");
    private static readonly DateTimeOffset Night = At.China("2026-03-04 22:30");

    public static TheoryData<string> Orders => [.. Permutations("TABC")];

    [Theory]
    [MemberData(nameof(Orders))]
    public void J01_a_text_and_three_photos_in_any_order_are_one_case_in_the_order_they_were_told(string order)
    {
        var chat = new Chat(Packs.Mall, Morning);
        foreach (var (push, position) in order.Select((push, position) => (push, position)))
        {
            // All four were sent in the same order, 4 s before the first push came; they arrive in another one, a second apart.
            var before = 4 + position - "TABC".IndexOf(push, StringComparison.Ordinal);
            _ = push == 'T' ? chat.Say("T", Cracked, sentBefore: before) : chat.Photo(push.ToString(), before);
            chat.Wait(1);
        }

        chat.Wait(60);
        Assert.Equal(["T", "A", "B", "C"], Assert.Single(chat.Cases).Value);
        var opens = Assert.Single(chat.Effects.OfType<OpensCase>());
        Assert.Equal(Morning, opens.ReceivedAt);
        Assert.All(chat.Places.Values, place => Assert.Equal(Placement.Case("case-1"), place));
        Assert.Empty(chat.Answered);
    }

    [Fact]
    public void COM_INT_13_a_story_opens_within_the_minute_of_the_first_reply_however_slowly_it_is_told()
    {
        var chat = new Chat(Packs.Mall, Morning);
        for (var i = 0; i < 10; i++)
            chat.Say($"m{i}", "沙发坐着响,").Wait(10);
        var first = Assert.Single(chat.Effects.OfType<OpensCase>());
        Assert.Equal(4, first.Pieces.Length);
        Assert.Equal(Morning, first.ReceivedAt);
        Assert.Equal(6, chat.Effects.OfType<AddsToCase>().Count());
        Assert.Equal(10, Assert.Single(chat.Cases).Value.Count);
    }

    [Fact]
    public void COM_INT_08_the_same_push_again_changes_nothing()
    {
        var chat = new Chat(Packs.Mall, Morning).Say("T", Cracked).Say("T", Cracked).Wait(20).Say("T", Cracked).Wait(60);
        Assert.Equal(["T"], Assert.Single(chat.Cases).Value);
    }

    [Fact]
    public void Urgent_words_are_not_waited_for()
    {
        var chat = new Chat(Packs.Mall, Morning).Photo("A").Say("T", "店里插座冒烟了!");
        Assert.Equal(["A", "T"], Assert.Single(chat.Cases).Value);
        chat.Photo("B");
        Assert.Equal(["A", "T", "B"], Assert.Single(chat.Cases).Value);
    }

    [Fact]
    public void Photos_without_words_are_asked_about_once_and_then_a_person_looks()
    {
        var chat = new Chat(Packs.Mall, Morning).Photo("A").Wait(5).Photo("B").Wait(60);
        Assert.Equal([ChatOccasion.WordsMissing], chat.Answered);
        chat.Wait(30 * 60);
        Assert.Equal([ChatOccasion.WordsMissing], chat.Answered);
        Assert.Single(chat.Effects.OfType<CallsPerson>());
        Assert.All(chat.Places.Values, place => Assert.Equal(Placement.Record, place));
    }

    [Fact]
    public void Words_that_come_after_they_were_asked_for_take_the_photos_along()
    {
        var chat = new Chat(Packs.Mall, Morning).Photo("A").Wait(600).Say("T", "框架裂了").Wait(60);
        Assert.Equal(["A", "T"], Assert.Single(chat.Cases).Value);
        Assert.Equal(Morning, chat.Effects.OfType<OpensCase>().Single().ReceivedAt);
    }

    [Fact]
    public void A_later_message_joins_the_open_case_of_its_subject_and_another_subject_is_another_case()
    {
        var chat = new Chat(Packs.Mall, Morning).Say("1", "沙发裂了", "order-1").Wait(60).Say("2", "还有划痕", "order-1").Say("3", "餐桌少一条腿", "order-2").Wait(60);
        Assert.Equal(["1", "2"], chat.Cases["case-1"]);
        Assert.Equal(["3"], chat.Cases["case-2"]);
        chat.Say("4", "补一张发票照片").Say("5", "沙发的", "order-1").Wait(60);
        Assert.Equal(["3", "4"], chat.Cases["case-2"]);
        Assert.Equal(["1", "2", "5"], chat.Cases["case-1"]);
    }

    [Fact]
    public void A_message_without_a_subject_answers_the_case_that_has_asked()
    {
        var chat = new Chat(Packs.Mall, Morning).HasCase("asks", "order-1", waits: true).Wait(60).HasCase("latest", "order-2").Say("1", "合同首页拍好了").Say("2", "好的");
        Assert.Equal(["1", "2"], chat.Cases["asks"]);
    }

    [Fact]
    public void A_message_after_the_end_of_the_case_is_a_new_matter_and_thanks_are_only_recorded()
    {
        var chat = new Chat(Packs.Mall, Morning).Say("1", "沙发裂了").Wait(60).Closes("case-1");
        chat.Say("2", "谢谢,辛苦了").Wait(60);
        Assert.Equal(Placement.Record, chat.Places["2"]);
        chat.Say("3", "新换的沙发又响了").Wait(60);
        Assert.Equal(["3"], chat.Cases["case-2"]);
        Assert.Equal("case-2", Assert.Single(chat.State.Cases).CaseId);
    }

    [Fact]
    public void Asking_for_the_progress_tells_the_status_of_every_open_case_each_time()
    {
        var chat = new Chat(Packs.Mall, Morning).Say("1", "我的沙发怎么样了?");
        Assert.Equal([ChatOccasion.NoCase], chat.Answered);
        chat.HasCase("a").HasCase("b").Say("2", "进度").Say("3", "进度?");
        Assert.Equal(4, chat.Effects.OfType<Answers>().Count(a => a is { Occasion: ChatOccasion.Progress, CaseId: "a" or "b" }));
        Assert.All(chat.Places.Values, place => Assert.Equal(Placement.Record, place));
        chat.Say("4", "你们的进度太慢了,我要投诉到消费者协会去");
        Assert.Equal(Placement.Case("a"), chat.Places["4"]);
    }

    [Theory]
    [InlineData(true, "chat.greeting")]
    [InlineData(false, "chat.closed")]
    public void COM_CHAT_01_a_greeting_is_answered_by_the_hour_once_and_opens_nothing(bool open, string template)
    {
        var chat = new Chat(Packs.Mall, open ? Morning : Night).Say("1", "你好!在吗?").Wait(60).Say("2", "您好").Wait(60);
        Assert.Equal([template], chat.Effects.OfType<Answers>().Select(a => a.Template));
        Assert.Empty(chat.Cases);
        chat.Wait(31 * 60).Say("3", "在吗");
        Assert.Equal(2, chat.Effects.Count);
    }

    [Fact]
    public void Out_of_hours_whoever_adds_to_a_case_learns_when_somebody_reads_it()
    {
        var chat = new Chat(Packs.Mall, Night).HasCase("a").Say("1", "客厅那张也裂了").Say("2", "照片稍后发");
        var answer = Assert.Single(chat.Effects.OfType<Answers>());
        Assert.Equal(("chat.joined", "a"), (answer.Template, answer.CaseId));
    }

    [Fact]
    public void A_person_who_is_asked_for_is_called_once()
    {
        var chat = new Chat(Packs.Mall, Morning).Say("1", "转人工").Say("2", "人工!!");
        Assert.Equal([ChatOccasion.Person], chat.Answered);
        Assert.Single(chat.Effects.OfType<CallsPerson>());
        Assert.Equal(Morning, chat.State.PersonNeededAt);
    }

    [Fact]
    public void While_a_person_answers_nothing_opens_by_itself_and_the_open_case_still_hears_its_customer()
    {
        var chat = new Chat(Packs.Mall, Morning).Say("1", "沙发裂了").Do(new ConversationInput.TakeOver("chen-min")).Say("2", "真的很急").Say("3", "你好").Wait(600);
        Assert.Empty(chat.Cases);
        Assert.Empty(chat.Effects);
        Assert.All(chat.Places.Values, place => Assert.Equal(Placement.Record, place));
        chat.HasCase("a").Say("4", "合同在这里");
        Assert.Equal(Placement.Case("a"), chat.Places["4"]);
        chat.Closes("a").Do(new ConversationInput.HandBack()).Say("5", "餐桌也坏了").Wait(60);
        Assert.IsType<OpensCase>(chat.Effects[^1]);
    }

    [Fact]
    public void Only_one_person_takes_a_conversation_over_at_a_time()
    {
        var chat = new Chat(Packs.Mall, Morning).Do(new ConversationInput.TakeOver("chen-min")).Do(new ConversationInput.TakeOver("chen-min"));
        Assert.Equal(ConversationRefusal.TakenByOther, chat.Try(new ConversationInput.TakeOver("zhou-jie")).Refusal);
        chat.Do(new ConversationInput.HandBack());
        Assert.Equal(ConversationRefusal.NotTaken, chat.Try(new ConversationInput.HandBack()).Refusal);
    }

    [Fact]
    public void A_message_split_off_becomes_a_case_of_its_own_and_the_old_case_is_told()
    {
        var chat = new Chat(Packs.Mall, Morning).Say("1", "沙发裂了").Wait(60).Say("2", "另外停车场灯坏了");
        chat.Do(new ConversationInput.SplitOff("chen-min", chat.Find("2")));
        Assert.Equal(["2"], chat.Cases["case-2"]);
        Assert.Equal(Placement.Case("case-2"), chat.Places["2"]);
        var told = Assert.Single(chat.Effects.OfType<TellsMoved>());
        Assert.Equal(("case-1", "case-2", "chen-min"), (told.CaseId, told.To, told.By));
    }

    [Fact]
    public void A_message_moves_to_another_case_and_moving_it_there_again_does_nothing()
    {
        var chat = new Chat(Packs.Mall, Morning).HasCase("a").Say("1", "你好").Say("2", "沙发裂了");
        chat.Do(new ConversationInput.MoveTo("chen-min", chat.Find("1", "2"), "a"));
        Assert.Equal(["2", "1"], chat.Cases["a"]);
        chat.HasCase("b").Do(new ConversationInput.MoveTo("chen-min", chat.Find("2"), "b"));
        var effects = chat.Effects.Count;
        chat.Do(new ConversationInput.MoveTo("chen-min", chat.Find("2"), "b"));
        Assert.Equal(effects, chat.Effects.Count);
        Assert.Equal("a", Assert.Single(chat.Effects.OfType<TellsMoved>()).CaseId);
    }

    [Fact]
    public void A_piece_that_is_split_off_while_the_story_is_told_is_no_longer_part_of_it()
    {
        var chat = new Chat(Packs.Mall, Morning).Say("1", "沙发裂了").Say("2", "停车场灯坏了");
        chat.Do(new ConversationInput.SplitOff("chen-min", chat.Find("2"))).Wait(60);
        Assert.Equal(["2"], chat.Cases["case-1"]);
        Assert.Equal(["1"], chat.Cases["case-2"]);
    }

    [Fact]
    public void A_story_longer_than_a_case_may_be_is_two_and_none_of_it_is_cut()
    {
        var text = new string('裂', 6000);
        var chat = new Chat(Packs.Mall, Morning).Say("1", text).Say("2", text).Wait(60);
        Assert.Equal(["1", "2"], chat.Cases.Values.SelectMany(ids => ids));
    }

    [Fact]
    public void What_nobody_can_read_is_recorded_and_a_person_is_called()
    {
        var chat = new Chat(Packs.Mall, Morning).Hear("1", ChatKind.Session).Hear("2", ChatKind.Unknown);
        Assert.All(chat.Places.Values, place => Assert.Equal(Placement.Record, place));
        Assert.IsType<CallsPerson>(Assert.Single(chat.Effects));
    }

    [Fact]
    public void A_message_that_came_when_its_case_had_just_ended_begins_a_story_of_its_own()
    {
        var chat = new Chat(Packs.Mall, Morning).HasCase("a").Say("1", "又响了");
        var piece = Assert.Single(chat.Effects.OfType<AddsToCase>()).Pieces[0];
        chat.Closes("a").Do(new ConversationInput.CaseEnded("a", [piece])).Wait(60);
        Assert.Equal(["1"], chat.Cases["case-2"]);
        Assert.Equal(Placement.Case("case-2"), chat.Places["1"]);
    }

    private static IEnumerable<string> Permutations(string letters) => letters.Length < 2
        ? [letters]
        : letters.SelectMany(letter => Permutations(letters.Replace(letter.ToString(), "", StringComparison.Ordinal)).Select(rest => letter + rest));
}
