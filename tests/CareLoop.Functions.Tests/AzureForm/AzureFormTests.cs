using Microsoft.CodeAnalysis;

namespace CareLoop.Functions.Tests.AzureForm;

/// <summary>The function app compiles against the official packages as well as against the embedded runtime.</summary>
public sealed class AzureFormTests
{
    [Fact]
    public void The_function_app_compiles_in_its_Azure_form()
    {
        var errors = AzureFormCompilation.OfTheApp().Errors;
        Assert.True(errors.Count == 0, string.Join(Environment.NewLine, errors));
    }

    [Fact]
    public void The_sample_with_every_trigger_compiles()
    {
        var errors = Compile(SampleApp.Code);
        Assert.True(errors.Count == 0, string.Join(Environment.NewLine, errors));
    }

    [Theory]
    [InlineData("CallActivityAsync<int>", "CallActivity<int>", "CS1061")]                          // a wrong name
    [InlineData("MessageId = id", "MessageIdentifier = id", "CS0117")]                             // a property that does not exist
    [InlineData("deadLetterReason:", "reason:", "CS1739")]                                         // a wrong argument name
    [InlineData("TableUpdateMode.Replace, context", "context", "CS1503")]                          // an argument left out
    [InlineData("maxNumberOfAttempts: 3", "maxNumberOfAttempts: \"3\"", "CS1503")]                 // an argument of a wrong type
    [InlineData("string instance = await ", "string instance = ", "CS0029")]                       // a task that was not awaited
    [InlineData("await foreach (", "foreach (", "CS8414")]                                         // an asynchronous sequence used as another
    [InlineData("await sender.SendMessageAsync(", "await sender.SendMessage(", "CS1061")]          // a synchronous twin that does not exist
    [InlineData("[TimerTrigger(\"0 30 1 * * *\", UseMonitor", "[TimerTrigger(\"0 30 1 * * *\", Remember", "CS0246")] // a wrong attribute property
    [InlineData("IFunctionsWorkerMiddleware\n", "IFunctionMiddleware\n", "CS0246")]                // a type that does not exist
    [InlineData("builder.ConfigureFunctionsWebApplication();", "builder.UseMiddleware<Guard>().ConfigureFunctionsWebApplication();", "CS")] // the chain loses its type
    public void A_planted_mistake_is_reported_with_file_and_line(string correct, string mistaken, string expected)
    {
        var errors = Compile(SampleApp.With(correct, mistaken, out var line));
        Assert.Contains(errors, error => error.StartsWith($"{SampleApp.FileName}({line}): {expected}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mistake_planted_in_the_app_itself_is_reported()
    {
        var file = RepositoryFolder.Combine("src", "CareLoop.Functions", "Usings.Azure.cs");
        var errors = Compile(File.ReadAllText(file).Replace("Microsoft.DurableTask.Client", "CareLoop.Embedded.DurableTask", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("CS0234", StringComparison.Ordinal) || error.Contains("CS0246", StringComparison.Ordinal));
    }

    [Fact]
    public void The_declarations_have_no_gaps_but_interface_and_base_members_that_the_lists_leave_out()
    {
        string[] leftOut = ["CS0534", "CS0535", "CS0738"];
        var errors = AzureReferences.Declarations.GetDiagnostics()
            .Where(problem => problem.Severity == DiagnosticSeverity.Error && !leftOut.Contains(problem.Id))
            .Select(problem => problem.ToString())
            .ToList();
        Assert.True(errors.Count == 0, string.Join(Environment.NewLine, errors.Take(20)));
    }

    private static IReadOnlyList<string> Compile(string code) => AzureFormCompilation.Of([(SampleApp.FileName, code)]).Errors;
}
