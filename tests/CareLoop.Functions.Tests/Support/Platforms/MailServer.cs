using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CareLoop.Functions.Tests.Support.Platforms;

/// <summary>A mail as the server took it.</summary>
public sealed record TakenMail(string To, string MessageId, string Subject, string Body);

/// <summary>Nodemailer's SMTP server as a process of its own (tests/mailserver), installed on first use from its lock file.</summary>
public sealed partial class MailServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<TakenMail> taken = new();
    private readonly TaskCompletionSource<int> port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MailServer(Process process) => this.process = process;

    public int Port { get; private set; }

    public IReadOnlyCollection<TakenMail> Taken => taken;

    public Dictionary<string, string?> Settings => new()
    {
        ["Mail__Host"] = "127.0.0.1",
        ["Mail__Port"] = $"{Port}",
        ["Mail__From"] = "service@mall.example",
        ["Mail__Tls"] = "false",
    };

    public static async Task<MailServer> StartAsync()
    {
        var folder = Path.Combine(Repository.Root, "tests", "mailserver");
        await InstallAsync(folder);
        MailServer server = new(new Process { StartInfo = Start("node", folder, "server.js") });
        server.process.OutputDataReceived += server.Read;
        server.process.Start();
        server.process.BeginOutputReadLine();
        server.process.BeginErrorReadLine();
        server.Port = await server.port.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return server;
    }

    /// <summary>The one mail to an address. The server's line about it may come a moment after its answer to the sender.</summary>
    public async Task<TakenMail> OnlyMailToAsync(string address)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (taken.All(mail => mail.To != address))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }

        return Assert.Single(taken, mail => mail.To == address);
    }

    public async ValueTask DisposeAsync()
    {
        // It ends with its standard input, also when this process is killed.
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Read(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
        {
            return;
        }

        var message = JsonNode.Parse(line.Data)!;
        if ((int?)message["port"] is { } number)
        {
            port.SetResult(number);
            return;
        }

        var raw = Encoding.UTF8.GetString(Convert.FromBase64String((string)message["raw"]!));
        var (head, body) = (raw[..raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)], raw[(raw.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        taken.Enqueue(new TakenMail((string)message["to"]![0]!, Header(head, "Message-Id"), Words(Header(head, "Subject")), Body(head, body)));
    }

    private static string Header(string head, string name) =>
        Regex.Match(Folded().Replace(head, " "), $"^{name}: *(.*)$", RegexOptions.IgnoreCase | RegexOptions.Multiline).Groups[1].Value.Trim();

    private static string Body(string head, string body) => Header(head, "Content-Transfer-Encoding").ToUpperInvariant() switch
    {
        "BASE64" => Encoding.UTF8.GetString(Convert.FromBase64String(body)),
        "QUOTED-PRINTABLE" => Quoted(body.Replace("=\r\n", "", StringComparison.Ordinal)),
        _ => body,
    };

    private static string Quoted(string text) => Encoding.UTF8.GetString(
        WebUtility.UrlDecodeToBytes(Encoding.ASCII.GetBytes(text.Replace("+", "=2B", StringComparison.Ordinal).Replace('=', '%')), 0, text.Replace("+", "=2B", StringComparison.Ordinal).Length)!);

    /// <summary>Encoded words of RFC 2047, as mailers write Chinese subjects.</summary>
    private static string Words(string header) => EncodedWord().Replace(
        BetweenWords().Replace(header, "?==?"),
        word => word.Groups[1].Value is "B" or "b" ? Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[2].Value)) : Quoted(word.Groups[2].Value.Replace('_', ' ')));

    private static async Task InstallAsync(string folder)
    {
        // Several test projects may want it at the same time.
        await using var gate = await GateAsync(Path.Combine(folder, ".install.lock"));
        var stamp = Path.Combine(folder, "node_modules", ".complete");
        if (File.Exists(stamp))
        {
            return;
        }

        using var npm = Process.Start(Start("npm", folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund"))!;
        var errors = npm.StandardError.ReadToEndAsync();
        npm.BeginOutputReadLine();
        await npm.WaitForExitAsync();
        Assert.True(npm.ExitCode == 0, await errors);
        await File.WriteAllTextAsync(stamp, string.Empty);
    }

    private static async Task<FileStream> GateAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    private static ProcessStartInfo Start(string program, string folder, params string[] arguments) => new(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    [GeneratedRegex(@"\r\n[ \t]+")]
    private static partial Regex Folded();

    [GeneratedRegex(@"\?=\s+=\?")]
    private static partial Regex BetweenWords();

    [GeneratedRegex(@"=\?utf-8\?([BbQq])\?([^?]*)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();
}
