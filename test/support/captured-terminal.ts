import { plainPaint, type Terminal } from '../../src/cli/terminal.ts'

/** A terminal without colours, 100 columns wide, that keeps all that is written to it, in order. */
export function capturedTerminal(): { readonly terminal: Terminal; readonly written: () => string } {
  const pieces: string[] = []
  const keep = (text: string): void => void pieces.push(text)
  return {
    terminal: { out: keep, err: keep, width: 100, paint: plainPaint },
    written: () => pieces.join(''),
  }
}
