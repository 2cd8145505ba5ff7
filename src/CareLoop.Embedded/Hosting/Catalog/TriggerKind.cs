namespace CareLoop.Embedded.Hosting.Catalog;

internal enum TriggerKind
{
    Http,
    Timer,
    Orchestration,
    Activity,
    ServiceBus,
}
