namespace Telemed.Web.Pages.Agenda;

/// <summary>What stands at the same time in one column shares its width.</summary>
internal static class Lanes
{
    /// <summary>The stylesheet knows as many; what more there is lies over the last.</summary>
    private const int Most = 4;

    /// <summary>Gives each a lane: the first that is free from its row on. Pieces that hang together have lanes of one width.</summary>
    public static List<AgendaPiece.Taken> Share(IEnumerable<AgendaPiece.Taken> pieces)
    {
        var shared = new List<AgendaPiece.Taken>();
        var (group, ends) = (new List<AgendaPiece.Taken>(), new List<int>());
        foreach (var piece in pieces.OrderBy(p => p.Row).ThenByDescending(p => p.Span))
        {
            if (ends.Count > 0 && ends.Max() <= piece.Row)
            {
                Close(group, ends, shared);
            }

            var lane = ends.FindIndex(end => end <= piece.Row);
            if (lane < 0)
            {
                lane = Math.Min(ends.Count, Most - 1);
                ends.AddRange(lane == ends.Count ? [0] : []);
            }

            ends[lane] = Math.Max(ends[lane], piece.Row + piece.Span);
            group.Add(piece with { Lane = lane });
        }

        Close(group, ends, shared);
        return shared;
    }

    private static void Close(List<AgendaPiece.Taken> group, List<int> ends, List<AgendaPiece.Taken> shared)
    {
        shared.AddRange(group.Select(piece => piece with { Lanes = ends.Count }));
        group.Clear();
        ends.Clear();
    }
}
