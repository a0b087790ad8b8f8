import { type EnormousCase, lines } from './enormous-case.ts'
import { type Blocks, smallDistrict } from './small-district.ts'

const district =
  (blocks: () => Blocks): EnormousCase['files'] =>
  () => ({ 'district.yaml': smallDistrict(blocks()) })

/** The line `base` with this amount; further lines under it. */
const amount = (text: string, more = ''): Blocks => ({
  lines: `lines:\n  - { id: base, amount: '${text}', fund: general, flexibility: free }\n${more}`,
})
const line = (id: string, text: string): string =>
  `  - { id: ${id}, amount: '${text}', fund: general, flexibility: free }`
const measures = (text: string): Blocks => ({ measures: `measures:\n${text}` })
const needs = (text: string): Blocks => ({
  needs: `needs:\n  enrollment: { unit: pupil }\n  frl: { unit: pupil }\n  level: { kind: text, one_of: [ES, HS] }\n${text}`,
})
/** A name of seventy letters, much like all others of the kind. */
const long = (letters: string, i: number): string => `${letters.repeat(35)}${i}`

/** Expressions and formulas that are too large. */
export const oversizedFormulas: readonly EnormousCase[] = [
  {
    claim: 'an expression of 100,000 words',
    files: district(() => amount(`1${' + 1'.repeat(50_000)}`)),
    says: ['EXPRESSION_SYNTAX', 'district.yaml:16:4028'],
  },
  {
    claim: '50,000 parentheses',
    files: district(() => amount(`${'('.repeat(50_000)}1${')'.repeat(50_000)}`)),
    says: ['EXPRESSION_SYNTAX', 'district.yaml:16:4028'],
  },
  {
    claim: '1,900 parentheses',
    files: district(() => amount(`${'('.repeat(1900)}1${')'.repeat(1900)}`)),
    says: ['EXPRESSION_SYNTAX', 'district.yaml:16:92'],
  },
  {
    claim: '3,900 minuses',
    files: district(() => amount(`${'-'.repeat(3900)}1`)),
    says: ['EXPRESSION_SYNTAX', 'district.yaml:16:92'],
  },
  {
    claim: '1,900 numbers',
    files: district(() => amount(`1${'+1'.repeat(1900)}`)),
    says: ['EXPRESSION_SYNTAX', 'district.yaml:16:28'],
  },
  {
    claim: '10,000 lines',
    files: district(() =>
      amount(
        'enrollment * base',
        lines(10_000, (i) => line(`l${i}`, 'enrollment * base')),
      ),
    ),
    says: ['VALUES_LIMIT', 'district.yaml:8118:49'],
  },
  {
    claim: '2,001 lines',
    files: district(() =>
      amount(
        'enrollment * base',
        lines(2000, (i) => line(`l${i}`, 'enrollment * base')),
      ),
    ),
    says: ['FIELD_VALUE', 'district.yaml:15:3'],
  },
  {
    claim: '10,000 measures',
    files: district(() => measures(lines(10_000, (i) => `  m${i}: enrollment`))),
    says: ['VALUES_LIMIT', 'district.yaml:2016:5'],
  },
  {
    claim: '100 expressions of 4,000 characters',
    files: district(() =>
      amount(
        'enrollment * base',
        lines(100, (i) => line(`l${i}`, `1${'+1'.repeat(200)}${' '.repeat(3500)}`)),
      ),
    ),
    says: ['FORMULA_LIMIT', 'district.yaml:81:26'],
  },
  {
    claim: 'a group of 200 summed up 6,000 times',
    files: district(() => ({
      ...needs(lines(200, (i) => `  n${i}: { unit: pupil, missing: "0" }`)),
      groups: `groups: { all: [${Array.from({ length: 200 }, (_, i) => `n${i}`).join(', ')}] }`,
      ...amount(
        'enrollment * base',
        lines(100, (i) => line(`l${i}`, `(${'sum(all) + '.repeat(59)}sum(all)) * base`)),
      ),
    })),
    says: ['FORMULA_LIMIT', 'district.yaml:227:251'],
  },
  {
    claim: 'a group of 10,000',
    files: district(() => ({
      groups: `groups: { all: [${Array.from({ length: 10_000 }, (_, i) => `n${i}`).join(', ')}] }`,
    })),
    says: ['FIELD_VALUE', 'district.yaml:7:13'],
  },
  {
    claim: '150 groups',
    files: district(() => ({ groups: `groups:\n${lines(150, (i) => `  g${i}: [frl]`)}` })),
    says: ['FIELD_VALUE', 'district.yaml:7:3'],
  },
  {
    claim: 'a unit of a megabyte',
    files: district(() => ({
      parameters: `parameters:\n  base: { value: "100", unit: ${'money/'.repeat(160_000)}pupil, assumed: for the test }`,
    })),
    says: ['UNIT_UNKNOWN', 'district.yaml:14:33'],
  },
]

/** Formulas in which very much is wrong. */
export const faultyFormulas: readonly EnormousCase[] = [
  {
    claim: 'a circle of 2,000 measures',
    files: district(() => measures(`${lines(1999, (i) => `  m${i}: m${i + 1}`)}  m1999: m0`)),
    says: ['CYCLE', 'district.yaml:16:9'],
  },
  {
    claim: 'a circle of 1,999 lines',
    files: district(() =>
      amount(
        'line.l0',
        `${lines(1998, (i) => line(`l${i}`, `line.l${i + 1}`))}${line('l1998', 'line.base')}`,
      ),
    ),
    says: ['CYCLE', 'district.yaml:16:27'],
  },
  {
    claim: '1,000 circles of two',
    files: district(() => measures(lines(1000, (i) => `  a${i}: b${i}\n  b${i}: a${i}`))),
    says: ['CYCLE', 'district.yaml:16:9'],
  },
  {
    claim: '2,000 long names, and 2,000 much like them that mean nothing',
    files: district(() => ({
      ...measures(lines(1900, (i) => `  ${long('ab', i)}: enrollment`)),
      ...amount(
        'enrollment * base',
        lines(1900, (i) => line(`l${i}`, long('ba', i))),
      ),
    })),
    says: ['NAME_UNKNOWN', 'district.yaml:1919:26'],
  },
  {
    claim: '20,000 names that mean nothing',
    files: district(() =>
      amount(
        'enrollment * base',
        lines(250, (i) => line(`l${i}`, Array.from({ length: 80 }, (_, j) => `x${j}`).join('+'))),
      ),
    ),
    says: ['NAME_UNKNOWN', 'district.yaml:17:26'],
  },
  {
    claim: '20,000 members of groups that mean nothing',
    files: district(() => ({
      groups: `groups:\n${lines(99, (i) => `  g${i}: [${Array.from({ length: 199 }, (_, j) => `x${i}_${j}`).join(', ')}]`)}`,
    })),
    says: ['NAME_UNKNOWN', 'district.yaml:8:10'],
  },
  {
    claim: '1,900 funds that are not one of 1,900',
    files: district(() => ({
      funds: `funds: [general, ${Array.from({ length: 1900 }, (_, i) => long('ab', i)).join(', ')}]`,
      lines: `lines:\n${lines(1900, (i) => `  - { id: l${i}, amount: enrollment * base, fund: ${long('ba', i)}, flexibility: free }`)}`,
    })),
    says: ['FUND_UNKNOWN', 'district.yaml:16:50'],
  },
  {
    claim: '1,900 pools of funds that there are not',
    files: district(() => ({
      pools: `pools:\n${lines(1900, (i) => `  - { fund: ${long('ba', i)}, amount: x, assumed: for the test }`)}`,
    })),
    says: ['FUND_UNKNOWN', 'district.yaml:18:15'],
  },
  {
    claim: '2,000 names that are no names',
    files: district(() => measures(lines(1990, (i) => `  a-${i}: enrollment`))),
    says: ['NAME_FORM', 'district.yaml:16:5'],
  },
  {
    claim: '1,900 adjustments of lines that there are not',
    files: district(() => ({
      pools: `adjustments:\n${lines(1900, (i) => `  - { id: a${i}, kind: minimum, over: [${long('ba', i)}], least: "1" }`)}`,
    })),
    says: ['ADJUSTMENT_TARGET', 'district.yaml:18:39'],
  },
  {
    claim: '1,990 changes of lines that there are not',
    files: () => changes((i) => `{ remove_line: ${long('ba', i)} }`),
    says: ['CHANGE_TARGET', 'district.yaml:5:20'],
  },
  {
    claim: '1,990 restrictions',
    files: () => changes(() => '{ restrict: enrollment > 1 }'),
    says: ['EXPRESSION_SYNTAX', 'district.yaml:1994:17'],
  },
  {
    claim: '2,000 parameters in which everything is misspelt',
    files: district(() => ({
      parameters: `parameters:\n${lines(1990, (i) => `  p${i}: { valeu: 1, unti: money, assumd: x, foo: { bar: { baz: 1 } } }`)}`,
    })),
    says: ['FIELD_VALUE', 'district.yaml:14:18'],
  },
]

/** A what-if with 1,990 changes of a district with many lines. */
function changes(change: (index: number) => string): Readonly<Record<string, string>> {
  const base = smallDistrict(
    amount(
      'enrollment * base',
      lines(1500, (i) => line(long('ab', i), 'enrollment * base')),
    ),
  )
  const head = 'leeway: 1\nscenario: { id: what-if, budget: cut }\nbase: base.yaml\nchanges:\n'
  return { 'base.yaml': base, 'district.yaml': head + lines(1990, (i) => `  - ${change(i)}`) }
}
