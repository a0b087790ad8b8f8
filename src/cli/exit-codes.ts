/** What the command ends with, for scripts. */
export const EXIT = {
  fine: 0,
  /** The input is wrong; every problem is on standard error. */
  input: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The run is done, and a total does not tie out with its control, or a what-if does not cost what it declares. */
  tieOut: 3,
  /** A fault of this program. */
  ours: 70,
  /** Ctrl-C, as shells have it: 128 and the number of the signal. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
