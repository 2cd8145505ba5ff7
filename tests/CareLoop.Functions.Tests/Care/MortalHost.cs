using Azure.Core.Pipeline;
using CareLoop.Domain.Handbook;
using CareLoop.Embedded.Storage.Blobs;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Care;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Duties;
using CareLoop.Functions.Erasure;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.FollowUps;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Penalties;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using CareLoop.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Care;

/// <summary>The care services of a host that dies at a request to storage: before it is sent, or when its answer is on the way.</summary>
internal sealed class MortalHost : IDisposable
{
    private readonly DyingHandler countdown;
    private readonly HttpClient http;

    /// <param name="app">The application whose storage, people and clock it shares.</param>
    /// <param name="requests">Requests it lives to send.</param>
    /// <param name="afterSending">Whether the last request still reaches the storage.</param>
    public MortalHost(AppFixture app, int requests, bool afterSending)
    {
        countdown = new DyingHandler(requests, afterSending);
        http = new HttpClient(countdown);
        var options = new TableClientOptions { Transport = new HttpClientTransport(http), Retry = { MaxRetries = 0 } };
        var tables = new Tables(new TableServiceClient(app.Storage, options));
        var (services, clock) = (app.Host.Services, app.Clock);
        var (directory, handbooks) = (services.GetRequiredService<StaffDirectory>(), services.GetRequiredService<PackLibrary>());
        var (table, index, due) = (new CareTable(tables), new CareIndex(tables), new DueTable(tables, clock));
        Rounds = new CareRounds(
            table, index, due, new CareFactsReader(directory, new SubjectTable(tables), index, table, handbooks), services.GetRequiredService<NoticePublisher>(), handbooks, clock);
        Planner = new CarePlanner(Rounds, due, new SubjectTable(tables), directory, handbooks, clock);
        Penalties = new PenaltyRounds(new PenaltyTable(tables), due, Rounds, services.GetRequiredService<NoticePublisher>(), directory, handbooks, clock);
        Cases = new CaseIndex(tables);
        var contents = new ContentTable(tables);
        var customers = new CustomerTable(tables, services.GetRequiredService<WrappingKeys>());
        var deliveries = new DeliveryTable(tables);
        Customers = new CustomerErasure(
            Cases, customers, contents, new SubjectTable(tables), new CareErasure(index, table, Rounds, deliveries), new ConsentTable(tables), new ConversationTable(tables),
            new InboundTable(tables), due, clock);
        Erasure = new CaseErasure(
            new CaseTable(tables),
            Cases,
            contents,
            new EvidenceStore(tables, services.GetRequiredService<BlobContainerClient>()),
            new TrackingTable(tables),
            new InboxTable(tables),
            deliveries,
            Customers);
        var (duties, inbox) = (new DutyTable(tables, new SiteKeys(customers)), new InboxTable(tables));
        Desk = new DutyDesk(duties, due, directory, handbooks, clock);
        Looks = new DutyLooks(Desk, duties, due, inbox, directory, clock);
        Reminders = new DailyReminders(directory, Cases, index, Desk, inbox, due, clock);
    }

    public CareRounds Rounds { get; }

    public PenaltyRounds Penalties { get; }

    public CaseErasure Erasure { get; }

    public CustomerErasure Customers { get; }

    public CaseIndex Cases { get; }

    public CarePlanner Planner { get; }

    public DailyReminders Reminders { get; }

    public DutyDesk Desk { get; }

    public DutyLooks Looks { get; }

    /// <summary>Works until it dies.</summary>
    /// <returns>Whether it lived to the end.</returns>
    public async Task<bool> LivesThroughAsync(Func<MortalHost, Task> work)
    {
        try
        {
            await work(this);
            return !countdown.IsOver;
        }
        catch (Exception) when (countdown.IsOver)
        {
            return false;
        }
    }

    public void Dispose()
    {
        http.Dispose();
        countdown.Dispose();
    }
}
