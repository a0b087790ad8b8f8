/**
 * Two schools, 10 and 20 pupils, $100 a pupil: small enough to check by hand. Each block is YAML; what a test
 * states replaces a block, and an empty text leaves it out.
 */
const formulaBlocks = {
  head: 'id: simple\ncurrency: USD\nyear: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }',
  units: '',
  datasets: '',
  groups: '',
  needs:
    'needs:\n  enrollment: { unit: pupil }\n  frl: { unit: pupil }\n  level: { kind: text, one_of: [ES, HS] }',
  funds: 'funds: [general, title1]',
  pupils: 'pupils: enrollment',
  parameters: 'parameters:\n  base: { value: "100", unit: money/pupil, assumed: for the test }',
  measures: '',
  lines: 'lines:\n  - { id: base, amount: enrollment * base, fund: general, flexibility: free }',
  figures: '',
  published: '',
  pools: '',
}

const fileBlocks = {
  version: 'leeway: 1',
  scenario: 'scenario: { id: two-schools }',
  data: `data:
  measures: { enrollment: { basis: projection }, frl: { basis: projection } }
  rows:
    - { id: "1", enrollment: 10, frl: 4, level: ES }
    - { id: "2", enrollment: 20, frl: 5, level: HS }`,
  controls: '',
}

export type Blocks = Partial<Record<keyof typeof formulaBlocks | keyof typeof fileBlocks | 'formula', string>>

/** The scenario file of the two schools as YAML, with some of its blocks put otherwise. */
export function smallDistrict(blocks: Blocks = {}): string {
  const { version, scenario, data, controls } = { ...fileBlocks, ...blocks }
  const formula = blocks.formula ?? `formula:\n${smallFormula(blocks)}`
  return `${[version, scenario, formula, data, controls].filter((block) => block !== '').join('\n')}\n`
}

function smallFormula(blocks: Blocks): string {
  const stated = { ...formulaBlocks, ...blocks }
  return Object.keys(formulaBlocks)
    .map((name) => stated[name as keyof typeof formulaBlocks])
    .filter((block) => block !== '')
    .join('\n')
    .replaceAll(/^(?=.)/gm, '  ')
}

/** `data:` with the CSV file of the same two schools, `schools.csv`. */
export const fromCsv =
  'data: { file: schools.csv, measures: { enrollment: { basis: projection }, frl: { basis: projection } } }'

export const smallCsv = 'id,enrollment,frl,level\n1,10,4,ES\n2,20,5,HS\n'
