/** What the counts of a table are based on, as a scenario says it. */
export const BASIS = { students: { basis: 'projection' }, low_income: { basis: 'projection' } } as const

/** The students of s1, s2 and s3, half of them of low income. */
export type Students = readonly [number, number, number]

export function schoolsCsv(students: Students, name = 'School'): string {
  const rows = students.map((count, i) => `s${i + 1},${name} ${i + 1},${count},${Math.floor(count / 2)}\n`)
  return `id,name,students,low_income\n${rows.join('')}`
}

/**
 * A formula in which every school's money depends on all schools: a share of a total, a rank, and a pool to which
 * everything is scaled. `mark` stands in each of its texts.
 */
export function wholeFormula(mark: string) {
  const money = { fund: 'general', flexibility: 'free' } as const
  return {
    id: `${mark}-formula`,
    name: `${mark} formula`,
    currency: 'USD',
    year: { label: '2026-27', start: '2026-07-01', end: '2027-06-30' },
    needs: { students: { unit: 'pupil' }, low_income: { unit: 'pupil' } },
    pupils: 'students',
    funds: ['general'],
    parameters: {
      base: { value: '5000', unit: 'money/pupil', assumed: mark },
      grant: { value: '300000', unit: 'money', assumed: mark },
      bonus: { value: '50000', unit: 'money', assumed: mark },
    },
    measures: {
      of_all: { value: 'share_of_total(low_income)', kind: 'ratio' },
    },
    lines: [
      { id: 'base', amount: 'students * base', ...money },
      { id: 'need', amount: 'grant * of_all', ...money },
      { id: 'each', amount: 'grant * students / total(students)', ...money },
      { id: 'largest', amount: 'if(rank(students) <= 1, bonus, 0)', ...money },
    ],
    adjustments: [{ id: 'pool', kind: 'scale_to_pool', fund: 'general', total: '30000000' }],
    balance: { parameter: 'base' },
  } as const
}
