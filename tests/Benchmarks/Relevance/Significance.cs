namespace Matchmaking.Benchmarks.Relevance;

/// <summary>Significance of a difference between two systems on the same queries.</summary>
internal static class Significance
{
    private const int Rounds = 10_000;

    /// <summary>
    /// Two-sided paired randomisation test (Smucker, Allan and Carterette, 2007): the share of random swaps of each
    /// query's two values that give a mean difference at least as large; 1 where there is none.
    /// </summary>
    public static double PairedRandomization(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        var differences = one.Zip(other, (a, b) => a - b).ToArray();
        var observed = Math.Abs(differences.Sum());
        if (observed < 1e-12)
        {
            return 1;
        }

        var random = new Random(17);
        var extreme = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var sum = 0.0;
            foreach (var difference in differences)
            {
                sum += random.Next(2) == 0 ? difference : -difference;
            }

            if (Math.Abs(sum) >= observed - 1e-12)
            {
                extreme++;
            }
        }

        return (extreme + 1.0) / (Rounds + 1);
    }
}
