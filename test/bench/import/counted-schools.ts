/** Measures of a file of counts: whole pupils, shares of six decimals, dollars and cents; some cells are empty. */
const MEASURES =
  'enrollment frl ell swd gifted homeless foster migrant mobility share_poverty share_attendance share_vacant salary_average spent_last_year rent'.split(
    ' ',
  )

/** The columns of the file with their types, as a table of PostgreSQL has them. */
export const TYPED_COLUMNS = [
  'id text primary key',
  'name text',
  ...MEASURES.map((measure) => `${measure} numeric`),
]

/** A CSV file of so many schools, the same whenever it is made; `edition` changes every number a little. */
export function countedSchools(schools: number, edition = 0): string {
  const lines = [`id,name,${MEASURES.join(',')}`]
  for (let school = 0; school < schools; school += 1) {
    const cells = MEASURES.map((_, measure) => cellOf(school, measure, edition))
    lines.push(`${10_000_000 + school},${nameOf(school)},${cells.join(',')}`)
  }
  return `${lines.join('\n')}\n`
}

function nameOf(school: number): string {
  const trees = ['Ash', 'Birch', 'Cedar', 'Élder', 'Fir']
  const name = `${trees[school % trees.length]} School ${school}`
  return school % 50 === 0 ? `"${name}, North"` : name
}

function cellOf(school: number, measure: number, edition: number): string {
  const drawn = (school * 7919 + measure * 104_729 + edition * 31) % 1_000_003
  if (drawn % 97 === 0) return ''
  if (measure < 9) return `${drawn % 2000}`
  if (measure < 12) return `0.${String(drawn % 1_000_000).padStart(6, '0')}`
  return `${40_000 + (drawn % 90_000)}.${String(drawn % 100).padStart(2, '0')}`
}
