/** An answer that is not 2xx: its status and, when the server gave problem details, their code and sentence. */
export class Refused extends Error {
  constructor(readonly status: number, readonly code: string, detail: string, readonly body: unknown) {
    super(detail);
  }
}

/** Sends JSON and reads JSON; throws Refused, or TypeError when the network is away. */
export async function ask<T>(method: string, url: string, body?: unknown, more: RequestInit = {}): Promise<T> {
  const response = await fetch(url, {
    method,
    credentials: "same-origin",
    cache: "no-store",
    headers: body === undefined ? { accept: "application/json" } : { accept: "application/json", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...more,
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    throw refusal(response.status, answer);
  }
  return answer as T;
}

export function refusal(status: number, answer: unknown): Refused {
  const problem = (answer ?? {}) as { code?: string; detail?: string; title?: string };
  return new Refused(status, problem.code ?? String(status), problem.detail ?? problem.title ?? "", answer);
}
