using System.Security.Claims;
using Matchmaking.Contracts;
using Matchmaking.Messaging.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Matchmaking.Messaging;

/// <summary>The operator's view on messages that stopped.</summary>
public static class MessagingEndpoints
{
    /// <summary>Name of the authorisation policy these endpoints ask for; the host defines it.</summary>
    public const string Policy = "operator";

    /// <summary>Maps list, redrive and discard under <c>ops/messages</c> of a service's own group.</summary>
    /// <param name="dbContext">The context named in the service's <see cref="ServiceMessaging"/>.</param>
    /// <param name="service">The service's name, prefix of the endpoints' names.</param>
    public static IEndpointRouteBuilder MapMessagingOperations(this IEndpointRouteBuilder group, Type dbContext, string service)
    {
        group.MapGet("ops/messages", (MessageOperations operations, string? state, int? page, CancellationToken cancellation) =>
                ListAsync(operations, dbContext, state ?? "dead", page ?? 1, cancellation))
            .Describe(service, "list", "Lists messages that wait for an operator: state dead (could not leave) or poison (could not be handled)")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("ops/messages/{id:guid}/redrive", async (MessageOperations operations, Guid id, ClaimsPrincipal user, CancellationToken cancellation) =>
            {
                var (result, error) = await operations.RedriveAsync(dbContext, service, id, Operator.From(user), cancellation);
                return Answer(result, error);
            })
            .Describe(service, "redrive", "Sends a dead message again, or runs the one handler again that failed on a poisoned one")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("ops/messages/{id:guid}/discard", async (MessageOperations operations, Guid id, ClaimsPrincipal user, CancellationToken cancellation) =>
                Answer(await operations.DiscardAsync(dbContext, service, id, Operator.From(user), cancellation), null))
            .Describe(service, "discard", "Gives a dead or poisoned message up for good")
            .ProducesProblem(StatusCodes.Status404NotFound);
        return group;
    }

    private static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string service, string name, string summary) => route
        .RequireAuthorization(Policy).WithName($"{service}.ops.messages.{name}").WithSummary(summary).WithTags("Operations");

    private static async Task<Results<Ok<Page<StoppedMessage>>, ProblemHttpResult>> ListAsync(
        MessageOperations operations, Type dbContext, string state, int page, CancellationToken cancellation) => state switch
        {
            "dead" => TypedResults.Ok(await operations.DeadAsync(dbContext, page, cancellation)),
            "poison" => TypedResults.Ok(await operations.PoisonAsync(dbContext, page, cancellation)),
            _ => Problem(StatusCodes.Status400BadRequest, "messages.unknown-state", "The state is dead or poison.", null),
        };

    private static Results<NoContent, ProblemHttpResult> Answer(OperationResult result, string? error) => result switch
    {
        OperationResult.Done => TypedResults.NoContent(),
        OperationResult.NotFound => Problem(StatusCodes.Status404NotFound, "messages.not-found", "No such message waits here.", error),
        OperationResult.Unreadable => Problem(
            StatusCodes.Status409Conflict, "messages.unreadable", "This build cannot read the message; it can only be discarded.", error),
        _ => Problem(StatusCodes.Status409Conflict, "messages.failed-again", "The handler failed again.", error),
    };

    private static ProblemHttpResult Problem(int status, string code, string title, string? detail) => TypedResults.Problem(
        detail, statusCode: status, title: title, extensions: [new KeyValuePair<string, object?>("code", code)]);
}
