/** A district of 165 schools and 20 lines as the one document that a client posts. */
export function postedDistrict(schools = 165, lines = 20): string {
  const measures = Array.from({ length: lines }, (_, i) => `count_${i + 1}`)
  return JSON.stringify({
    leeway: '1',
    scenario: { id: 'bench', name: 'Bench' },
    formula: {
      id: 'bench',
      currency: 'USD',
      year: { label: '2025-26', start: '2025-07-01', end: '2026-06-30' },
      needs: Object.fromEntries(['enrollment', ...measures].map((name) => [name, { unit: 'pupil' }])),
      funds: ['general'],
      pupils: 'enrollment',
      parameters: {
        base: { value: '4500.25', unit: 'money/pupil', assumed: 'for the bench' },
        weight: Object.fromEntries(
          measures.map((name, i) => [name, { value: `0.${10 + i}`, assumed: 'for the bench' }]),
        ),
      },
      lines: measures.map((name) => ({
        id: name,
        amount: `${name} * base * weight.${name}`,
        fund: 'general',
        flexibility: 'free',
      })),
    },
    data: {
      measures: Object.fromEntries(
        ['enrollment', ...measures].map((name) => [name, { basis: 'projection' }]),
      ),
      rows: Array.from({ length: schools }, (_, s) => ({
        id: `${1000 + s}`,
        name: `School ${s + 1}`,
        enrollment: `${300 + ((s * 37) % 500)}`,
        ...Object.fromEntries(measures.map((name, i) => [name, `${(s * 31 + i * 17) % 250}`])),
      })),
    },
  })
}
