using CareLoop.Domain.Handbook;
using CareLoop.Functions.Audit;
using CareLoop.Functions.Backup;
using CareLoop.Functions.Care;
using CareLoop.Functions.Cases;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Conversations;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Duties;
using CareLoop.Functions.Erasure;
using CareLoop.Functions.Evidence;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Notifications;
using CareLoop.Functions.Notifications.Customers;
using CareLoop.Functions.Notifications.Robots;
using CareLoop.Functions.Notifications.Webhooks;
using CareLoop.Functions.Operations;
using CareLoop.Functions.Operations.DeadLetters;
using CareLoop.Functions.Penalties;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CareLoop.Functions;

/// <summary>What the function app is made of, the same in both runtimes.</summary>
internal static class CareLoopServices
{
    /// <summary>Registers everything but the Service Bus client, which each runtime brings itself.</summary>
    public static IServiceCollection AddCareLoop(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => HandbookFiles.Load());

        services.AddSingleton(provider => StorageClients.CreateTables(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider => StorageClients.CreateBlobs(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider => provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient("evidence"));
        services.AddSingleton(provider => provider.GetRequiredService<ServiceBusClient>().CreateSender(NoticeMessage.Topic));
        services.AddSingleton<Tables>().AddSingleton<CaseTable>().AddSingleton<CaseIndex>().AddSingleton<CustomerTable>();
        services.AddSingleton<ContentTable>().AddSingleton<CaseTexts>().AddSingleton<ReceiptTable>().AddSingleton<InboxTable>().AddSingleton<EvidenceStore>();
        services.AddSingleton<StorageSetup>();

        services.AddBackup().AddSingleton<DeploymentSecrets>().AddSingleton<TokenKeys>().AddSingleton<TokenIssuer>().AddSingleton<JwtChecks>();
        services.AddSingleton<ITokenReader, CustomerTokens>().AddSingleton<ITokenReader, StaffTokens>().AddSingleton<StaffSignIn>();
        services.AddSingleton<SigningKeys>().AddSingleton<TrackingTable>().AddSingleton<TrackingTokens>().AddSingleton<CallerTokens>();
        services.AddSingleton<RateLimits>().AddSingleton<AuditTable>().AddSingleton<AuditLog>();
        services.AddSingleton<DirectorySettings>().AddSingleton<DirectoryTable>().AddSingleton<StaffDirectory>().AddSingleton<IntakeFacts>();

        services.AddSingleton<SubjectTable>().AddSingleton<SiteKeys>().AddSingleton<HandoverTable>().AddSingleton<WorkLogTable>();
        services.AddSingleton<DirectoryAdmin>().AddSingleton<DutyNotices>().AddSingleton<SettledTurns>().AddSingleton<CaseErrands>().AddSingleton<Handovers>().AddSingleton<HandoverViews>();

        services.AddSingleton<CaseAuthority>().AddSingleton<CaseViews>().AddSingleton<CommandWait>().AddSingleton<IntakeAnswer>().AddSingleton<CommandDesk>();
        services.AddSingleton<LateCommands>().AddSingleton<GroupFacts>().AddSingleton<CaseIntake>().AddSingleton<NoticePublisher>().AddSingleton<NoticeTexts>();
        services.AddSingleton<DeadLetterDesk>().AddCustomerWays().AddChannels().AddConversations().AddCare().AddDuties().AddPenalties().AddErasure().AddWebhooks().AddRobots();

        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = IntakeBody.MaxFormBytes);
        return services;
    }
}
