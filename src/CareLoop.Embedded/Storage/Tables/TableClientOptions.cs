using Azure.Core;

namespace CareLoop.Embedded.Storage.Tables;

/// <summary>Retries, transport and additional policies of the table clients (see <see cref="ClientOptions"/>).</summary>
public sealed class TableClientOptions : ClientOptions;
