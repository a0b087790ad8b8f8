import fc from 'fast-check'
import t from 'tap'
import {
  amongSchools,
  amountDifferences,
  byReference,
  differences,
  onColumns,
  type Prepared,
  prepared,
} from '../../../../support/adjusted-both-ways.ts'
import { type AdjustedCase, adjustedText } from '../../../../support/adjusted-case.ts'
import { fails, holds } from '../../../../support/property.ts'
import { anyKinds } from '../../../../support/random-adjustment-kinds.ts'
import { anyAdjustments } from '../../../../support/random-adjustments.ts'

/** Formulas, and for how many groups of their schools each is run. */
const FORMULAS = 200
const GROUPS = 12

/** Groups of a few of the first schools. */
const anyGroups = fc.array(fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), {
  minLength: GROUPS,
  maxLength: GROUPS,
})

t.test('adjustments of every kind come to the same on columns as school by school', async (t) => {
  await agreement(t, anyKinds, { least: 0.8 })
})

t.test('floors, caps and pools that keep them come to the same on columns', async (t) => {
  const cases = anyAdjustments.map(({ parts }) => parts)
  await agreement(t, cases, { least: 0.3 })
})

t.test('last cents that go to equal schools from the other end are found out', async (t) => {
  await fails(
    t,
    fc.asyncProperty(anyAdjustments, async ({ parts }) => {
      const given = await prepared(adjustedText(parts))
      const [columns, mirrored] = [onColumns(given), byReference(withIdsMirrored(given))]
      return (
        columns === undefined ||
        mirrored === undefined ||
        amountDifferences(columns, mirrored, given).length === 0
      )
    }),
    { runs: FORMULAS },
  )
})

/** Holds both ways against each other, and sees to it that enough runs are done on columns at all. */
async function agreement(
  t: Parameters<typeof holds>[0],
  cases: fc.Arbitrary<AdjustedCase>,
  { least }: { readonly least: number },
): Promise<void> {
  const done = { onColumns: 0, inAll: 0 }
  const agree = (given: Prepared): boolean => {
    const [columns, reference] = [onColumns(given), byReference(given)]
    if (reference !== undefined) done.inAll += 1
    if (columns === undefined) return true
    done.onColumns += 1
    return reference !== undefined && differences(columns, reference, given).length === 0
  }
  await holds(
    t,
    fc.asyncProperty(cases, anyGroups, async (parts, groups) => {
      const all = await prepared(adjustedText(parts))
      return [all, ...groups.map((group) => amongSchools(all, (school) => group[school] === true))].every(
        agree,
      )
    }),
    { runs: FORMULAS },
  )
  t.ok(done.inAll > FORMULAS * 3, `${done.inAll} came to a result`)
  t.ok(done.onColumns > done.inAll * least, `${done.onColumns} of these were done on columns`)
}

/** The same schools with their ids the other way round, so that a tie goes to the other end. */
function withIdsMirrored({ formula, data }: Prepared): Prepared {
  const schools = data.schools.map((school, i, all) => ({ ...school, id: all[all.length - 1 - i]?.id ?? '' }))
  return { formula, data: { ...data, schools } }
}
