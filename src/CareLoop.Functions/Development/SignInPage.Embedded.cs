using System.Net;
using CareLoop.Domain.Directory;

namespace CareLoop.Functions.Development;

/// <summary>Somebody to sign in as.</summary>
/// <param name="Id">As in the directory file.</param>
/// <param name="Name">Shown on the card.</param>
/// <param name="Role">What the person is, in words.</param>
/// <param name="Places">The sites, in words; empty for customers.</param>
internal sealed record SampleUser(string Id, string Name, string Role, string Places);

/// <summary>The sign-in of a developer's machine: pick a sample user, get a token. The Azure form has neither.</summary>
internal static class SignInPage
{
    private static readonly Dictionary<string, string> AccessNames = new()
    {
        ["agent"] = "客服",
        ["supervisor"] = "主管",
        ["manager"] = "经理",
        ["auditor"] = "审计(只读、打码)",
        ["operator"] = "运维(不见个人信息)",
    };

    /// <summary>The sample users, customers last.</summary>
    public static IReadOnlyList<SampleUser> Users(DirectoryFile directory, Func<string, string> nameOfRole) =>
    [
        .. directory.Staff.Select(person => new SampleUser(
            person.Id,
            person.Name,
            string.Join(" · ", person.Access.Select(access => AccessNames.GetValueOrDefault(access, access)).Concat(person.Roles.Select(nameOfRole))),
            string.Join("、", person.Sites.Select(id => directory.Sites.FirstOrDefault(site => site.Id == id)?.Name ?? id)))),
        .. directory.SampleCustomers.Select(person => new SampleUser(person.Id, person.Name, "客户", string.Empty)),
    ];

    /// <summary>Who would you like to be?</summary>
    public static string Choice(string organisation, IReadOnlyList<SampleUser> users) => Page("登录", $"""
        <header><p class="brand">CareLoop 客诉闭环</p><h1>登录</h1>
        <p>{Encode(organisation)} · 本地开发环境。请选择一位示例用户,正式环境由组织的 Entra ID 登录。
        <small lang="en">Sample users of this development installation; production signs in with Entra ID.</small></p></header>
        {string.Concat(users.GroupBy(user => user.Places).Select(Group))}
        """);

    /// <summary>The token, and what to do with it.</summary>
    public static string SignedIn(SampleUser user, string token) => Page(user.Name, $$"""
        <header><p class="brand">CareLoop 客诉闭环</p><h1>您好,{{Encode(user.Name)}}</h1><p>{{Encode(user.Role)}} {{Encode(user.Places)}}</p></header>
        <section><h2>令牌 <small lang="en">Bearer token</small></h2>
        <textarea id="token" readonly rows="4" aria-label="令牌">{{Encode(token)}}</textarea>
        <p><button type="button" onclick="navigator.clipboard.writeText(document.getElementById('token').value);this.textContent='已复制'">复制令牌</button>
        <a class="quiet" href="/development/sign-in">换一位用户</a></p></section>
        <section><h2>试一试 <small lang="en">Try it</small></h2>
        <pre>curl -s http://localhost:7071/api/inbox \
          -H "Authorization: Bearer $(curl -s http://localhost:7071/development/tokens/{{Encode(user.Id)}})"</pre>
        <p><a href="/api/openapi.json">全部接口</a></p></section>
        """);

    private static string Group(IGrouping<string, SampleUser> users) => $"""
        <section><h2>{Encode(users.Key.Length == 0 ? "客户" : users.Key)}</h2><ul>{string.Concat(users.Select(Card))}</ul></section>
        """;

    private static string Card(SampleUser user) => $"""
        <li><a href="/development/sign-in/{Encode(user.Id)}"><span class="face" aria-hidden="true">{Encode(user.Name[..1])}</span>
        <span><strong>{Encode(user.Name)}</strong><br><span class="role">{Encode(user.Role)}</span></span></a></li>
        """;

    private static string Page(string title, string body) => $$"""
        <!doctype html>
        <html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{Encode(title)}} · CareLoop</title>
        <style>
          :root { color-scheme: light dark; --line: #8883; --soft: #8881; --accent: #0f766e; font-family: system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; line-height: 1.6 }
          body { max-width: 60rem; margin: 2.5rem auto 4rem; padding: 0 1.25rem }
          .brand { color: var(--accent); font-weight: 600; margin: 0 }
          h1 { font-size: 1.75rem; margin: 0 0 .5rem }
          h2 { font-size: 1rem; margin: 2rem 0 .75rem }
          small { display: block; opacity: .65 }
          h2 small { display: inline; font-weight: 400 }
          ul { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: .75rem }
          li a { display: flex; gap: .875rem; align-items: center; height: 100%; box-sizing: border-box; padding: .875rem 1rem; border: 1px solid var(--line); border-radius: .75rem; color: inherit; text-decoration: none }
          li a:hover, li a:focus-visible { border-color: var(--accent); background: var(--soft) }
          .face { flex: none; width: 2.5rem; height: 2.5rem; border-radius: 50%; background: var(--accent); color: #fff; display: grid; place-items: center; font-weight: 600 }
          .role { font-size: .875rem; opacity: .75 }
          textarea { width: 100%; box-sizing: border-box; font: .8125rem/1.5 ui-monospace, Consolas, monospace; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--soft); color: inherit; resize: vertical }
          button { font: inherit; padding: .5rem 1.25rem; border: 0; border-radius: .5rem; background: var(--accent); color: #fff; cursor: pointer }
          a { color: var(--accent) } .quiet { margin-left: 1rem }
          pre { padding: 1rem; background: var(--soft); border-radius: .5rem; overflow-x: auto; font-size: .875rem }
        </style></head><body>{{body}}</body></html>
        """;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
