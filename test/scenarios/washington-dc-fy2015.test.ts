import t from 'tap'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { cell, publishedRun, tally } from '../support/published-run.ts'
import { halfUp, product, scaled, unscaled } from '../support/scaled.ts'

const run = await publishedRun('washington-dc/fy2015.yaml', 'washington-dc/fy2015-schools.csv')

const lines = {
  principal: 'published_principal',
  administrative_aide: 'published_admin_aide',
  instructional_coach: 'published_coach',
  librarian: 'published_librarian',
  business_manager: 'published_business_manager',
  assistant_principal: 'published_assistant_principal',
  clerk: 'published_clerk',
  art: 'published_art',
  music: 'published_music',
  phys_ed: 'published_phys_ed',
  admin_premium: 'published_admin_premium',
  student_satisfaction: 'published_student_satisfaction',
} as const

const names = new Map(run.rows.map((row) => [cell(row, 'id'), cell(row, 'name')]))
const tallies = Object.entries(lines).map(([line, column]) => ({
  line,
  ...tally(run, `line.${line}`, column),
}))

t.test('the model covers 59 elementary and 10 middle schools', async (t) => {
  const types = run.rows.map((row) => cell(row, 'school_type'))
  t.equal(types.filter((type) => type === 'Elementary').length, 59)
  t.equal(types.filter((type) => type === 'Middle').length, 10)
  t.equal(types.length, 69)
})

t.test('792 of 798 published amounts are exact, to the last of their decimals', async (t) => {
  t.equal(9 * 69 + 3 * 59, 798, 'nine lines at every school, three at elementary schools')
  t.equal(count(tallies.map(({ compared }) => compared)), 798)
  t.equal(count(tallies.map(({ equal }) => equal)), 792)
})

t.test('the six differences are these, and no line has another', async (t) => {
  const named = tallies.flatMap(({ line, differences }) =>
    differences.map((each) => {
      const [id = '', amount] = each.split(' ')
      return `${names.get(id)}: ${line} ${amount}`
    }),
  )
  t.strictSame(named.toSorted(compareCodePoints), [
    'Brent ES: assistant_principal -11866.7',
    'Hearst ES: admin_premium -10000',
    'Hearst ES: librarian -47313.0625',
    'Jefferson Middle School Academy: business_manager 33798',
    'Kramer MS: business_manager 33798',
    'Stoddert ES: clerk 3651.863',
  ])
})

t.test('each difference is a post more or less, at its published cost', async (t) => {
  // Brent: 363 / 400 is 0.9 of an assistant principal, published as a whole one.
  t.equal(run.amount('212', 'line.assistant_principal'), money('0.9', '118667'))
  t.equal(published('212', 'published_assistant_principal'), '118667')
  // Hearst: 293 pupils are below 300, so half a librarian; published as a whole one.
  t.equal(run.amount('258', 'line.librarian'), money('0.5', '94626.125'))
  t.equal(published('258', 'published_librarian'), '94626.125')
  // Hearst: 293 x 87 = 25,491 and 10,000 more.
  t.equal(run.amount('258', 'line.admin_premium'), money('293', '87'))
  t.equal(published('258', 'published_admin_premium'), '35491')
  // Jefferson (307) and Kramer (371) are not below 300, so two allotments; published with one.
  for (const id of ['415', '417']) {
    t.equal(run.amount(id, 'line.business_manager'), money('2', '33798'))
    t.equal(published(id, 'published_business_manager'), '33798')
  }
  // Stoddert: 429 / 400 is 1.1 of a clerk, published as 1.0.
  t.equal(run.amount('321', 'line.clerk'), money('1.1', '36518.63'))
  t.equal(published('321', 'published_clerk'), '36518.63')
})

t.test('an assistant principal is pupils over 400 (300 in a middle school) to one decimal', async (t) => {
  const wrong = run.rows.filter((row) => {
    const pupils = scaled(cell(row, 'enrollment'))
    const isElementary = cell(row, 'school_type') === 'Elementary'
    const fte = halfUp(pupils / (isElementary ? 400n : 300n), 1)
    const due = isElementary && pupils < scaled('300') ? 0n : product(fte, scaled('118667'))
    return scaled(run.amount(cell(row, 'id'), 'line.assistant_principal')) !== due
  })
  t.strictSame(wrong, [])
})

t.test('the money up to the floor agrees at 67 schools, not at Janney and Watkins', async (t) => {
  t.strictSame(tally(run, 'figure.floor_money', 'published_floor_money'), {
    equal: 67,
    compared: 69,
    differences: ['254 -377506.85685', '333 89905'],
  })
  t.equal(names.get('254'), 'Janney ES')
  t.equal(names.get('333'), 'Watkins ES')
})

t.test('the total is the sum of these lines and claims to be no whole budget', async (t) => {
  const wrong = run.result.schools.filter(({ total, lines: amounts }) => {
    return scaled(total) !== amounts.reduce((sum, { amount }) => sum + scaled(amount), 0n)
  })
  t.strictSame(wrong, [])
  const all = run.result.schools.reduce((sum, { total }) => sum + scaled(total), 0n)
  t.equal(scaled(run.result.total), all)
})

function published(id: string, column: string): string | undefined {
  return run.rows.find((row) => cell(row, 'id') === id)?.[column]
}

/** A product as amounts are printed, with two decimals at least. */
function money(a: string, b: string): string {
  const [whole, decimals = ''] = unscaled(product(scaled(a), scaled(b))).split('.')
  return `${whole}.${decimals.padEnd(2, '0')}`
}

function count(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}
