import { join } from "node:path";

/** Where TensorFlow.js is installed on demand: in the user's folder for what can be fetched again. */
export function tensorflowFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  const caches =
    platform === "win32"
      ? (env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"))
      : platform === "darwin"
        ? join(home, "Library", "Caches")
        : (env["XDG_CACHE_HOME"] ?? join(home, ".cache"));
  return join(caches, "reasoning-curriculum", "tensorflow");
}
