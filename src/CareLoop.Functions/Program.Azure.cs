using Azure.Identity;
using CareLoop.Functions;
using CareLoop.Functions.Api;
using CareLoop.Functions.Channels;
using CareLoop.Functions.Notifications.Robots;
using CareLoop.Functions.Notifications.Webhooks;
using CareLoop.Functions.Operations;
using CareLoop.Functions.Security;
using CareLoop.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<ProblemMiddleware>();
builder.UseMiddleware<AccessGate>();
builder.Services.AddCareLoop();
builder.Services.AddCareLoopTelemetry(builder.Configuration);
builder.Services.AddSingleton(_ => builder.Configuration["ServiceBusConnection"] is { Length: > 0 } connectionString
    ? new ServiceBusClient(connectionString)
    : new ServiceBusClient(builder.Configuration["ServiceBusConnection:fullyQualifiedNamespace"], new DefaultAzureCredential()));

var host = builder.Build();
host.Services.GetRequiredService<ChannelAccounts>();
host.Services.GetRequiredService<AddressGuard>();
host.Services.GetRequiredService<RobotSettings>();
await host.Services.GetRequiredService<StorageSetup>().RunAsync();
await host.RunAsync();
