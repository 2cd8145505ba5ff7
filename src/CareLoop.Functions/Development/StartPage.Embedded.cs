using System.Net;
using System.Text;
using CareLoop.Domain.Directory;
using CareLoop.Functions.Directory;

namespace CareLoop.Functions.Development;

/// <summary>What a developer sees first in the browser.</summary>
internal static class StartPage
{
    public static string Html(DirectoryFile directory, Func<string, string> nameOfRole)
    {
        StringBuilder users = new();
        foreach (var (id, name, role) in directory.Staff
            .Select(person => (person.Id, person.Name, string.Join(" · ", person.Roles.Select(nameOfRole))))
            .Concat(directory.SampleCustomers.Select(person => (person.Id, person.Name, "客户 customer"))))
        {
            users.Append($"<tr><td>{Encode(name)}</td><td>{Encode(role)}</td><td><a href=\"/development/tokens/{id}\"><code>/development/tokens/{id}</code></a></td></tr>");
        }

        return $$"""
            <!doctype html>
            <html lang="zh-CN">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>CareLoop 客诉闭环</title>
              <style>
                :root { color-scheme: light dark; font-family: system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; line-height: 1.6 }
                body { max-width: 52rem; margin: 3rem auto; padding: 0 1.25rem }
                h1 { font-size: 1.6rem; margin-bottom: .25rem }
                table { border-collapse: collapse; width: 100% }
                td, th { text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid #8884 }
                code, pre { font-family: ui-monospace, Consolas, monospace; font-size: .875rem }
                pre { padding: 1rem; background: #8881; border-radius: .5rem; overflow-x: auto }
              </style>
            </head>
            <body>
              <h1>CareLoop 客诉闭环</h1>
              <p>{{Encode(directory.Organisation.Name)}} · 本地开发环境已启动 <small>(development installation, running)</small></p>
              <h2>接口 API</h2>
              <p><a href="/api/openapi.json">/api/openapi.json</a> 描述全部接口 <small>describes every endpoint</small></p>
              <h2>示例用户 Sample users</h2>
              <p><a href="/development/sign-in">登录页</a> <small>(sign-in page)</small></p>
              <table><thead><tr><th>姓名</th><th>角色</th><th>令牌</th></tr></thead><tbody>{{users}}</tbody></table>
              <h2>试一试 Try it</h2>
              <pre>TOKEN=$(curl -s http://localhost:7071/development/tokens/wang.li)
            curl -s http://localhost:7071/api/cases \
              -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $(date +%s)" \
              -F 'case={"site":"mall-sh-01","channel":"WeChat","text":"沙发框架裂了,要求换新"}' \
              -F photo=@src/CareLoop.Functions/Development/Photos/sofa-1.jpg</pre>
            </body>
            </html>
            """;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
