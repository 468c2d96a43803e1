/** What the shell gets. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  badInput: 2,
  stopped: 3,
  violations: 4,
} as const;

export const exitCodeHelp = `
Exit codes:
  0  done
  1  a job failed
  2  bad usage or bad input
  3  stopped by the user; the same command resumes
  4  the audit found violations
`;
