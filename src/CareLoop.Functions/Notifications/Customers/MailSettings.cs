using System.Globalization;
using System.Net.Mail;
using Microsoft.Extensions.Configuration;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>Settings <c>Mail__Host</c>, <c>Mail__Port</c>, <c>Mail__From</c>, <c>Mail__User</c>, <c>Mail__Password</c>, <c>Mail__Tls</c>; without a host no mail is sent.</summary>
public sealed class MailSettings(IConfiguration configuration)
{
    private const int Submission = 587;

    public string? Host { get; } = configuration["Mail:Host"] is { Length: > 0 } host ? host : null;

    public int Port { get; } = configuration["Mail:Port"] is { Length: > 0 } port ? int.Parse(port, CultureInfo.InvariantCulture) : Submission;

    public MailAddress? From { get; } = configuration["Mail:From"] is { Length: > 0 } from ? new MailAddress(from) : null;

    public string? User { get; } = configuration["Mail:User"] is { Length: > 0 } user ? user : null;

    public string? Password { get; } = configuration["Mail:Password"];

    /// <summary>STARTTLS; switched off for servers on the same machine only.</summary>
    public bool Tls { get; } = configuration["Mail:Tls"] is not "false";

    public bool IsConfigured => Host is not null && From is not null;
}
