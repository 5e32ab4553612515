namespace Telemed.Platform.Components;

/// <summary>Marks the one kind of page that search engines may list, at its plain address; any other answer asks them not to.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SearchableAttribute : Attribute;
