import { systemOf } from '../../store/districts.ts'
import { addPortfolio, listPortfolios, type Portfolio } from '../../store/portfolios.ts'
import { withDistrict } from '../../store/with-district.ts'
import { type Actions, actionOf } from '../actions.ts'
import { allPages } from '../all-pages.ts'
import { type CommandLine, readCommandLine } from '../command-line.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { shownText } from '../shown-text.ts'
import type { Terminal } from '../terminal.ts'
import { textTable } from '../text-table.ts'
import { namedDistrict, needed, withStore } from '../with-store.ts'

const ACTIONS: Actions = {
  add,
  list,
}

/** `leeway portfolio add|list` */
export async function portfolio(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { act, rest } = actionOf('portfolio', ACTIONS, args)
  const line = readCommandLine(rest, {
    district: { type: 'string' },
    school: { type: 'string', multiple: true },
  })
  return act(line, terminal)
}

async function add(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const name = needed(line.files[0], 'a NAME')
  const code = needed(line.text('district'), '--district')
  const schools = line.texts('school')
  needed(schools[0], '--school')
  return withStore(terminal, async (store) => {
    const identity = systemOf(await namedDistrict(store, code))
    await withDistrict(store.pool, identity, async (trx) => addPortfolio(trx, identity, { name, schools }))
    terminal.out(`${shownText(name)} has ${schools.map((id) => shownText(id)).join(', ')}.\n`)
    return EXIT.fine
  })
}

async function list(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const code = needed(line.text('district'), '--district')
  return withStore(terminal, async (store) => {
    const identity = systemOf(await namedDistrict(store, code))
    const portfolios = await withDistrict(store.pool, identity, async (trx) =>
      allPages((wish) => listPortfolios(trx, wish)),
    )
    const columns = {
      portfolio: ({ name }: Portfolio) => name,
      schools: ({ schools }: Portfolio) => schools.join(', '),
    }
    terminal.out(textTable(portfolios, columns, terminal))
    return EXIT.fine
  })
}
