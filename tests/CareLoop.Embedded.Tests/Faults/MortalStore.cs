using CareLoop.Embedded.Store;

namespace CareLoop.Embedded.Tests.Faults;

/// <summary>
/// Ends the process right after one commit: what is on disk at that instant is put aside, nobody is told of the commit, and nothing
/// more is ever written. The tail of the log is torn, as a power cut leaves what had not been synced yet.
/// </summary>
internal sealed class MortalStore(string file, string grave, long dieAfter) : StoreFaults
{
    private readonly TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long commits;

    public Task Died => died.Task;

    public override void AfterCommit()
    {
        if (++commits == dieAfter)
        {
            File.Copy(file, grave);
            File.Copy(file + "-wal", grave + "-wal");
            Tear(grave + "-wal");
            died.TrySetResult();
            throw new IOException("the process has died");
        }
    }

    private void Tear(string log)
    {
        using var stream = new FileStream(log, FileMode.Append);
        var frame = new byte[4_096 + 24];
        new Random((int)dieAfter).NextBytes(frame);
        stream.Write(frame, 0, (int)(dieAfter * 811 % frame.Length));
    }
}
