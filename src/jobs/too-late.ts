/** Takes back what somebody else has done meanwhile, or what is wanted no more. */
export class TooLate extends Error {}

/** Work that takes itself back where it comes too late. */
export async function orLate<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | 'late'> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof TooLate) return 'late'
    throw thrown
  }
}
