import { sep } from "node:path";

/** Whether a folder is the place, or lies in it. */
export function isIn(place: string, folder: string): boolean {
  return folder === place || folder.startsWith(place + sep);
}
