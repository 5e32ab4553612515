using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Telemed.Records.Templates;

internal sealed class NoteTemplateTable : IEntityTypeConfiguration<NoteTemplate>
{
    public void Configure(EntityTypeBuilder<NoteTemplate> template)
    {
        template.Ignore(t => t.Text);
        template.Property(t => t.Name).HasMaxLength(NoteTemplate.MaxName);
        template.Property(t => t.Version).IsConcurrencyToken();
        template.HasIndex(t => new { t.TenantId, t.PractitionerId, t.Name }).IsUnique();
    }
}
