namespace Matchmaking.Search.Feedback;

internal static class FeedbackServices
{
    public static void AddFeedback(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<BlendProvider>();
        services.AddSingleton<JudgedSet>();
        services.AddSingleton<BlendLearner>();
        services.AddHostedService(provider => provider.GetRequiredService<BlendLearner>());
        services.AddScoped<FeedbackLog>();
    }
}
