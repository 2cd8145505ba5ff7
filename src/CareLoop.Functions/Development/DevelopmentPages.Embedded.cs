using CareLoop.Domain.Directory;
using CareLoop.Domain.Handbook;
using CareLoop.Domain.Words;
using CareLoop.Functions.Directory;
using CareLoop.Functions.Intake;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CareLoop.Functions.Development;

/// <summary>Pages that exist only on a developer's machine: where to go, and tokens of the sample users.</summary>
internal static class DevelopmentPages
{
    private static readonly TimeSpan StaffTokenLifetime = TimeSpan.FromHours(12);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", (DirectorySettings settings, PackLibrary handbooks, TimeProvider time) =>
        {
            var directory = Sample(settings);
            var pack = handbooks.InForce(directory.Sites[0].Pack, directory.Sites[0].Profile, time.GetUtcNow());
            return Results.Content(StartPage.Html(directory, role => pack.NameOf(role, Language.Chinese)), "text/html; charset=utf-8");
        });
        endpoints.MapGet(
            "/development/tokens/{user}",
            (string user, DirectorySettings settings, TokenIssuer issuer, DeploymentSecrets secrets) =>
                TokenOf(user, Sample(settings), issuer, secrets) is { } token ? Results.Text(token) : Results.NotFound());
    }

    /// <summary>The token of a sample member of staff or customer; null for nobody we know.</summary>
    private static string? TokenOf(string user, DirectoryFile directory, TokenIssuer issuer, DeploymentSecrets secrets)
    {
        var organisation = directory.Organisation.Id;
        if (directory.Staff.FirstOrDefault(person => person.Id == user) is { } staff)
        {
            return issuer.ForSampleStaff(organisation, staff.Id, staff.Roles, staff.Sites, StaffTokenLifetime);
        }

        return directory.SampleCustomers.FirstOrDefault(person => person.Id == user) is { } customer
            ? issuer.ForCustomer(organisation, CustomerKeys.Of(secrets, organisation, new Contact(customer.Name, customer.Phone, customer.ChannelUserId)))
            : null;
    }

    private static DirectoryFile Sample(DirectorySettings settings) => DirectoryYaml.Read(
        settings.SeedFile ?? throw new InvalidOperationException("The sample users come from the file named by Directory__Seed, which is not set."));
}
