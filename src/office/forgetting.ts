import { systemOf } from '../store/districts.ts'
import { forgetDocuments } from '../store/job-boards.ts'
import { forgetExpired } from '../store/once-only.ts'
import type { Store } from '../store/open-store.ts'
import { StoreFault } from '../store/store-fault.ts'
import { dropForgotten } from '../store/uploads.ts'
import { withDistrict } from '../store/with-district.ts'

const HOUR = 3_600_000

/**
 * Deletes what is kept for requests that may come again, and what jobs have printed, once their time is over, and uploads
 * that nobody goes on with: now and then, a district at a time.
 */
export function forgetting(pool: Store['pool'], now: () => number): (districtId: string) => Promise<void> {
  const last = new Map<string, number>()
  return async (districtId) => {
    const time = now()
    if (time - (last.get(districtId) ?? -HOUR) < HOUR) return
    last.set(districtId, time)
    try {
      await withDistrict(pool, systemOf(districtId), async (trx) => {
        await forgetExpired(trx)
        await dropForgotten(trx)
        await forgetDocuments(trx)
      })
    } catch (thrown) {
      // The next hour tries again.
      if (!(thrown instanceof StoreFault)) throw thrown
    }
  }
}
