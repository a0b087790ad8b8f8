import { exportDistrict } from '../../store/export-district.ts'
import { readCommandLine, UsageFault } from '../command-line.ts'
import { counted } from '../counted.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { shownText } from '../shown-text.ts'
import { inPieces } from '../steady-output.ts'
import type { Terminal } from '../terminal.ts'
import { namedDistrict, needed, withStore } from '../with-store.ts'

/** `leeway export --district CODE` */
export async function exportCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { district: { type: 'string' } })
  const [word] = line.files
  if (word !== undefined) throw new UsageFault(`export takes no words, and ${word} is given`)
  const code = needed(line.text('district'), '--district')
  return withStore(terminal, async (store) => {
    const districtId = await namedDistrict(store, code)
    const rows = await inPieces(terminal, (write) => exportDistrict(store.pool, districtId, write))
    if (rows === 'cut') {
      terminal.err(`The export of ${shownText(code)} is not whole: its reader stopped.\n`)
      return EXIT.input
    }
    terminal.err(`Exported ${shownText(code)}: ${counted(rows, 'row')}.\n`)
    return EXIT.fine
  })
}
