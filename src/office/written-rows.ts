import type { Beside } from '../store/staged-changes.ts'
import { addToUpload, beginUpload, dropUpload } from '../store/uploads.ts'
import type { Handled, Work } from './handler.ts'

interface WrittenRows {
  readonly uploadId: string
  /** Waits until all rows are written. */
  readonly written: () => Promise<void>
  /** Does work beside this transaction that sees the rows once they are written; nothing where it would have to wait. */
  readonly beside: Beside
}

type Writing = Pick<Work<'uploadDataset'>, 'trx' | 'who' | 'tools'>

/** More than so many would wait for the same processors and the same disk. */
const MOST_BESIDE = 2

/**
 * Writes the rows of an upload while `use` does what else is to do. Where connections are spare it is done beside this
 * transaction, several at a time; if the upload then comes to nothing, it is taken away.
 */
export async function withWrittenRows<Result>(
  { trx, who, tools }: Writing,
  rows: AsyncIterable<Uint8Array>,
  use: (written: WrittenRows) => Promise<Handled<Result>>,
): Promise<Handled<Result>> {
  const { spare, run } = tools.beside
  // One more begins the upload.
  const ways = Math.min(MOST_BESIDE, spare() - 1)
  if (ways < 1) {
    const uploadId = await beginUpload(trx, who)
    return use({
      uploadId,
      written: async () => addToUpload(trx, who, uploadId, rows),
      // Nobody else sees them yet.
      beside: () => undefined,
    })
  }
  // All of them ask for their connection in this moment, so that nobody else takes it for spare.
  const begun = run(who, async (own) => beginUpload(own, who))
  const writers = Array.from({ length: ways }, async () =>
    run(who, async (own) => addToUpload(own, who, await begun, rows)),
  )
  const writing = Promise.all(writers)
  // What goes wrong with it is told where it is waited for.
  writing.catch(() => undefined)
  let isKept = false
  try {
    const handled = await use({
      uploadId: await begun,
      written: async () => void (await writing),
      beside: (work) => (spare() < 1 ? undefined : run(who, work)),
    })
    isKept = handled.kind === 'done'
    return handled
  } finally {
    // One that has failed does not end the others, and nothing of a request goes on after its answer.
    await Promise.allSettled(writers)
    if (!isKept) await dropBegun(begun, async (id) => run(who, async (own) => dropUpload(own, id)))
  }
}

/** Takes an upload away if it was begun; what cannot be taken away now is forgotten later. */
async function dropBegun(begun: Promise<string>, drop: (uploadId: string) => Promise<void>): Promise<void> {
  const uploadId = await begun.catch(() => undefined)
  if (uploadId !== undefined) await drop(uploadId).catch(() => undefined)
}
