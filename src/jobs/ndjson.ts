/** Cuts a stream of text into its lines, however the chunks fall; `flush` gives what follows the last line break. */
export function createLineSplitter(onLine: (line: string) => void): { push(chunk: string): void; flush(): void } {
  let rest = "";
  return {
    push(chunk) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      lines.filter((line) => line.trim() !== "").forEach(onLine);
    },
    flush() {
      if (rest.trim() !== "") onLine(rest);
      rest = "";
    },
  };
}
