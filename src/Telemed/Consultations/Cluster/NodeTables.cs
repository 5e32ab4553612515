using Telemed.Platform;

namespace Telemed.Consultations.Cluster;

/// <summary>
/// Where the nodes of a cluster meet. Orleans' ADO.NET provider asks nothing by itself: it reads the statements that it runs from a table
/// of this name, by keys and parameters of its own (https://github.com/dotnet/orleans, src/AdoNet). One version counts for all nodes:
/// whoever writes on an old one is refused, so two nodes never declare different things.
/// </summary>
internal sealed class NodeTables : IGuardSource
{
    private const string Row = "deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation";

    private const string NextVersion = "UPDATE node_versions SET version = version + 1 WHERE deployment = @DeploymentId AND version = @Version";

    /// <summary>A row of nodes, one without a node included, so that the version is always read.</summary>
    private const string Read = """
        SELECT v.deployment AS DeploymentId, n.address AS Address, n.port AS Port, n.generation AS Generation, n.name AS SiloName, n.host AS HostName,
        n.status AS Status, n.gateway AS ProxyPort, n.suspicions AS SuspectTimes, n.started_at AS StartTime, n.alive_at AS IAmAliveTime, v.version AS Version
        FROM node_versions v LEFT JOIN nodes n ON n.deployment = v.deployment
        """;

    /// <summary>As Orleans numbers them.</summary>
    private const int Dead = 6;

    private static readonly Dictionary<string, string> Statements = new(StringComparer.Ordinal)
    {
        ["InsertMembershipVersionKey"] =
            "WITH made AS (INSERT INTO node_versions (deployment) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*)::integer FROM made",
        ["InsertMembershipKey"] = $"""
            WITH next AS ({NextVersion} AND NOT EXISTS (SELECT FROM nodes WHERE {Row}) RETURNING deployment),
            made AS (INSERT INTO nodes (deployment, address, port, generation, name, host, status, gateway, started_at, alive_at)
            SELECT deployment, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM next RETURNING 1)
            SELECT count(*)::integer FROM made
            """,
        ["UpdateMembershipKey"] = $"""
            WITH next AS ({NextVersion} AND EXISTS (SELECT FROM nodes WHERE {Row}) RETURNING 1),
            made AS (UPDATE nodes SET status = @Status, suspicions = @SuspectTimes, alive_at = greatest(alive_at, @IAmAliveTime)
            WHERE {Row} AND EXISTS (SELECT FROM next) RETURNING 1) SELECT count(*)::integer FROM made
            """,
        ["UpdateIAmAlivetimeKey"] = $"UPDATE nodes SET alive_at = @IAmAliveTime WHERE {Row}",
        ["MembershipReadRowKey"] = $"{Read} AND n.address = @Address AND n.port = @Port AND n.generation = @Generation WHERE v.deployment = @DeploymentId",
        ["MembershipReadAllKey"] = $"{Read} WHERE v.deployment = @DeploymentId",
        ["GatewaysQueryKey"] =
            "SELECT address AS Address, gateway AS ProxyPort, generation AS Generation FROM nodes WHERE deployment = @DeploymentId AND status = @Status AND gateway > 0",
        ["DeleteMembershipTableEntriesKey"] =
            "DELETE FROM nodes WHERE deployment = @DeploymentId; DELETE FROM node_versions WHERE deployment = @DeploymentId",
        ["CleanupDefunctSiloEntriesKey"] =
            $"DELETE FROM nodes WHERE deployment = @DeploymentId AND alive_at < @IAmAliveTime AND started_at < @IAmAliveTime AND status = {Dead}",
        ["CleanupDefunctSiloEntryKey"] = $"""
            DELETE FROM nodes WHERE {Row} AND status = {Dead} AND alive_at = @IAmAliveTime AND started_at = @StartTime
            AND suspicions IS NOT DISTINCT FROM @SuspectTimes
            """,
    };

    public IEnumerable<Guard> Guards =>
    [
        new("node_versions_key", null, """
            CREATE TABLE IF NOT EXISTS node_versions (deployment text NOT NULL, version integer NOT NULL DEFAULT 0);
            ALTER TABLE node_versions DROP CONSTRAINT IF EXISTS node_versions_key;
            ALTER TABLE node_versions ADD CONSTRAINT node_versions_key PRIMARY KEY (deployment)
            """),
        new("nodes_key", null, """
            CREATE TABLE IF NOT EXISTS nodes (deployment text NOT NULL, address text NOT NULL, port integer NOT NULL, generation integer NOT NULL,
            name text NOT NULL, host text NOT NULL, status integer NOT NULL, gateway integer NOT NULL, suspicions text, started_at timestamptz(3) NOT NULL,
            alive_at timestamptz(3) NOT NULL);
            ALTER TABLE nodes DROP CONSTRAINT IF EXISTS nodes_key;
            ALTER TABLE nodes ADD CONSTRAINT nodes_key PRIMARY KEY (deployment, address, port, generation)
            """),
        new("orleansquery_key", null, $"""
            CREATE TABLE IF NOT EXISTS orleansquery (querykey text NOT NULL, querytext text NOT NULL);
            ALTER TABLE orleansquery DROP CONSTRAINT IF EXISTS orleansquery_key;
            ALTER TABLE orleansquery ADD CONSTRAINT orleansquery_key PRIMARY KEY (querykey);
            INSERT INTO orleansquery (querykey, querytext) VALUES {string.Join(", ", Statements.Select(s => $"('{s.Key}', $sql${s.Value}$sql$)"))}
            ON CONFLICT (querykey) DO UPDATE SET querytext = excluded.querytext
            """),
    ];
}
