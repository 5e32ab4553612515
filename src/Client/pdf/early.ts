// Run where it stands in the page, some hundred bytes: the document is asked for, and the worker that reads it starts, while the rest of the
// viewer is still on its way. A classic script without `async`: it would only run once the page is parsed and laid out.

export interface EarlyPdf {
  telemedPdf?: { worker: Worker; answers: Map<string, Promise<Response>> };
}

const early = window as EarlyPdf;
const { source, worker } = document.currentScript!.dataset;
// Of two documents side by side each asks for its own; one worker reads both.
early.telemedPdf ??= { worker: start(worker!), answers: new Map() };
const answer = fetch(source!);
answer.catch(() => undefined); // whoever takes it says so
early.telemedPdf.answers.set(source!, answer);

/** The one script address that this page may start: our own copy of the library's worker. */
function start(address: string): Worker {
  interface Policies { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } }
  const policies = (window as { trustedTypes?: Policies }).trustedTypes;
  const url = policies?.createPolicy("pdf", { createScriptURL: asked => (/^\/js\/pdf-worker[\w.-]*\.js$/.test(asked) ? asked : "about:blank") }).createScriptURL(address) ?? address;
  return new Worker(url);
}
