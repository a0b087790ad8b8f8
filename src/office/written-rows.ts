import { addToUpload, beginUpload, dropUpload } from '../store/uploads.ts'
import type { Handled, Work } from './handler.ts'

interface WrittenRows {
  readonly uploadId: string
  /** Waits until all rows are written. */
  readonly written: () => Promise<void>
}

type Writing = Pick<Work<'uploadDataset'>, 'trx' | 'who' | 'tools'>

/** More than so many would wait for the same disk. */
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
  const ways = Math.min(MOST_BESIDE, spare())
  if (ways === 0) {
    const uploadId = await beginUpload(trx, who)
    return use({ uploadId, written: async () => addToUpload(trx, who, uploadId, rows) })
  }
  const uploadId = await run(who, async (own) => beginUpload(own, who))
  const writing = Promise.all(
    Array.from({ length: ways }, async () => run(who, async (own) => addToUpload(own, who, uploadId, rows))),
  )
  // What goes wrong with it is told where it is waited for.
  writing.catch(() => undefined)
  let isKept = false
  try {
    const handled = await use({ uploadId, written: async () => void (await writing) })
    isKept = handled.kind === 'done'
    return handled
  } finally {
    await Promise.allSettled([writing])
    if (!isKept) await run(who, async (own) => dropUpload(own, uploadId)).catch(() => undefined)
  }
}
