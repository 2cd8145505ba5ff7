using System.Security.Cryptography;
using CareLoop.Embedded.Storage.Tables;
using CareLoop.Functions.Notifications.Webhooks;
using CareLoop.Functions.Security;
using CareLoop.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Functions.Tests.Backup;

/// <summary>Rotation of the wrapping key on a real Azurite: no customer is lost at any step.</summary>
public sealed class KeyRewrappingTests : IAsyncLifetime
{
    private const int Customers = 12;

    private DataAccount account = null!;

    public async Task InitializeAsync() => account = await DataAccount.StartAsync();

    public async Task DisposeAsync() => await account.DisposeAsync();

    [Fact]
    public async Task Every_data_key_is_wrapped_anew_and_stays_the_same_key()
    {
        var before = await FillAsync();
        var both = account.With(DataAccount.KeyB, DataAccount.KeyA);
        Assert.Equal(before, await ReadAsync(both));

        Assert.Equal(new RewrappingReport(Customers, Customers), await Run(both));
        Assert.Equal(before, await ReadAsync(account.With(DataAccount.KeyB)));
        await Assert.ThrowsAsync<CryptographicException>(() => ReadAsync(account.With(DataAccount.KeyA)));
        Assert.Equal(new RewrappingReport(Customers, 0), await Run(both));
    }

    [Fact]
    public async Task A_run_that_is_stopped_is_continued_by_the_next_one()
    {
        var before = await FillAsync();
        var both = account.With(DataAccount.KeyB, DataAccount.KeyA);
        await Assert.ThrowsAsync<OperationCanceledException>(() => both.GetRequiredService<KeyRewrapping>().RunAsync(
            done => _ = done == 5 ? throw new OperationCanceledException() : done, default));

        // Half and half: a process with both keys reads all of it, whichever of them is the current one.
        Assert.Equal(before, await ReadAsync(both));
        Assert.Equal(before, await ReadAsync(account.With(DataAccount.KeyA, DataAccount.KeyB)));
        Assert.Equal(new RewrappingReport(Customers, Customers - 5), await Run(both));
        Assert.Equal(before, await ReadAsync(account.With(DataAccount.KeyB)));
    }

    [Fact]
    public async Task Secrets_of_partners_are_wrapped_anew_and_stay_the_same_secrets()
    {
        var secrets = WebhookSecrets.Create().Rotate();
        var old = account.Services.GetRequiredService<WrappingKeys>();
        WebhookTable table = new(account.Tables);
        await table.AddAsync(Endpoint("kept"), default);
        await table.AddAsync(Endpoint("deleted"), default);
        Assert.True(await table.DeleteAsync((await table.FindAsync("demo", "deleted", default))!, default));

        var report = await Run(account.With(DataAccount.KeyB, DataAccount.KeyA));
        Assert.Equal(new RewrappingReport(0, 1) { Endpoints = 2 }, report);
        var endpoint = (await table.FindAsync("demo", "kept", default))!;
        Assert.Equal(secrets, WebhookSecrets.Unwrap(account.With(DataAccount.KeyB).GetRequiredService<WrappingKeys>(), endpoint));
        Assert.Throws<CryptographicException>(() => WebhookSecrets.Unwrap(old, endpoint));

        WebhookEndpoint Endpoint(string id) => new()
        {
            Organisation = "demo",
            Id = id,
            Address = new Uri("https://partner.example/"),
            EventTypes = [],
            Sites = [],
            CreatedAt = DateTimeOffset.UnixEpoch,
            Version = 1,
            Secrets = secrets.Wrap(old, "demo", id),
            SecretChangedAt = DateTimeOffset.UnixEpoch,
            RequestHash = "hash",
        };
    }

    [Fact]
    public async Task A_customer_who_is_erased_meanwhile_stays_erased()
    {
        await FillAsync();
        var both = account.With(DataAccount.KeyB, DataAccount.KeyA);
        var report = await both.GetRequiredService<KeyRewrapping>().RunAsync(
            _ => account.Tables.Customers.DeleteEntityAsync("demo", Key(Customers - 1)).GetAwaiter().GetResult(), default);

        Assert.Equal(Customers - 1, report.Rewrapped);
        Assert.Null(await CustomersOf(both).FindAsync("demo", Key(Customers - 1), default));
    }

    [Fact]
    public async Task Rows_from_before_keys_had_names_are_read_and_rewrapped()
    {
        var before = await FillAsync();
        for (var number = 0; number < Customers; number++)
        {
            TableEntity row = await account.Tables.Customers.GetEntityAsync<TableEntity>("demo", Key(number));
            row.Remove("KeyId");
            await account.Tables.Customers.UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace);
        }

        var both = account.With(DataAccount.KeyB, DataAccount.KeyA);
        Assert.Equal(before, await ReadAsync(both));
        Assert.Equal(Customers, (await Run(both)).Rewrapped);
        Assert.Equal(before, await ReadAsync(account.With(DataAccount.KeyB)));
    }

    [Fact]
    public async Task Without_the_old_key_nothing_is_changed()
    {
        var before = await FillAsync();
        var error = await Assert.ThrowsAsync<CryptographicException>(() => Run(account.With(DataAccount.KeyB)));
        Assert.Contains(WrappingKeys.NameOf(DataAccount.KeyA), error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await ReadAsync(account.Services));
    }

    private static string Key(int number) => $"customer-{number:D2}";

    private static Task<RewrappingReport> Run(ServiceProvider process) => process.GetRequiredService<KeyRewrapping>().RunAsync(done: null, default);

    private static CustomerTable CustomersOf(ServiceProvider process) => ActivatorUtilities.CreateInstance<CustomerTable>(process);

    private async Task<List<string>> FillAsync()
    {
        for (var number = 0; number < Customers; number++)
        {
            await CustomersOf(account.Services).GetOrAddAsync("demo", Key(number), new Contact($"客户 {number}", null, null), default);
        }

        return await ReadAsync(account.Services);
    }

    /// <summary>Data keys and contacts as a process with certain keys reads them.</summary>
    private static async Task<List<string>> ReadAsync(ServiceProvider process)
    {
        List<string> found = [];
        for (var number = 0; number < Customers; number++)
        {
            var customer = await CustomersOf(process).FindAsync("demo", Key(number), default);
            found.Add($"{Convert.ToHexString(customer!.DataKey)} {customer.Contact.Name}");
        }

        return found;
    }
}
