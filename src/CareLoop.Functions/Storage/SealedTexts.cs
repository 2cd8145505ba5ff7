using System.Text.Encodings.Web;
using System.Text.Json;
using CareLoop.Functions.Security;

namespace CareLoop.Functions.Storage;

/// <summary>The free texts of one command or message by field name, sealed with the customer's data key, so that erasing the key erases them.</summary>
internal static class SealedTexts
{
    // Chinese stays as it is: escaped it would take twice the room, and a row's value holds 64 KiB.
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="id">The id they are stored under; they cannot be opened under another.</param>
    public static byte[] Seal(CustomerRecord customer, string id, IReadOnlyDictionary<string, string> texts) =>
        Sealed.Seal(customer.DataKey, JsonSerializer.SerializeToUtf8Bytes(texts, Compact), Place(customer, id));

    public static IReadOnlyDictionary<string, string> Open(CustomerRecord customer, string id, byte[] cipher) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(Sealed.Open(customer.DataKey, cipher, Place(customer, id)))!;

    private static string Place(CustomerRecord customer, string id) => $"contents/{customer.CustomerKey}/{id}";
}
