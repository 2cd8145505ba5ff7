namespace CareLoop.Embedded.Worker;

/// <summary>Which key a request must carry. The numbers are those of the official enumeration.</summary>
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}
