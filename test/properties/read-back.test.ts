import fc from 'fast-check'
import t from 'tap'
import { type Run, runScenario } from '../../src/app/run-scenario.ts'
import { explain } from '../../src/core/funding/explain.ts'
import type { Arithmetic, Use } from '../../src/core/funding/explanation.ts'
import { exactText } from '../../src/core/numbers/decimal.ts'
import { anyLongValues, type LongValues, longValuesText } from '../support/long-values.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { fails, holds } from '../support/property.ts'

t.test(
  'what an explanation substitutes is read back and comes to the value, with the names that it keeps',
  async (t) => {
    let [read, named, filled] = [0, 0, 0]
    await holds(
      t,
      fc.asyncProperty(anyLongValues, async (given) => {
        const opened = openedIn(await runOf(longValuesText(given)))
        read += opened.length
        named += opened.filter(({ substituted }) => NAMES.test(substituted)).length
        filled += opened.filter(({ substituted, text }) => substituted !== text).length
        return isReadBack(given, opened)
      }),
      { runs: 160 },
    )
    t.ok(read > 250, `${read} were read back`)
    t.ok(named > 40, `${named} of them kept a name`)
    t.ok(filled > 120, `${filled} have values in place of names`)
  },
)

t.test('a number whose last digits are cut off would be found out', async (t) => {
  await fails(
    t,
    fc.asyncProperty(anyLongValues, async (given) => {
      const opened = openedIn(await runOf(longValuesText(given)))
      const cut = (text: string) => text.replaceAll(/(\.\d{4})\d+/g, '$1')
      return isReadBack(
        given,
        opened.map((each) => ({ ...each, substituted: cut(each.substituted) })),
      )
    }),
    { runs: 100 },
  )
})

const NAMES = /\b(?:cash|long_cash|long_part|part|note|line|bend|rate|total|said|is)\b/

type Opened = Arithmetic & { readonly name?: string }

/** The line, the figure and their measures at the first school. */
function openedIn({ scenario: { formula }, data, computation }: Run): Opened[] {
  const parts = [{ kind: 'line', id: 'paid' } as const, { kind: 'figure', id: 'shown' } as const]
  return parts.flatMap((part) => {
    const explanation = explain(part, { formula, data, computation, school: 0 })
    return explanation === undefined ? [] : [explanation, ...measuresIn(explanation)]
  })
}

function measuresIn({ uses }: { readonly uses: readonly Use[] }): Opened[] {
  return uses.flatMap((use) => (use.kind === 'measure' ? [use, ...measuresIn(use)] : []))
}

/** Whether each comes to its value where it is written into the formula again, as a figure of its own. */
async function isReadBack(given: LongValues, opened: readonly Opened[]): Promise<boolean> {
  const figures = Object.fromEntries(opened.map((each, i) => [`read_${i}`, asNumber(each)]))
  const { scenario, computation } = await runOf(longValuesText(given, figures))
  return opened.every(({ value }, i) => {
    const figure = scenario.formula.figures.find(({ id }) => id === `read_${i}`)
    const found = figure && computation.value(figure.amount, 0)
    if (typeof found !== 'object' || !('n' in found)) return false
    return typeof value === 'object' ? exactText(found) === exactText(value) : found.n === 1n
  })
}

/** A figure is a number: 1 for a text or truth that is that of its measure. */
function asNumber({ substituted, value, name }: Opened): string {
  return typeof value === 'object' ? substituted : `if((${substituted}) == ${name}, 1, 0)`
}

async function runOf(text: string): Promise<Run> {
  const { run, problems } = await runScenario('case.yaml', memoryFiles({ 'case.yaml': text }))
  if (run === undefined)
    throw new Error(problems.map(({ code, message, found }) => `${code} ${message} ${found}`).join('; '))
  return run
}
