import { systemOf } from '../../store/districts.ts'
import { addSchools, listSchools, type School } from '../../store/schools.ts'
import { withDistrict } from '../../store/with-district.ts'
import { type Actions, actionOf } from '../actions.ts'
import { allPages } from '../all-pages.ts'
import { type CommandLine, readCommandLine, UsageFault } from '../command-line.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { shownText } from '../shown-text.ts'
import type { Terminal } from '../terminal.ts'
import { textTable } from '../text-table.ts'
import { namedDistrict, needed, withStore } from '../with-store.ts'

const ACTIONS: Actions = {
  add,
  list,
}

/** `leeway school add|list` */
export async function school(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { act, rest } = actionOf('school', ACTIONS, args)
  return act(readCommandLine(rest, { district: { type: 'string' }, name: { type: 'string' } }), terminal)
}

async function add(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const { files: ids } = line
  needed(ids[0], 'an ID')
  const code = needed(line.text('district'), '--district')
  const name = line.text('name')
  if (name !== undefined && ids.length > 1) throw new UsageFault('--name is of one school')
  return withStore(terminal, async (store) => {
    const identity = systemOf(await namedDistrict(store, code))
    const added = await withDistrict(store.pool, identity, async (trx) =>
      addSchools(
        trx,
        identity,
        ids.map((id) => ({ id, name: name ?? id })),
      ),
    )
    for (const id of new Set(ids))
      terminal.out(`${shownText(id)} ${added.includes(id) ? 'is added' : 'was there, and stays as it is'}.\n`)
    return EXIT.fine
  })
}

async function list(line: CommandLine, terminal: Terminal): Promise<ExitCode> {
  const code = needed(line.text('district'), '--district')
  return withStore(terminal, async (store) => {
    const identity = systemOf(await namedDistrict(store, code))
    const schools = await withDistrict(store.pool, identity, async (trx) =>
      allPages((wish) => listSchools(trx, wish)),
    )
    const columns = { id: ({ id }: School) => id, name: ({ name }: School) => name }
    terminal.out(textTable(schools, columns, terminal))
    return EXIT.fine
  })
}
