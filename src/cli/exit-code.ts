/** What scripts and CI may depend on. */
export const ExitCode = {
  done: 0,
  /** `--check` found drift, or a finding was reported. */
  drift: 1,
  /** The spec, the flags or the repository. */
  wrongInput: 2,
  /** A file that would be overwritten was edited by hand, or is not ours. */
  conflict: 3,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
