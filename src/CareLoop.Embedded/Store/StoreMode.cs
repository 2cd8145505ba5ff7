namespace CareLoop.Embedded.Store;

/// <summary>How simulations differ from real life.</summary>
/// <param name="OwnThread">False: whoever opened the store calls <see cref="EmbeddedStore.CommitNext"/>.</param>
/// <param name="Synchronous">SQLite's setting. Anything but FULL may lose commits in a power cut.</param>
internal sealed record StoreMode(bool OwnThread = true, string Synchronous = "FULL");
