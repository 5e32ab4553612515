/**
 * The page at that address as the server makes it now. By XMLHttpRequest, which gives a document: a string of markup goes into no parser
 * here (the content policy asks for it). Undefined: the server is away, or somebody signed out.
 */
export function pageAt(address: string): Promise<Document | undefined> {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => resolve(request.status === 200 ? request.responseXML ?? undefined : undefined);
    request.onerror = () => resolve(undefined);
    request.send();
  });
}
