namespace CareLoop.Domain.CarePlans;

/// <summary>The event or date a care plan counts from (关怀起点).</summary>
public enum CareAnchor
{
    /// <summary>Goods were delivered and signed for: 售后 of MALL-FU-01 (a).</summary>
    SaleDelivered,

    /// <summary>The customer signed for a parcel.</summary>
    SignedReceipt,

    /// <summary>An order was placed and not yet paid.</summary>
    OrderPlaced,

    /// <summary>It was paid: nobody is reminded any more, and the delivery data are checked (ECOM-ORD-01).</summary>
    OrderPaid,

    /// <summary>The last day of a warranty.</summary>
    WarrantyEnd,

    /// <summary>The service card reached the service department (EDU-FU-01).</summary>
    CardReceipt,

    /// <summary>The member's contract was closed (EDU-FU-02, EDU-FU-03).</summary>
    ContractClosed,

    /// <summary>The parents' meeting of new members (EDU-FU-04).</summary>
    ParentsMeeting,

    /// <summary>The member's birthday (EDU-BD-03).</summary>
    Birthday,

    /// <summary>The member did the multiple-intelligence test: nobody has to arrange it any more (EDU-FU-05).</summary>
    TestTaken,

    /// <summary>A member was given to an agent (EDU-MEM-03).</summary>
    Assignment,

    /// <summary>The last day of a membership card.</summary>
    CardEnd,
}

/// <summary>How a customer is cared for.</summary>
public enum CareMode
{
    Call,
    Notice,
    Message,
    Chat,

    /// <summary>Work inside the organisation that has its day: nobody is contacted (例行任务).</summary>
    Duty,

    /// <summary>A period in which the customer may do something; nobody has a task (COM-TIME-05).</summary>
    Right,
}
