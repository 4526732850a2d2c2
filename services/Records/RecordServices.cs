using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;

namespace Matchmaking.Records;

/// <summary>Registration shared by the services of reviewed records.</summary>
public static class RecordServices
{
    public static void AddRecords<TDb, TRecord, TContent, TStatus, TDefinition>(this IServiceCollection services)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
        where TDefinition : RecordDefinition<TRecord, TContent, TStatus>
    {
        services.AddSingleton<RecordDefinition<TRecord, TContent, TStatus>, TDefinition>();
        services.AddScoped<RecordStore<TDb, TRecord, TContent, TStatus>>();
        services.AddHostedService<AvoidanceUpkeep<TDb, TRecord, TContent, TStatus>>();
        services.AddHostedService<RecordExpiry<TDb, TRecord, TContent, TStatus>>();
    }
}
