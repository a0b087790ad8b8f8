/** Where a bar is drawn: standard error, as far as the bar needs it. */
export interface BarStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** How far a long command has come, on one line of a screen that is gone when it is done. */
export interface ProgressBar {
  update(done: number, of: number): void
  clear(): void
}

const WIDEST = 40
const CLEAR_LINE = '\r\u001b[K'

/** Draws nothing but on a screen; with NO_COLOR it is drawn without colours. */
export function progressBar(
  word: string,
  stream: BarStream = process.stderr,
  env: Readonly<Record<string, string | undefined>> = process.env,
): ProgressBar {
  if (stream.isTTY !== true || env['TERM'] === 'dumb')
    return { update: () => undefined, clear: () => undefined }
  const isPlain = (env['NO_COLOR'] ?? '') !== ''
  const painted = (text: string): string => (isPlain ? text : `\u001b[32m${text}\u001b[39m`)
  let shown = ''
  return {
    update(done, of) {
      const percent = of === 0 ? 100 : Math.floor((done / of) * 100)
      const counts = `${percent} %, ${done} of ${of} ${word}`
      const columns = stream.columns || WIDEST * 2
      const width = Math.min(WIDEST, columns - counts.length - 2)
      const filled = Math.floor((Math.max(0, width) * percent) / 100)
      // Writing every step of thousands would take longer than the steps.
      const step = `${percent} ${filled} ${columns}`
      if (step === shown && done < of) return
      shown = step
      const bar = width < 4 ? '' : `${painted('█'.repeat(filled))}${'░'.repeat(width - filled)} `
      // A longer line would go on below, and stay there.
      stream.write(CLEAR_LINE + bar + counts.slice(0, columns - 1))
    },
    clear: () => void (shown !== '' && stream.write(CLEAR_LINE)),
  }
}
