using CareLoop.Embedded.Hosting.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CareLoop.Embedded.Worker;

public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>
    /// Lets HTTP functions take ASP.NET Core's request and return its results. Middleware added before this call runs around the
    /// execution of the result and sees no request, as with the official package; add middleware after it.
    /// </summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        if (!builder.IsWebApplication)
        {
            builder.IsWebApplication = true;
            builder.Services.AddMvcCore();
            builder.Use(next => context => HttpResultMiddleware.InvokeAsync(context, next));
        }

        return builder;
    }
}
