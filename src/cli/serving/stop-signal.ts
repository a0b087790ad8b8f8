/** The first signal that asks this process to end. A second one ends it at once. */
export async function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal))
  })
}

/** The same; or that the process which has started this one is gone. */
export async function stopOrAlone(): Promise<string> {
  const alone = new Promise<string>((resolve) => {
    if (process.channel !== undefined) process.once('disconnect', () => resolve('alone'))
  })
  return Promise.race([stopSignal(), alone])
}
