/** The kind of an error and the places it came through; its message may quote what was posted. */
export function traceOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [thrown.name, ...frames.slice(0, 12)].join('\n')
}
