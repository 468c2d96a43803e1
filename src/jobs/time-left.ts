/** Estimates the time left from the pace since the first report, so that a resumed job is not taken for a fast one. */
export function createTimeLeft(now: () => number = () => performance.now() / 1000) {
  let first: { readonly done: number; readonly time: number } | undefined;
  /** Seconds left; undefined until something has been done. */
  return (done: number, total: number): number | undefined => {
    if (!first || done < first.done) first = { done, time: now() };
    const progress = done - first.done;
    return progress > 0 ? ((now() - first.time) / progress) * (total - done) : undefined;
  };
}
