import { open } from 'node:fs/promises'
import { importDistrict } from '../../store/import-district.ts'
import { StoreFault } from '../../store/store-fault.ts'
import { onlyFile, readCommandLine } from '../command-line.ts'
import { counted } from '../counted.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { shownText } from '../shown-text.ts'
import type { Terminal } from '../terminal.ts'
import { withStore } from '../with-store.ts'

/** `leeway import FILE` */
export async function importCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { as: { type: 'string' }, name: { type: 'string' } })
  const file = onlyFile(line)
  return withStore(terminal, async (store) => {
    const names = { code: line.text('as'), name: line.text('name') }
    const { code, rows } = await importDistrict(store.pool, bytesOf(file), names)
    const district = shownText(code)
    terminal.out(
      `Imported ${district}: ${counted(rows, 'row')}. Its people have no passwords yet:\n` +
        `leeway user password EMAIL --district ${district}\n`,
    )
    return EXIT.fine
  })
}

/** The bytes of a file, of standard input where it is `-`. */
async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    if (file === '-') yield* process.stdin
    else yield* (await open(file)).createReadStream()
  } catch (thrown) {
    if (!(thrown instanceof Error) || !('syscall' in thrown)) throw thrown
    throw new StoreFault('unavailable', `${shownText(file)} cannot be read`, { cause: thrown })
  }
}
