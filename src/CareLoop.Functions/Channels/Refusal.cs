namespace CareLoop.Functions.Channels;

/// <summary>Why a call was refused. For logs and metrics; the caller learns no more than the kind of answer in the remarks.</summary>
public enum Refusal
{
    /// <summary>HTTP 405: the platform does not use this method.</summary>
    MethodNotUsed,

    /// <summary>HTTP 401: no signature, or one of its parts (time, nonce, id) is missing or given twice.</summary>
    SignatureMissing,

    /// <summary>HTTP 401: the signature fits none of the live secrets.</summary>
    SignatureWrong,

    /// <summary>HTTP 401: signed longer ago than the platform's calls can take.</summary>
    TooOld,

    /// <summary>HTTP 401: signed at an instant that is still to come.</summary>
    FromTheFuture,

    /// <summary>HTTP 400: the account's pushes are not encrypted, so their signature does not cover the body. Secure mode (安全模式) is required.</summary>
    NotEncrypted,

    /// <summary>HTTP 400: cannot be deciphered with any live key, or the padding or a length in it is wrong.</summary>
    Undecipherable,

    /// <summary>HTTP 403: deciphered, but meant for another application.</summary>
    OtherReceiver,

    /// <summary>HTTP 400: authentic but not in the platform's format (encoding, XML, JSON, a missing field).</summary>
    Malformed,

    /// <summary>HTTP 413: larger than anything the platform sends.</summary>
    TooLarge,
}

/// <summary>The HTTP side of a refusal.</summary>
public static class Refusals
{
    /// <summary>The status to answer with.</summary>
    public static int Status(this Refusal refusal) => refusal switch
    {
        Refusal.MethodNotUsed => 405,
        Refusal.SignatureMissing or Refusal.SignatureWrong or Refusal.TooOld or Refusal.FromTheFuture => 401,
        Refusal.OtherReceiver => 403,
        Refusal.TooLarge => 413,
        _ => 400,
    };
}
