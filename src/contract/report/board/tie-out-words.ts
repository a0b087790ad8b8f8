import type { RunResult } from '../run-schema.ts'
import type { BoardSource } from './board-source.ts'
import { titleIn } from './board-title.ts'
import type { Wording } from './wording.ts'

/** What a run, and the run before it, were held against. */
export interface HeldRuns {
  readonly result: Pick<RunResult, 'controls' | 'budget'>
  readonly before:
    | { readonly run: Parameters<typeof titleIn>[0]; readonly controls: RunResult['controls'] }
    | undefined
}

/** Failed control totals and broken declarations, to the cent; empty when everything holds. */
export function failedTieOuts({ result, before }: HeldRuns, wording: Wording): string[] {
  const { say, cents } = wording
  const failed = (controls: RunResult['controls'], name?: string): string[] =>
    controls
      .filter(({ holds }) => !holds)
      .map(({ of, computed, control, difference }) => {
        const amounts = {
          of,
          computed: cents(computed),
          control: cents(control),
          difference: cents(difference),
        }
        return name === undefined
          ? say('tieOutFailed', amounts)
          : say('tieOutFailedBefore', { ...amounts, name })
      })
  return [
    ...failed(result.controls),
    ...budgetNotMet(result, wording),
    ...(before === undefined ? [] : failed(before.controls, titleIn(before.run))),
  ]
}

function budgetNotMet({ budget }: HeldRuns['result'], wording: Wording): string[] {
  if (budget === null || budget.holds || budget.change === null || budget.base === null) return []
  const cost = costWords(budget.change, budget.base.name, wording)
  return [wording.say('budgetNotMet', { declared: declaredWords(budget.declared, wording), cost })]
}

export function costWords(change: string, name: string, { say, cents }: Wording): string {
  if (/^-?[0.]+$/.test(change)) return say('costsSame', { name })
  const amount = cents(change.replace('-', ''))
  return say(change.startsWith('-') ? 'costsLess' : 'costsMore', { amount, name })
}

/** What ties out, and what is equal to a published amount. */
export function tieOutNotes({ result: { controls, published } }: BoardSource, wording: Wording): string[] {
  const { say, number, cents } = wording
  const held = controls.filter(({ holds }) => holds).length
  const count = number(`${controls.length}`)
  const outcome =
    controls.length === 0
      ? say('noControls')
      : held === controls.length
        ? say('tiesOut', { count })
        : say('tiesOutPartly', { held: number(`${held}`), count })
  return [
    outcome,
    ...published.map(({ of, equal, compared, greatestDifference }) =>
      say('published', {
        of,
        equal: number(`${equal}`),
        compared: number(`${compared}`),
        difference: cents(greatestDifference),
      }),
    ),
  ]
}

type Declared = NonNullable<RunResult['budget']>['declared']

export function declaredWords(declared: Declared, { say }: Wording): string {
  switch (declared) {
    case 'neutral':
      return say('neutral')
    case 'new-money':
      return say('newMoney')
    case 'cut':
      return say('cut')
    case null:
      return say('undeclared')
    default:
      return declared satisfies never
  }
}
