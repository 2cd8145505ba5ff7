using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using CareLoop.Domain.Notices;

namespace CareLoop.Functions.Notifications.Customers;

/// <summary>Sends plain mail (电子邮件) by SMTP: one recipient, one connection.</summary>
public sealed class MailWay(MailSettings settings) : ICustomerWay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public DeliveryWay Way => DeliveryWay.Email;

    public async Task<SendResult> SendAsync(CustomerMessage message, CancellationToken cancellation)
    {
        using var mail = new MailMessage(settings.From!, new MailAddress(message.Customer.Contact.Email!))
        {
            Subject = Subject(message),
            Body = message.Text,
            // The same on every repetition, so that a mailbox that gets it twice shows it once.
            Headers = { ["Message-Id"] = $"<{message.Id}@{settings.From!.Host}>", ["Auto-Submitted"] = "auto-generated" },
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new SmtpClient(settings.Host, settings.Port)
            {
                EnableSsl = settings.Tls,
                Credentials = settings.User is null ? null : new NetworkCredential(settings.User, settings.Password),
            };
            await client.SendMailAsync(mail, patience.Token);
            return new SendResult.Taken();
        }
        catch (SmtpException error)
        {
            return Of(error);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendResult.Unanswered("no-answer");
        }
    }

    private static string Subject(CustomerMessage message) =>
        $"{message.Words.Template.Name.In(message.Language)} {message.Words.Values.GetValueOrDefault("工单编号")}".TrimEnd();

    private static SendResult Of(SmtpException error) => error.StatusCode switch
    {
        SmtpStatusCode.ServiceNotAvailable or SmtpStatusCode.MailboxBusy or SmtpStatusCode.LocalErrorInProcessing or SmtpStatusCode.InsufficientStorage
            => new SendResult.Later("busy"),
        SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath
            or SmtpStatusCode.ExceededStorageAllocation or SmtpStatusCode.TransactionFailed => new SendResult.Closed("address-refused"),
        SmtpStatusCode.GeneralFailure when error.InnerException is SocketException { SocketErrorCode: not SocketError.ConnectionReset } => new SendResult.Later("unreachable"),
        SmtpStatusCode.GeneralFailure => new SendResult.Unanswered("no-answer"),
        _ => new SendResult.Closed("set-up"),
    };
}
