import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'

/** Rows of a table on their way from the thread that reads it. */
export interface ArrivingRows {
  /** Where the thread sends them. */
  readonly rowsTo: MessagePort
  /** The first ones are here. */
  readonly begun: Promise<void>
  /** All that have come and will come, once `end` has been called; they can be gone through again. */
  readonly pieces: AsyncIterable<Uint8Array>
  /** The thread has answered: all that it has sent is here. */
  end(): void
}

export function arrivingRows(): ArrivingRows {
  const { port1, port2 } = new MessageChannel()
  const pieces: Uint8Array[] = []
  const begun = Promise.withResolvers<void>()
  let more = Promise.withResolvers<void>()
  let isWhole = false
  const take = (piece: Uint8Array): void => {
    pieces.push(piece)
    begun.resolve()
    more.resolve()
    more = Promise.withResolvers()
  }
  port1.on('message', take)
  return {
    rowsTo: port2,
    begun: begun.promise,
    pieces: {
      async *[Symbol.asyncIterator]() {
        for (let next = 0; ; next += 1) {
          while (next >= pieces.length && !isWhole) await more.promise
          const piece = pieces[next]
          if (piece === undefined) return
          yield piece
        }
      },
    },
    end() {
      for (let sent = receiveMessageOnPort(port1); sent !== undefined; sent = receiveMessageOnPort(port1))
        take(sent.message as Uint8Array)
      port1.close()
      isWhole = true
      more.resolve()
    },
  }
}
