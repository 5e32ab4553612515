// Fetched after the picture is there, or when asked for: nothing here stands between a person and the call.
export { DeviceNotice } from "./device-notice";
export { DeviceSheet } from "./device-sheet";
export type { NetworkPaths } from "./network";
export { PreJoinChecks } from "./prejoin-checks";
export { WaitingChecks } from "./waiting-checks";
