import type { LogEntry } from '../../http/server-parts.ts'
import type { Terminal } from '../terminal.ts'

/** A log of one line of JSON for each entry, on standard error. */
export function logTo(terminal: Terminal): (entry: LogEntry) => void {
  return (entry) => terminal.err(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`)
}
