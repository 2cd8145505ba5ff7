namespace CareLoop.Embedded.DurableTask.Engine;

/// <summary>The Functions host's rules for instance ids.</summary>
internal static class InstanceIds
{
    private const int MaxLength = 256;

    /// <exception cref="ArgumentException">The id breaks a rule.</exception>
    public static void Check(string instanceId)
    {
        Require(instanceId);
        if (instanceId.Length > MaxLength || instanceId[0] == '@' || instanceId.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)))
        {
            throw new ArgumentException(
                $"An instance id has at most {MaxLength} characters, does not start with '@', and has no '/', '\\', '#', '?' or control character.",
                nameof(instanceId));
        }
    }

    /// <exception cref="ArgumentNullException">Null or empty, both as on Azure.</exception>
    public static void Require(string instanceId)
    {
        if (string.IsNullOrEmpty(instanceId))
        {
            throw new ArgumentNullException(nameof(instanceId));
        }
    }
}
