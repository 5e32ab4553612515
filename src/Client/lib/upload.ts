import { refusal } from "./http";

/** PUTs the raw bytes; by XMLHttpRequest, since fetch tells no progress of what it sends. */
export function upload<T>(address: string, file: File, progress: (sent: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.setRequestHeader("accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = event => progress(event.loaded);
    request.onload = () => request.status < 300 ? resolve(request.response as T) : reject(refusal(request.status, request.response));
    request.onerror = () => reject(new TypeError("The network is away"));
    request.send(file);
  });
}
