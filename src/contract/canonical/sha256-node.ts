import { hash } from 'node:crypto'

/** What `sha256.ts` gives, by the machine's own instructions: a tenth of the time. `package.json` names it for Node. */
export function sha256Hex(text: string | Uint8Array): string {
  return hash('sha256', text, 'hex')
}
