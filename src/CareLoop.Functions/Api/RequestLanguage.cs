using CareLoop.Domain.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CareLoop.Functions.Api;

/// <summary>Chooses the language of an answer.</summary>
internal static class RequestLanguage
{
    /// <summary>The first of zh and en that Accept-Language prefers; Chinese when it names neither.</summary>
    public static Language Of(HttpRequest request)
    {
        var preferred = request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(choice => choice.Quality ?? 1)
            .Select(choice => choice.Value.Value ?? string.Empty);
        foreach (var tag in preferred)
        {
            if (tag.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
            {
                return Language.Chinese;
            }

            if (tag.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            {
                return Language.English;
            }
        }

        return Language.Chinese;
    }

    public static string Tag(Language language) => language == Language.English ? "en" : "zh-CN";
}
