import { boardPack } from '../app/board-pack.ts'
import type { Refused } from '../app/service/no-result.ts'
import type { BoardJob, ReportDone } from '../app/service/report-job.ts'
import { runBodies } from '../app/service/run-bodies.ts'
import { asTold } from '../contract/api/wire-problem.ts'
import { wording } from '../contract/report/board/wording.ts'
import { type Typeface, typeface } from '../paper/typeface.ts'
import { boardPieces, type Pack } from './board-pieces.ts'

/** Reading the typeface takes longer than printing a sheet. */
let kept: Typeface | undefined

function ownTypeface(): Typeface {
  kept = kept ?? typeface()
  return kept
}

/** The pack that this thread has computed last for long work, whose parts come one after another. */
let latest: { readonly key: string; readonly pack: Pack } | undefined

/** Lets go of it: what comes next needs the memory. */
export function forgetPack(): void {
  latest = undefined
}

/** Prints the documents of a run, or finds every reason why there are none. */
export async function printedBoards(job: BoardJob): Promise<ReportDone | Refused> {
  const pack = await packFor(job)
  if ('why' in pack) return pack
  const documents: Uint8Array[] = []
  for (const { hasSummary, schools } of job.documents) {
    const { form, paper } = job
    const printing = { form, paper, hasSummary, schools, typeface: ownTypeface, lacks: () => undefined }
    documents.push(await joined(boardPieces(pack, printing)))
  }
  const { run, source } = pack
  const inputs = [
    run.result.leeway.inputs,
    ...(source.before === undefined ? [] : [source.before.run.inputs]),
  ]
  return { kind: 'reported', documents, inputs }
}

async function packFor(job: BoardJob): Promise<Pack | Refused> {
  const { key } = job
  if (key !== undefined && latest?.key === key) return latest.pack
  forgetPack()
  const pack = await computedPack(job)
  if (key !== undefined && !('why' in pack)) latest = { key, pack }
  return pack
}

async function computedPack(job: BoardJob): Promise<Pack | Refused> {
  const { bytes, before, rowLimit } = job
  const bodies = await runBodies(before === undefined ? [bytes] : [bytes, before], { rowLimit })
  if (bodies.kind === 'refused') return bodies
  const {
    files,
    paths: [path = '', against],
  } = bodies
  const wish = { against, date: job.date, step: async () => true }
  const { source, run, problems } = await boardPack(path, files, wish)
  if (source === undefined || run === undefined) return { kind: 'refused', why: 'input', ...asTold(problems) }
  const { currency, rows } = source.result.scenario
  return { run, source, words: wording({ locale: job.locale, currency, rows }) }
}

/** All pieces in memory of their own. */
async function joined(pieces: AsyncIterable<string | Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const piece of pieces) parts.push(typeof piece === 'string' ? Buffer.from(piece) : piece)
  const bytes = Buffer.allocUnsafeSlow(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  return bytes
}
