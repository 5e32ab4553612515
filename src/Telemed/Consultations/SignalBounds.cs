using Microsoft.AspNetCore.SignalR;

namespace Telemed.Consultations;

/// <summary>Sizes of what is relayed unread, and of what a page may send at all.</summary>
internal static class SignalBounds
{
    /// <summary>Bytes of one hub message; a larger one closes the connection that sent it, and no other.</summary>
    public const long LargestMessage = 64 * 1024;

    /// <summary>Characters of a session description. A browser's with every codec and a simulcast screen is under 12,000.</summary>
    public const int LongestSdp = 32 * 1024;

    /// <summary>Characters of a candidate line; real ones are under 200.</summary>
    public const int LongestCandidate = 1024;
    public const int LongestMid = 64;
    public const int LongestFragment = 256;

    /// <summary>Characters of the name of an offer: two numbers of 64 bits.</summary>
    public const int LongestOfferName = 64;

    /// <exception cref="HubException">"too-large", or "not-allowed" when it is not a signal at all.</exception>
    public static void Check(OutgoingSignal? signal)
    {
        var shaped = signal switch
        {
            { Kind: SignalKind.Offer or SignalKind.Answer } => signal is { Sdp: not null, Candidate: null },
            { Kind: SignalKind.Candidate } => signal is { Sdp: null },
            _ => false,
        };
        if (!shaped)
        {
            throw new HubException(ConsultationHub.NotAllowed);
        }

        if (signal!.Sdp?.Length > LongestSdp || signal.Answers?.Length > LongestOfferName || signal.Candidate is { } candidate && IsTooLong(candidate))
        {
            throw new HubException(ConsultationHub.TooLarge);
        }
    }

    private static bool IsTooLong(IceCandidate candidate) => candidate.Candidate?.Length > LongestCandidate
        || candidate.SdpMid?.Length > LongestMid || candidate.UsernameFragment?.Length > LongestFragment;
}
