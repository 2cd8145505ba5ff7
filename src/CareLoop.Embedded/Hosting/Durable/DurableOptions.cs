using System.Text.Json;
using CareLoop.Embedded.DurableTask;
using CareLoop.Embedded.Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Embedded.Hosting.Durable;

/// <summary>The engine's options from <c>extensions.durableTask</c> of host.json.</summary>
internal static class DurableOptions
{
    /// <param name="json">The worker's serializer options, which the app may configure; those of inputs and outputs on Azure, too.</param>
    public static DurableEngineOptions Read(HostJson hostJson, JsonSerializerOptions json)
    {
        var usual = new DurableEngineOptions();
        return new DurableEngineOptions
        {
            MaxConcurrentTurns = hostJson.DurableTask.GetValue("maxConcurrentOrchestratorFunctions", usual.MaxConcurrentTurns),
            MaxConcurrentActivities = hostJson.DurableTask.GetValue("maxConcurrentActivityFunctions", usual.MaxConcurrentActivities),
            Json = json,
        };
    }
}
