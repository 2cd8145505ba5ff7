using System.Reflection;
using System.Text.Json.Serialization;
using CareLoop.Domain.Cases;
using CareLoop.Functions.Cases;

namespace CareLoop.Functions.Tests.Cases;

public sealed class CommandFormsTests
{
    /// <summary>Intake has a form of its own, and forgetting a customer a door of its own.</summary>
    private static readonly string[] WithoutForm = ["receive", "anonymise"];

    [Fact]
    public void Every_command_of_the_domain_but_intake_can_be_given_over_HTTP_under_its_name()
    {
        var commands = typeof(CaseCommand).GetCustomAttributes<JsonDerivedTypeAttribute>().ToDictionary(type => (string)type.TypeDiscriminator!, type => type.DerivedType);
        Assert.Equal(commands.Keys.Except(WithoutForm).Order(), CommandForms.All.Select(form => form.Name).Order());
    }

    [Fact]
    public void What_the_domain_lets_a_group_be_told_can_be_said_to_a_group_over_HTTP()
    {
        var forGroups = CommandForms.All.Where(form => form.Fields.Any(field => field.Name == CommandForm.ForGroup)).Select(form => form.Name);
        Assert.Equal(CaseDecider.ForGroups.Order(), forGroups.Order());
    }

    [Fact]
    public void Every_field_of_a_command_has_a_field_in_its_form()
    {
        foreach (var type in typeof(CaseCommand).GetCustomAttributes<JsonDerivedTypeAttribute>().Where(type => !WithoutForm.Contains((string)type.TypeDiscriminator!)))
        {
            var members = type.DerivedType.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..])
                .ToList();
            // Of a text the command only knows whether it was written.
            var fields = CommandForms.Find((string)type.TypeDiscriminator!)!.Fields
                .Where(field => (field.Kind != FieldKind.Text || members.Contains(field.Name)) && field.Name != CommandForm.ForGroup).Select(field => field.Name);
            Assert.Equal(members.Order(), fields.Order());
        }
    }
}
