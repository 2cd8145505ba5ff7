namespace CareLoop.Functions.Storage;

/// <summary>The tables and containers, by name (design: records).</summary>
public sealed class Tables(TableServiceClient service)
{
    public TableClient Cases { get; } = service.GetTableClient("cases");

    public TableClient CaseIndex { get; } = service.GetTableClient("caseindex");

    public TableClient Customers { get; } = service.GetTableClient("customers");

    public TableClient Contents { get; } = service.GetTableClient("contents");

    public TableClient Receipts { get; } = service.GetTableClient("receipts");

    public TableClient Directory { get; } = service.GetTableClient("directory");

    public TableClient Duty { get; } = service.GetTableClient("duty");

    public TableClient Inbox { get; } = service.GetTableClient("inbox");

    public TableClient Trackings { get; } = service.GetTableClient("trackings");

    public TableClient Conversations { get; } = service.GetTableClient("conversations");

    public TableClient Audit { get; } = service.GetTableClient("audit");

    public TableClient Care { get; } = service.GetTableClient("care");

    public TableClient Due { get; } = service.GetTableClient("due");

    public TableClient Webhooks { get; } = service.GetTableClient("webhooks");

    public TableClient WebhookLog { get; } = service.GetTableClient("webhooklog");

    public TableClient Deliveries { get; } = service.GetTableClient("deliveries");

    public TableClient Consents { get; } = service.GetTableClient("consents");

    public TableClient Robots { get; } = service.GetTableClient("robots");

    public TableClient Penalties { get; } = service.GetTableClient("penalties");

    public IReadOnlyList<TableClient> All =>
    [
        Cases, CaseIndex, Customers, Contents, Receipts, Directory, Duty, Inbox, Trackings, Conversations, Audit, Care, Due, Webhooks, WebhookLog,
        Deliveries, Consents, Robots, Penalties,
    ];
}
