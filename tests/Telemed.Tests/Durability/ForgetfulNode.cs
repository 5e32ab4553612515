using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Consultations.Cluster;

[assembly: HostingStartup(typeof(Telemed.Tests.Durability.ForgetfulNode))]

namespace Telemed.Tests.Durability;

/// <summary>The seeded defect: what a room says to a page at another node is taken and forgotten.</summary>
public sealed class ForgetfulNode : IHostingStartup
{
    public void Configure(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (Environment.GetEnvironmentVariable(AnswerBeforeCommit.Switch) == nameof(ForgetfulNode))
        {
            builder.ConfigureServices(services => services.AddSingleton<IOutgoingGrainCallFilter, Forgetting>());
        }
    }

    private sealed class Forgetting : IOutgoingGrainCallFilter
    {
        public Task Invoke(IOutgoingGrainCallContext context)
        {
            if (context.InterfaceMethod.Name != nameof(INodeLines.Say) || context.InterfaceMethod.DeclaringType != typeof(INodeLines))
            {
                return context.Invoke();
            }

            context.Result = null;
            return Task.CompletedTask;
        }
    }
}
