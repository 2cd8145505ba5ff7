using CareLoop.Domain.Cases;
using CareLoop.Embedded.ServiceBus;
using CareLoop.Embedded.Store;
using CareLoop.Embedded.Time;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Operations.DeadLetters;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CareLoop.Functions.Tests.Operations;

/// <summary>Replaying on the entities of Config.json, with nobody else there to take the messages.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private EmbeddedStore store = null!;
    private EmbeddedBroker broker = null!;
    private ServiceBusClient client = null!;
    private DeadLetterDesk desk = null!;

    public Task InitializeAsync()
    {
        store = EmbeddedStore.Open(folder.At("broker.db"));
        var config = BrokerConfig.Parse(Repository.Read("infra", "servicebus", "Config.json"));
        broker = new EmbeddedBroker(store, new WorkTracker(), TimeProvider.System, config, NullLoggerFactory.Instance);
        client = broker.CreateClient();
        desk = new DeadLetterDesk(client, client.CreateSender(NoticeMessage.Topic));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Only_the_subscription_that_gave_a_message_up_gets_it_again_however_often()
    {
        await client.CreateSender(NoticeMessage.Topic).SendMessageAsync(Notice(RecipientKind.Role));
        for (var time = 1; time <= 3; time++)
        {
            var number = await BuryStaffAsync();
            Assert.True(await desk.TakeAsync("staff", number, message => desk.ReplayAsync("staff", message, default), default));
            Assert.Equal((1, 0), (await CountAsync("staff"), await CountAsync("customer")));
            Assert.Empty(await desk.PeekAsync("staff", 0, 10, default));
        }
    }

    [Fact]
    public async Task A_replay_is_not_taken_for_a_repetition_of_the_first_sending_and_keeps_the_notices_id()
    {
        await client.CreateSender(NoticeMessage.Topic).SendMessageAsync(Notice(RecipientKind.Role));
        var number = await BuryStaffAsync();
        await desk.TakeAsync("staff", number, message => desk.ReplayAsync("staff", message, default), default);
        var again = Assert.Single(await client.CreateReceiver(NoticeMessage.Topic, "staff").PeekMessagesAsync(10));
        Assert.Equal($"C-1-3-Escalated-0~{number}", again.MessageId);
        Assert.Equal("C-1-3-Escalated", NoticeMessage.Read(again).InboxId);
        Assert.Equal("C-1", again.SessionId);
    }

    [Fact]
    public async Task A_crash_between_sending_and_removing_makes_no_second_copy()
    {
        await client.CreateSender(NoticeMessage.Topic).SendMessageAsync(Notice(RecipientKind.Role));
        var number = await BuryStaffAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => desk.TakeAsync(
            "staff",
            number,
            async message =>
            {
                await desk.ReplayAsync("staff", message, default);
                throw new InvalidOperationException("The process dies here.");
            },
            default));
        Assert.Equal(number, Assert.Single(await desk.PeekAsync("staff", 0, 10, default)).SequenceNumber);

        Assert.True(await desk.TakeAsync("staff", number, message => desk.ReplayAsync("staff", message, default), default));
        Assert.Equal(1, await CountAsync("staff"));
    }

    [Fact]
    public async Task The_others_stay_where_they_are()
    {
        for (var position = 0; position < 150; position++)
        {
            await client.CreateSender(NoticeMessage.Topic).SendMessageAsync(Notice(RecipientKind.Role, position));
        }

        List<long> buried = [];
        for (var position = 0; position < 150; position++)
        {
            buried.Add(await BuryStaffAsync());
        }

        Assert.True(await desk.TakeAsync("staff", buried[120], _ => Task.CompletedTask, default));
        await using var dead = client.CreateReceiver(NoticeMessage.Topic, "staff", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var left = await dead.ReceiveMessagesAsync(200, TimeSpan.FromMinutes(2));
        Assert.Equal(buried.Except([buried[120]]), left.Select(message => message.SequenceNumber));
    }

    [Theory]
    [InlineData("inbound")]
    [InlineData("deliveries")]
    public async Task A_queue_gets_its_dead_letter_back_with_all_it_held(string queue)
    {
        await client.CreateSender(queue).SendMessageAsync(new ServiceBusMessage("body") { MessageId = "first", SessionId = "session", Subject = "subject" });
        await using (var receiver = await ReceiverAsync(queue))
        {
            await receiver.DeadLetterMessageAsync((await receiver.ReceiveMessageAsync())!, "Tested");
        }

        var letter = Assert.Single(await desk.PeekAsync(queue, 0, 10, default));
        Assert.Equal((queue, "Tested", queue == "inbound" ? null : "session"), (DeadLetterDesk.EntityOf(queue), letter.DeadLetterReason, DeadLetterDesk.CaseOf(queue, letter)));
        Assert.True(await desk.TakeAsync(queue, letter.SequenceNumber, message => desk.ReplayAsync(queue, message, default), default));
        Assert.Empty(await desk.PeekAsync(queue, 0, 10, default));
        await using var again = await ReceiverAsync(queue);
        var replayed = (await again.ReceiveMessageAsync())!;
        Assert.Equal(("body", "session", "subject", $"first~{letter.SequenceNumber}"), (replayed.Body.ToString(), replayed.SessionId, replayed.Subject, replayed.MessageId));
    }

    private async Task<ServiceBusReceiver> ReceiverAsync(string queue) =>
        queue == "inbound" ? await client.AcceptSessionAsync(queue, "session") : client.CreateReceiver(queue);

    private static ServiceBusMessage Notice(RecipientKind kind, int position = 0) =>
        new NoticeMessage("demo", "mall-sh-01", "C-1", 3, "Escalated", new Recipient(kind, "Manager"), null, DateTimeOffset.UnixEpoch)
            .ToServiceBusMessage(position);

    private async Task<long> BuryStaffAsync()
    {
        await using var receiver = client.CreateReceiver(NoticeMessage.Topic, "staff");
        var message = (await receiver.ReceiveMessageAsync())!;
        await receiver.DeadLetterMessageAsync(message, "Tested");
        return message.SequenceNumber;
    }

    private async Task<int> CountAsync(string subscription) =>
        (await client.CreateReceiver(NoticeMessage.Topic, subscription).PeekMessagesAsync(10)).Count;
}
