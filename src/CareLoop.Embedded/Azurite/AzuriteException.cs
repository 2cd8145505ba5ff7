namespace CareLoop.Embedded.Azurite;

/// <summary>The storage emulator can't be installed or started; the message says what to do.</summary>
public sealed class AzuriteException(string message, Exception? inner = null) : Exception(message, inner);
