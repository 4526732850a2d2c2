using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Matchmaking.Hosting;

internal static class OpenApiExtensions
{
    public static void AddOpenApiDocuments(this IHostApplicationBuilder builder, IReadOnlyList<IModule> modules)
    {
        var publicUrl = builder.Configuration.PublicUrl();
        builder.Services.AddEndpointsApiExplorer();
        // Its own default describes an enum as a number, which no endpoint takes.
        builder.Services.AddSingleton<ISerializerDataContractResolver>(new JsonSerializerDataContractResolver(JsonDefaults.Options));
        builder.Services.AddSwaggerGen(options =>
        {
            foreach (var module in modules.Where(m => m.DbContext is not null))
            {
                options.SwaggerDoc(module.Name, new OpenApiInfo { Title = $"Matchmaking {module.Name}", Version = "v1" });
            }

            options.DocInclusionPredicate((document, api) => api.GroupName == document);
            options.CustomSchemaIds(SchemaId);
            options.AddSecurityDefinition("oauth2", new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Flows = new OpenApiOAuthFlows
                {
                    AuthorizationCode = new OpenApiOAuthFlow
                    {
                        AuthorizationUrl = new Uri($"{publicUrl}/connect/authorize"),
                        TokenUrl = new Uri($"{publicUrl}/connect/token"),
                        Scopes = new Dictionary<string, string> { ["api"] = "Everything your account may do" },
                    },
                },
            });
            options.AddSecurityRequirement(document => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference("oauth2", document)] = ["api"],
            });
        });
    }

    public static void MapOpenApiDocuments(this WebApplication app, IReadOnlyList<IModule> modules)
    {
        app.MapSwagger("/openapi/{documentName}.json").AllowAnonymous();
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "swagger";
            options.OAuthClientId("swagger");
            options.OAuthUsePkce();
            options.OAuthScopes("openid", "profile", "api");
            foreach (var module in modules.Where(m => m.DbContext is not null))
            {
                options.SwaggerEndpoint($"/openapi/{module.Name}.json", module.Name);
            }
        });
    }

    private static string SchemaId(Type type) => type.IsGenericType
        ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] + "Of" + string.Concat(type.GetGenericArguments().Select(SchemaId))
        : type.Name;
}
