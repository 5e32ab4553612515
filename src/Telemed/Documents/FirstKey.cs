using Microsoft.EntityFrameworkCore;
using Telemed.Documents.Blobs;
using Telemed.Platform;

namespace Telemed.Documents;

/// <summary>
/// Sees at start that there is a key to encrypt files with. A folder of keys that is empty while files are encrypted is one that was not mounted
/// or not brought back: a new key there would lock files with what is hidden tomorrow.
/// </summary>
internal sealed class FirstKey(IServiceScopeFactory scopes, FileKeys keys) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (keys.Ids.Count > 0)
        {
            return;
        }

        var encrypted = false;
        await EachClinic.Do(scopes, async db => encrypted = encrypted || await db.Documents.AnyAsync(d => d.Key!.By != null, cancellationToken), cancellationToken);
        if (encrypted)
        {
            throw new FileKeyMissingException($"There is no key in {keys.Folder}, yet files are encrypted. Bring the keys back from where they are kept.");
        }

        keys.Add();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
