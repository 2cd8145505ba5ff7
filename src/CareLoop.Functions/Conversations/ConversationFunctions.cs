using CareLoop.Domain.Cases;
using CareLoop.Domain.Conversations;
using CareLoop.Functions.Api;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Http;

namespace CareLoop.Functions.Conversations;

/// <summary>Conversations for staff of their site: who needs a person, what was said, and orders.</summary>
public sealed class ConversationFunctions(
    CallerTokens tokens,
    ConversationTable conversations,
    CustomerTable customers,
    PushContent contents,
    StaffOrders orders,
    CaseAuthority authority,
    StaffDirectory directory,
    AuditLog audit)
{
    private const int MostMessages = 40;
    private const int KeyLength = 200;

    [Function("ListConversations")]
    public async Task<IResult> ListConversations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sites/{site}/conversations")] HttpRequest request, string site, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        SiteAuthority.Require(caller, await directory.GetAsync(cancellation), site);
        var size = Paging.SizeOf(request);
        var (entries, continuation) = await conversations.ReadWaitingAsync(caller.Organisation, site, Cursor.Read(request), size, cancellation);
        return Paging.Answer(request, entries, continuation);
    }

    [Function("GetConversation")]
    public async Task<IResult> GetConversation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "conversations/{conversation}")] HttpRequest request, string conversation, CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var state = await RequireAsync(caller, conversation, cancellation);
        var size = Paging.SizeOf(request);
        await audit.ReadAsync(caller, state.Site, caseId: null, $"Conversation {state.Id}", cancellation);
        var (messages, continuation) = await conversations.ReadMessagesAsync(state.Id, Cursor.Read(request), size, cancellation);
        return Results.Json(
            new
            {
                Conversation = ConversationView.Of(state),
                Items = await ShowAsync(caller, state, messages, cancellation),
                Next = Cursor.Link(request, continuation),
            },
            ApiJson.Options);
    }

    [Function("GiveConversationOrder")]
    public async Task<IResult> GiveConversationOrder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "conversations/{conversation}/commands")] HttpRequest request,
        string conversation,
        CancellationToken cancellation)
    {
        var caller = await tokens.RequireStaffAsync(request);
        var state = await RequireAsync(caller, conversation, cancellation);
        var key = IdempotencyKey.Require(request);
        var order = await ReadOrderAsync(new FieldReader(await JsonBody.ReadAsync(request, cancellation)), caller, cancellation);
        var outcome = await orders.GiveAsync(state.Id, order, key, cancellation);
        if (outcome is not null && outcome != ConversationKeeper.Heard)
        {
            throw ProblemOf(Enum.Parse<ConversationRefusal>(outcome));
        }

        var now = await RequireAsync(caller, conversation, cancellation);
        return Results.Json(
            ConversationView.Of(now), ApiJson.Options, statusCode: outcome is null ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    private async Task<StaffOrder> ReadOrderAsync(FieldReader form, Caller caller, CancellationToken cancellation)
    {
        var command = form.Text("command", required: true, KeyLength);
        if (command is not null && !StaffOrders.Commands.Contains(command))
        {
            throw new ApiProblem(ProblemKind.UnknownValue)
            {
                Errors = [new FieldError("command", new($"没有“{command}”这个操作。", $"There is no command '{command}'."))],
                Allowed = [.. StaffOrders.Commands],
            };
        }

        var isAboutMessages = command is StaffOrders.Split or StaffOrders.Move;
        var messages = isAboutMessages ? form.Codes("messages") : [];
        if (isAboutMessages && messages.Count is 0 or > MostMessages)
        {
            form.Add("messages", new($"请列出 1 至 {MostMessages} 条消息。", $"Name 1 to {MostMessages} messages."));
        }

        var target = command == StaffOrders.Move ? form.Text("caseNumber", required: true, KeyLength) : null;
        form.ThrowIfInvalid();
        var caseId = target is null ? null : (await authority.RequireAsync(caller, target, cancellation)).State.CaseId;
        return new StaffOrder(command!, caller.Actor.Id, [.. messages], caseId);
    }

    private async Task<IReadOnlyList<MessageView>> ShowAsync(
        Caller caller, ConversationState state, IReadOnlyList<MessageRow> messages, CancellationToken cancellation)
    {
        var customer = await customers.FindAsync(state.Organisation, state.CustomerKey, cancellation);
        var said = customer is null
            ? new Dictionary<string, Channels.ChannelPush>()
            : await contents.ReadAsync(customer, [.. messages.Select(row => row.Message.Piece.Id)], cancellation);
        var showsWords = state.TakenOverBy == caller.Actor.Id || caller.Is(CallerKinds.Supervisor | CallerKinds.Manager);
        return
        [
            .. messages.Select(row => new MessageView(
                row.Key,
                row.Message.Piece.SentAt,
                row.Message.Piece.AcceptedAt,
                row.Message.Piece.Kind.ToString(),
                said.GetValueOrDefault(row.Message.Piece.Id)?.Text is { } text ? (showsWords ? text : Masking.Words(text)) : null,
                row.Message.Place.Kind.ToString(),
                row.Message.Place.CaseId)),
        ];
    }

    /// <exception cref="ApiProblem">No such conversation, or one of another site.</exception>
    private async Task<ConversationState> RequireAsync(Caller caller, string conversation, CancellationToken cancellation)
    {
        if (conversation.Length > KeyLength
            || !conversation.All(char.IsAsciiHexDigitLower)
            || await conversations.FindAsync(conversation, cancellation) is not { State: var state }
            || state.Organisation != caller.Organisation)
        {
            throw new ApiProblem(ProblemKind.NotFound);
        }

        return caller.Sites.Contains(state.Site) ? state : throw new ApiProblem(ProblemKind.OtherSite) { Denied = new(state.Site, string.Empty) };
    }

    private static ApiProblem ProblemOf(ConversationRefusal refusal) => refusal switch
    {
        ConversationRefusal.UnknownMessage => new ApiProblem(ProblemKind.ImpossibleValue)
        {
            Errors = [new FieldError("messages", new("对话中没有此消息,或它正在立案。", "The conversation has no such message, or it is being registered now."))],
        },
        _ => new ApiProblem(ProblemKind.ConversationTaken)
        {
            Detail = refusal == ConversationRefusal.TakenByOther
                ? new("另一位同事正在接待。", "A colleague has taken it over.")
                : new("没有人在接待。", "Nobody has taken it over."),
        },
    };
}
