using Microsoft.EntityFrameworkCore;
using Telemed.Documents;
using Telemed.Platform;

namespace Telemed.Consultations.Chatting;

/// <summary>A chat keeps the name of a file that was sent in it, until the file lies in another record or is erased: then the line stays, without its name and without a way to it.</summary>
internal sealed class ChatFileNames : IHearsDocuments
{
    /// <summary>What stands where the name stood.</summary>
    internal const string Nameless = "—";

    public Task Filed(Db db, Document document) => Task.CompletedTask;

    public Task Described(Db db, Document document) => Task.CompletedTask;

    public Task Moved(Db db, Document document) => Forget(db, document);

    public Task Read(Db db, Document document, string words, byte[] indexKey) => Task.CompletedTask;

    // Its line is masked as it is read, for as long as it is one: Chat.Lines.
    public Task EnteredInError(Db db, Document document) => Task.CompletedTask;

    public Task NotInError(Db db, Document document) => Task.CompletedTask;

    public Task Erased(Db db, Document document) => Forget(db, document);

    private static Task Forget(Db db, Document document) => db.ChatMessages.Where(m => m.DocumentId == document.Id).ExecuteUpdateAsync(m => m
        .SetProperty(x => x.Text, Nameless).SetProperty(x => x.DocumentId, (DocumentId?)null));
}
