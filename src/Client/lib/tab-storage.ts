/** What this tab stores over a refresh; null where the browser stores nothing for a page, and says so by an exception. */
export function tabStorage(): Storage | null {
  try {
    sessionStorage.setItem("may-store", "");
    sessionStorage.removeItem("may-store");
    return sessionStorage;
  } catch {
    return null;
  }
}
