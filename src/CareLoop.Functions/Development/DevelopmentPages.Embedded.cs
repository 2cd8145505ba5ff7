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
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", (DirectorySettings settings, PackLibrary handbooks, TimeProvider time) =>
        {
            var directory = Sample(settings);
            return Html(StartPage.Html(directory, RoleNames(directory, handbooks, time)));
        });
        endpoints.MapGet("/development/sign-in", (DirectorySettings settings, PackLibrary handbooks, TimeProvider time) =>
        {
            var directory = Sample(settings);
            return Html(SignInPage.Choice(directory.Organisation.Name, SignInPage.Users(directory, RoleNames(directory, handbooks, time))));
        });
        endpoints.MapGet(
            "/development/sign-in/{user}",
            (string user, DirectorySettings settings, PackLibrary handbooks, TimeProvider time, DevelopmentTokens staff, TokenIssuer issuer, DeploymentSecrets secrets) =>
            {
                var directory = Sample(settings);
                var person = SignInPage.Users(directory, RoleNames(directory, handbooks, time)).FirstOrDefault(candidate => candidate.Id == user);
                return person is not null && TokenOf(user, directory, staff, issuer, secrets) is { } token
                    ? Html(SignInPage.SignedIn(person, token))
                    : Results.Redirect("/development/sign-in");
            });
        endpoints.MapGet(
            "/development/tokens/{user}",
            (string user, DirectorySettings settings, DevelopmentTokens staff, TokenIssuer issuer, DeploymentSecrets secrets) =>
                TokenOf(user, Sample(settings), staff, issuer, secrets) is { } token ? Results.Text(token) : Results.NotFound());
    }

    private static IResult Html(string page) => Results.Content(page, "text/html; charset=utf-8");

    /// <summary>Roles in words, whichever site's handbook names them.</summary>
    private static Func<string, string> RoleNames(DirectoryFile directory, PackLibrary handbooks, TimeProvider time)
    {
        var packs = directory.Sites.Select(site => handbooks.InForce(site.Pack, site.Profile, time.GetUtcNow())).DistinctBy(pack => pack.Reference).ToList();
        return role => packs.Select(pack => pack.NameOf(role, Language.Chinese)).FirstOrDefault(name => name != role) ?? role;
    }

    /// <summary>The token of a sample member of staff or customer; null for nobody we know.</summary>
    private static string? TokenOf(
        string user, DirectoryFile directory, DevelopmentTokens tokens, TokenIssuer issuer, DeploymentSecrets secrets)
    {
        var organisation = directory.Organisation.Id;
        if (directory.Staff.FirstOrDefault(person => person.Id == user) is { } staff)
        {
            return tokens.For(staff);
        }

        return directory.SampleCustomers.FirstOrDefault(person => person.Id == user) is { } customer
            ? issuer.ForCustomer(organisation, CustomerKeys.Of(secrets, organisation, new Contact(customer.Name, customer.Phone, customer.ChannelUserId))).Token
            : null;
    }

    private static DirectoryFile Sample(DirectorySettings settings) => DirectoryYaml.Read(
        settings.SeedFile ?? throw new InvalidOperationException("The sample users come from the file named by Directory__Seed, which is not set."));
}
