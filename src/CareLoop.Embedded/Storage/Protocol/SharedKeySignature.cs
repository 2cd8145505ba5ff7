using System.Security.Cryptography;
using System.Text;
using Azure.Core;

namespace CareLoop.Embedded.Storage.Protocol;

/// <summary>What the two signing schemes of Azure Storage have in common.</summary>
internal static class SharedKeySignature
{
    /// <summary>Stamps the time of this attempt. Another machine judges it, so it is never the virtual clock's.</summary>
    public static string StampDate(Request request)
    {
        var date = TimeProvider.System.GetUtcNow().ToString("R");
        request.Headers.SetValue("x-ms-date", date);
        return date;
    }

    public static string Sign(StorageAccount account, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(account.Key, Encoding.UTF8.GetBytes(text)));
}
