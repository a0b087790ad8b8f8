import { type BoardOutcome, boardPack, unknownSchools } from '../../app/board-pack.ts'
import type { SchoolSheet } from '../../contract/report/board/board-page.ts'
import { PAPERS, type Paper } from '../../contract/report/board/board-style.ts'
import { isLocale, PRINTED_UNLESS_STATED } from '../../contract/report/board/print-wish.ts'
import { failedTieOuts } from '../../contract/report/board/tie-out-words.ts'
import { wording } from '../../contract/report/board/wording.ts'
import { typeface } from '../../paper/typeface.ts'
import { boardPieces, type Pack } from '../../worker/board-pieces.ts'
import { boardElsewhere } from '../board-elsewhere.ts'
import { type CommandLine, choiceOf, onlyFile, readCommandLine, UsageFault } from '../command-line.ts'
import { counted } from '../counted.ts'
import { refuseOverwrite } from '../delivery.ts'
import { type DiskFiles, diskFiles } from '../disk-files.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { inSteps, type Step } from '../long-work.ts'
import { printProblems } from '../print-problems.ts'
import { namedService, SERVICE_OPTION } from '../service.ts'
import { shownText } from '../shown-text.ts'
import type { Terminal } from '../terminal.ts'
import { writeWhole } from '../write-whole.ts'

/** `leeway board FILE --out pack.pdf`, or of a run that a service keeps */
export async function board(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const line = readCommandLine(args, {
    against: { type: 'string' },
    school: { type: 'string', multiple: true },
    out: { type: 'string' },
    date: { type: 'string' },
    paper: { type: 'string' },
    locale: { type: 'string' },
    ...SERVICE_OPTION,
  })
  const [asked, against, service] = [wishOf(line), line.text('against'), namedService(line)]
  if (service !== undefined) return boardElsewhere(service, { ...asked, run: asked.file, against }, terminal)
  const wish = { ...asked, files: diskFiles() }
  const outcome = await inSteps('runs', wish, (step) =>
    boardPack(wish.file, wish.files, { against, date: wish.date, step }),
  )
  if (outcome.isStopped) return EXIT.interrupted
  return printed(outcome, wish, terminal)
}

interface BoardWish {
  readonly file: string
  readonly out: string
  readonly form: 'pdf' | 'html'
  /** Ids of schools; all of them where none is named. */
  readonly schools: readonly string[]
  readonly date: string | undefined
  readonly paper: Paper
  readonly locale: string
  readonly files: DiskFiles
}

function wishOf(line: CommandLine): Omit<BoardWish, 'files'> {
  const out = line.text('out')
  if (out === undefined) throw new UsageFault('--out FILE.pdf or FILE.html is missing')
  const form = /\.pdf$/i.test(out) ? 'pdf' : /\.html?$/i.test(out) ? 'html' : undefined
  if (form === undefined) throw new UsageFault(`--out ends in .pdf or .html, and ${out} does not`)
  const date = line.text('date')
  if (date !== undefined && !isDay(date))
    throw new UsageFault(`--date is a day such as 2026-03-31, not ${date}`)
  const locale = line.text('locale') ?? PRINTED_UNLESS_STATED.locale
  if (!isLocale(locale)) throw new UsageFault(`--locale is a language tag such as en-US, not ${locale}`)
  const schools = [...new Set(line.texts('school'))]
  return { file: onlyFile(line), out, form, schools, date, paper: choiceOf(line, 'paper', PAPERS), locale }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text)
}

async function printed(
  { source, run, problems }: BoardOutcome,
  wish: BoardWish,
  terminal: Terminal,
): Promise<ExitCode> {
  const { out, files, schools } = wish
  await refuseOverwrite(out, files)
  const unknown = run === undefined ? [] : unknownSchools(run, schools)
  if (source === undefined || run === undefined || unknown.length > 0) {
    printProblems([...problems, ...unknown], terminal)
    return EXIT.input
  }
  const { currency, rows } = source.result.scenario
  const words = wording({ locale: wish.locale, currency, rows })
  const failed = failedTieOuts(source, words)
  for (const line of failed) terminal.err(`${shownText(line)}\n`)
  const pack = { run, source, words, lacks: new Set<string>() }
  const ending = await writtenPack(pack, wish, terminal)
  if (ending !== EXIT.fine) return ending
  printProblems(problems, terminal)
  return failed.length === 0 ? EXIT.fine : EXIT.tieOut
}

interface OwnPack extends Pack {
  /** Characters that the typeface of the PDF does not have. */
  readonly lacks: Set<string>
}

async function writtenPack(pack: OwnPack, wish: BoardWish, terminal: Terminal): Promise<ExitCode> {
  const { result } = pack.source
  const count = wish.schools.length === 0 ? result.schools.length : wish.schools.length
  try {
    const isWritten = await inSteps('sheets', { out: undefined, files: wish.files }, (step) =>
      writeWhole(wish.out, piecesOf(pack, wish, { step, count }), terminal),
    )
    if (!isWritten) return EXIT.input
  } catch (thrown) {
    if (thrown instanceof Stopped) return EXIT.interrupted
    throw thrown
  }
  if (pack.lacks.size > 0)
    terminal.err(
      `The typeface of the PDF lacks ${[...pack.lacks].map(shownText).join(' ')}: a □ stands there. Print .html instead.\n`,
    )
  const pages = (wish.schools.length === 0 ? 1 : 0) + 2 * count
  const sheets = counted(count, pack.words.rows)
  terminal.out(`${shownText(wish.out)}: ${counted(pages, 'page')}, ${sheets}.\n`)
  return EXIT.fine
}

class Stopped extends Error {}

/** The pack as it is written; one school's sheet is of nobody else's business. */
function piecesOf(
  pack: OwnPack,
  { form, schools, paper }: BoardWish,
  { step, count }: { readonly step: Step; readonly count: number },
): AsyncGenerator<string | Uint8Array> {
  const hasSummary = schools.length === 0
  return boardPieces(pack, {
    form,
    paper,
    hasSummary,
    schools: hasSummary ? 'all' : schools,
    typeface,
    lacks: (sign) => void pack.lacks.add(sign),
    through: (sheets) => stepped(sheets, { step, count }),
  })
}

async function* stepped(
  sheets: Iterable<SchoolSheet>,
  { step, count }: { readonly step: Step; readonly count: number },
): AsyncGenerator<SchoolSheet> {
  let done = 0
  for (const sheet of sheets) {
    yield sheet
    done += 1
    if (!(await step(done, count))) throw new Stopped()
  }
}
