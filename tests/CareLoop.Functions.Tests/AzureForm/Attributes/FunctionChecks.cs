using System.Text.RegularExpressions;
using NCrontab;

namespace CareLoop.Functions.Tests.AzureForm.Attributes;

/// <summary>Finds the mistakes in function attributes that the compiler cannot see.</summary>
internal sealed partial class FunctionChecks(IReadOnlyList<AppFunction> functions, Surroundings surroundings)
{
    private readonly List<string> problems = [];

    /// <returns>One line a mistake: file(line): what is wrong.</returns>
    public IReadOnlyList<string> Run()
    {
        CheckNames();
        CheckRoutes();
        CheckHostJson();
        foreach (var function in functions)
        {
            switch (function.Kind)
            {
                case "TimerTriggerAttribute":
                    CheckSchedule(function, function.Text("schedule")!);
                    break;
                case "ServiceBusTriggerAttribute":
                    CheckConnection(function);
                    CheckEntity(function);
                    break;
            }
        }

        return problems;
    }

    private void CheckNames()
    {
        foreach (var function in functions.Where(function => !ValidName().IsMatch(function.Name)))
        {
            Report(function, "the name may hold letters, digits, - and _, and begins with a letter");
        }

        foreach (var same in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            Report(same.Last(), $"the name is also used at {same.First().Where}");
        }
    }

    private void CheckRoutes()
    {
        Dictionary<string, AppFunction> answered = [];
        foreach (var function in functions.Where(function => function.Kind == "HttpTriggerAttribute"))
        {
            var route = (string?)function.Property("Route") ?? function.Name;
            if (route.StartsWith('/') || (surroundings.RoutePrefix.Length == 0 && ReservedRoute().IsMatch(route)))
            {
                Report(function, $"route '{route}' begins with a slash, or with a word that the Functions host keeps for itself");
            }

            var shape = RouteParameter().Replace(route, "{$1}").ToUpperInvariant();
            foreach (var method in function.Texts("methods").DefaultIfEmpty("any method"))
            {
                var key = $"{method.ToUpperInvariant()} {shape}";
                if (!answered.TryAdd(key, function))
                {
                    Report(function, $"{method.ToUpperInvariant()} {route} is also answered at {answered[key].Where}");
                }
            }
        }
    }

    private void CheckHostJson()
    {
        foreach (var (kind, section, setting) in new[]
        {
            ("HttpTriggerAttribute", "http", "routePrefix"),
            ("OrchestrationTriggerAttribute", "durableTask", "hubName"),
            ("ServiceBusTriggerAttribute", "serviceBus", "maxConcurrentCalls"),
        })
        {
            if (functions.FirstOrDefault(function => function.Kind == kind) is { } function
                && surroundings.HostJson["extensions"]?[section]?[setting] is null)
            {
                Report(function, $"host.json does not say extensions.{section}.{setting}");
            }
        }
    }

    private void CheckSchedule(AppFunction function, string schedule)
    {
        if (SettingReference().Match(schedule) is { Success: true } setting)
        {
            CheckSetting(function, setting.Groups[1].Value);
        }
        else if (CrontabSchedule.TryParse(schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is null)
        {
            Report(function, $"'{schedule}' is no six-field schedule");
        }
    }

    private void CheckConnection(AppFunction function)
    {
        if (function.Property("Connection") is string connection)
        {
            CheckSetting(function, connection);
        }
        else
        {
            Report(function, "the trigger names no Connection");
        }
    }

    private void CheckEntity(AppFunction function)
    {
        var (queue, topic, subscription) = (function.Text("queueName"), function.Text("topicName"), function.Text("subscriptionName"));
        var rules = queue is not null
            ? surroundings.Broker.Queues.FirstOrDefault(known => known.Name == queue)?.Delivery
            : surroundings.Broker.Topics.FirstOrDefault(known => known.Name == topic)?.Subscriptions.FirstOrDefault(known => known.Name == subscription)?.Delivery;
        if (rules is null)
        {
            Report(function, $"Config.json has no {queue ?? $"{topic}/{subscription}"}");
        }
        else if (rules.RequiresSession != (function.Property("IsSessionsEnabled") as bool? ?? false))
        {
            Report(function, $"Config.json and IsSessionsEnabled disagree about sessions of {queue ?? $"{topic}/{subscription}"}");
        }
    }

    private void CheckSetting(AppFunction function, string name)
    {
        var key = name.Replace("__", ":", StringComparison.Ordinal);
        if (!Surroundings.Has(surroundings.SampleSettings, key))
        {
            Report(function, $"setting {name} is not in local.settings.sample.json");
        }

        if (surroundings.AzureSettings is { } azure && !Surroundings.Has(azure, key))
        {
            Report(function, $"setting {name} is not in the Bicep files");
        }
    }

    private void Report(AppFunction function, string problem) => problems.Add($"{function.Where}: function {function.Name}: {problem}.");

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex ValidName();

    [GeneratedRegex("^(admin|runtime)(/|$)", RegexOptions.IgnoreCase)]
    private static partial Regex ReservedRoute();

    /// <summary>Names do not tell two routes apart; constraints do.</summary>
    [GeneratedRegex(@"\{\*{0,2}\w+([^}]*)\}")]
    private static partial Regex RouteParameter();

    [GeneratedRegex("^%([^%]+)%$")]
    private static partial Regex SettingReference();
}
