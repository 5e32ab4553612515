import { emptyVault } from "../lib/vault";

/** Whoever signs out leaves nothing of a note in this browser. */
export function emptyAtSignOut(): void {
  document.addEventListener("submit", event => {
    const form = event.target as HTMLFormElement;
    if (form.getAttribute("action") === "/sign-out") {
      event.preventDefault();
      const go = () => form.submit(); // asks no listener again
      emptyVault().then(go, go);
    }
  });
}
