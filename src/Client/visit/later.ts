export type Checks = typeof import("./checks/index");

let checks: Promise<Checks> | undefined;

/** What nobody needs in order to join (level, loudspeaker, network, settings in the call): fetched once the picture is there, or when asked for. */
export function loadChecks(url: string): Promise<Checks> {
  checks ??= (import(url) as Promise<Checks>).catch(error => {
    checks = undefined; // the next need tries again
    throw error;
  });
  return checks;
}
