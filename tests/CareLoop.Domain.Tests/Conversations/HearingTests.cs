using CareLoop.Domain.Conversations;
using CareLoop.Domain.Handbook.Blocks;
using CareLoop.Domain.Tests.Support;

namespace CareLoop.Domain.Tests.Conversations;

public sealed class HearingTests
{
    [Theory]
    [InlineData("你好", ChatMeaning.Greeting)]
    [InlineData("您好!在吗?", ChatMeaning.Greeting)]
    [InlineData("Hi", ChatMeaning.Greeting)]
    [InlineData("好的,谢谢您了", ChatMeaning.Thanks)]
    [InlineData("你好,谢谢", ChatMeaning.Thanks)]
    [InlineData("进度", ChatMeaning.Progress)]
    [InlineData("我的沙发处理得怎么样了?", ChatMeaning.Progress)]
    [InlineData("转人工", ChatMeaning.Person)]
    [InlineData("你好,插座冒烟", ChatMeaning.Urgent)]
    [InlineData("你好,沙发裂了", null)]
    [InlineData("hide a bed", null)]
    [InlineData("工单进度太慢了,我要投诉你们商场", null)]
    [InlineData("人工草坪翘起来了,孩子绊倒好几次", null)]
    [InlineData("   ", null)]
    public void Words_mean_what_the_lists_of_the_handbook_say(string text, ChatMeaning? meaning) => Assert.Equal(meaning, Hearing.Of(Packs.Mall, text));
}
