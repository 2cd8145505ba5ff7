using System.Net;
using System.Text;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Conversations;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Conversations;

/// <summary>The address platforms call, and what a crash between any two of its steps leaves behind.</summary>
public sealed class EdgeTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task An_address_of_no_account_does_not_exist_and_other_methods_are_not_served()
    {
        (await chat.Api.SendAsync(HttpMethod.Post, "/api/channels/webhook/nobody", user: null)).Problem(404, "not-found");
        (await chat.Api.SendAsync(HttpMethod.Post, "/api/channels/telegraph/shop", user: null)).Problem(404, "not-found");
        Assert.Equal(405, (await chat.Api.GetAsync("/api/channels/webhook/shop", user: null)).Status);
        Assert.Equal(405, (await chat.Api.SendAsync(HttpMethod.Put, "/api/channels/webhook/shop", user: null)).Status);
    }

    [Theory]
    [InlineData("v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", HttpStatusCode.Unauthorized)]
    [InlineData("v2,AAAA", HttpStatusCode.Unauthorized)]
    public async Task What_is_not_signed_with_the_secret_is_refused_and_leaves_nothing(string signature, HttpStatusCode expected)
    {
        Assert.Equal(expected, await chat.Partner.SendAsync("forged", "{}", signature));
        Assert.Equal(expected, await new WebhookSender(chat.App.CreateClient(), chat.App.Clock.GetUtcNow, secret: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").SayAsync("forger", "forged", "框架裂了"));
        Assert.Null(await chat.Services.GetRequiredService<ConversationTable>().FindAsync(chat.ConversationOf("forger"), default));
    }

    [Fact]
    public async Task A_megabyte_of_text_and_a_text_longer_than_a_case_may_hold_are_too_large()
    {
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await chat.Partner.SayAsync("long", "long-1", new string('裂', 350_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await chat.Partner.SayAsync("long", "long-2", new string('裂', PushContent.LongestText + 1)));
        Assert.Equal(HttpStatusCode.OK, await chat.Partner.SayAsync("long", "long-3", new string('裂', PushContent.LongestText)));
        await chat.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Single(await chat.MessagesAsync("long"));
    }

    [Fact]
    public async Task Whoever_signs_but_writes_the_wrong_thing_is_told_what()
    {
        var (body, id) = ("""{"specversion":"0.3"}""", "wrong-1");
        var timestamp = chat.App.Clock.GetUtcNow().ToUnixTimeSeconds().ToString();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await chat.Api.SendAsync(
            HttpMethod.Post, "/api/channels/webhook/shop", user: null, content,
            headers:
            [
                ("webhook-id", id), ("webhook-timestamp", timestamp),
                ("webhook-signature", CareLoop.Functions.Channels.Webhook.StandardWebhook.Sign(WebhookSender.Secret, id, timestamp, Encoding.UTF8.GetBytes(body))),
            ]);
        Assert.Contains("specversion", (string)answer.Problem(400, "request-invalid")["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_crash_after_any_step_is_made_up_for_by_the_same_push_or_by_the_sweep(int steps)
    {
        // What AcceptAsync does, up to the crash: list of open work, content, receipt, queue.
        var user = $"crash-{steps}";
        var account = chat.Services.GetRequiredService<ChannelAccounts>().Find("webhook", "shop")!.Value.Account;
        var secrets = chat.Services.GetRequiredService<DeploymentSecrets>();
        var now = chat.App.Clock.GetUtcNow();
        var push = new ChannelPush { DedupeKey = $"/web-chat\n{user}-1", User = user, Kind = PushKind.Text, SentAt = now, PlatformKind = "com.careloop.message.v1", Text = "框架裂了" };
        var receipt = new InboundReceipt(
            InboundTable.IdOf("webhook", "shop", push.DedupeKey), chat.ConversationOf(user), now, ChannelUsers.CustomerKeyOf(secrets, account, user), "webhook/shop");
        var table = chat.Services.GetRequiredService<InboundTable>();
        if (steps > 0)
        {
            await table.OpenAsync(now, receipt.Conversation, receipt.Id, default);
        }

        if (steps > 1)
        {
            var customer = await chat.Services.GetRequiredService<CustomerTable>().GetOrAddAsync("demo", receipt.CustomerKey, ChannelUsers.ContactOf(account, user), default);
            await chat.Services.GetRequiredService<PushContent>().AddAsync(customer, receipt.Id, push, default);
        }

        if (steps > 2)
        {
            await table.InsertAsync(receipt, default);
        }
        else
        {
            // No receipt, no acknowledgement: the platform sends again.
            Assert.Equal(HttpStatusCode.OK, await chat.Partner.SayAsync(user, $"{user}-1", "框架裂了"));
        }

        await chat.WaitAsync(TimeSpan.FromMinutes(10));
        Assert.Single(await chat.MessagesAsync(user));
        Assert.NotEmpty(await chat.OnlyCaseAsync(user));
        await chat.WaitAsync(TimeSpan.FromHours(2));
        Assert.Equal(0, await chat.OpenWorkAsync());
    }

    [Fact]
    public async Task A_conversation_that_waits_is_on_the_list_of_open_work_until_it_has_been_woken()
    {
        await chat.Partner.SayAsync("asleep", "asleep-1", "框架裂了");
        await chat.WaitAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await chat.OpenWorkAsync());
        await chat.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await chat.OpenWorkAsync());
    }
}
