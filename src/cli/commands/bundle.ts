import { bundleScenario } from '../../app/bundle-scenario.ts'
import { onlyFile, readCommandLine } from '../command-line.ts'
import { deliver } from '../delivery.ts'
import { diskFiles } from '../disk-files.ts'
import type { ExitCode } from '../exit-codes.ts'
import { tieOutSection } from '../run-report.ts'
import type { Terminal } from '../terminal.ts'

/** `leeway bundle FILE` */
export async function bundle(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, { pretty: { type: 'boolean' }, out: { type: 'string' } })
  const file = onlyFile(line)
  const place = { out: line.text('out'), files: diskFiles() }
  const { bundle: made, problems } = await bundleScenario(file, place.files, {
    isPretty: line.flag('pretty'),
  })
  const finished = made && {
    failedTieOut: tieOutSection({ ...made.result, ...made.result.scenario }, terminal),
    isPage: false,
    text: () => made.text,
  }
  return deliver(finished, problems, { ...place, terminal })
}
