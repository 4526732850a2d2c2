using Matchmaking.Contracts;
using Matchmaking.Contracts.Needs;

namespace Matchmaking.Needs.Domain;

/// <summary>
/// Says what a solver would miss in a need. About half of raw needs are unusable for want of figures, a baseline or an
/// owner of the decision; each hint asks for one of them.
/// </summary>
internal static class NeedClinic
{
    private const int ShortProblem = 60;

    public static IEnumerable<LocalText> Examine(NeedContent need)
    {
        if (need.Problem.Length is > 0 and < ShortProblem)
        {
            yield return new("主要问题写得较短：请补充现象、发生条件和影响", "The problem is short: add what happens, when, and what it costs");
        }

        if (need.Indicators.Count == 0)
        {
            yield return new("没有量化指标：院校难以判断能不能解，请至少写一项目标值", "There are no indicators: give at least one target figure");
        }
        else if (need.Indicators.Any(i => i.Current.Length == 0))
        {
            yield return new("有指标没写现状值：请补充现在能做到多少", "An indicator lacks today's value");
        }

        if (need.BudgetWan is null)
        {
            yield return new("没有写预算：请写大致金额，回应会快得多", "No budget is given: a rough figure gets faster answers");
        }

        if (need.Attempts.Length == 0)
        {
            yield return new("没有写试过什么：写明失败的做法，可以免去重复建议", "What was tried is missing: it saves you from advice you know");
        }

        if (need.DecisionMaker.Length == 0)
        {
            yield return new("没有写决策人：洽谈时谁能拍板", "The decision maker is missing");
        }
    }
}
