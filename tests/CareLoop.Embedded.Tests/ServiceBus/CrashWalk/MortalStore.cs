using CareLoop.Embedded.Store;

namespace CareLoop.Embedded.Tests.ServiceBus.CrashWalk;

/// <summary>
/// Ends the process right after one commit: the files as they are at that instant are put aside, nobody is told of the commit,
/// and what a power cut may leave behind the last synced frame of the log is added.
/// </summary>
internal sealed class MortalStore(string file, string grave, long dieAfter) : StoreFaults
{
    private readonly TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long commits;

    public Task Died => died.Task;

    public override void AfterCommit()
    {
        if (++commits != dieAfter)
            return;

        File.Copy(file, grave);
        File.Copy($"{file}-wal", $"{grave}-wal");
        using (var log = new FileStream($"{grave}-wal", FileMode.Append))
        {
            var torn = new byte[dieAfter * 977 % 4120];
            new Random((int)dieAfter).NextBytes(torn);
            log.Write(torn);
        }

        died.SetResult();
        throw new IOException("The process dies here.");
    }
}
