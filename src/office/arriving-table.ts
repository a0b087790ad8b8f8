import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { TablePiece } from '../app/stored/packed-table.ts'

/** A table on its way from the thread that reads it: its schools first, and then its rows. */
export interface ArrivingTable {
  /** Where the thread sends it. */
  readonly sentTo: MessagePort
  /** The first of it is here. */
  readonly begun: Promise<void>
  /** What has come and will come. Of several who go through it each gets what no other has got. */
  readonly schools: AsyncIterable<Uint8Array>
  readonly rows: AsyncIterable<Uint8Array>
  /** The thread has answered: all that it has sent is here. */
  end(): void
}

export function arrivingTable(): ArrivingTable {
  const { port1, port2 } = new MessageChannel()
  const begun = Promise.withResolvers<void>()
  const [schools, rows] = [arriving(), arriving()]
  const take = (piece: TablePiece): void => {
    begun.resolve()
    const into = piece.of === 'rows' ? rows : schools
    into.add(piece.bytes)
    if (piece.of === 'schools' && piece.isLast) schools.end()
  }
  port1.on('message', take)
  return {
    sentTo: port2,
    begun: begun.promise,
    schools: schools.pieces,
    rows: rows.pieces,
    end() {
      for (let sent = receiveMessageOnPort(port1); sent !== undefined; sent = receiveMessageOnPort(port1))
        take(sent.message as TablePiece)
      port1.close()
      schools.end()
      rows.end()
    },
  }
}

function arriving() {
  const here: Uint8Array[] = []
  let more = Promise.withResolvers<void>()
  let isWhole = false
  const tell = (): void => {
    more.resolve()
    more = Promise.withResolvers()
  }
  return {
    add(piece: Uint8Array): void {
      here.push(piece)
      tell()
    },
    end(): void {
      isWhole = true
      tell()
    },
    pieces: {
      async *[Symbol.asyncIterator]() {
        for (;;) {
          while (here.length === 0 && !isWhole) await more.promise
          const piece = here.shift()
          if (piece === undefined) return
          yield piece
        }
      },
    },
  }
}
